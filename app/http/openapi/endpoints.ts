import { assistantEndpoints } from './assistant.endpoints.ts';
import { chatEndpoints } from './chat.endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { governanceEndpoints } from './governance.endpoints.ts';
import { mailEndpoints } from './mail.endpoints.ts';
import { outgoingEndpoints } from './outgoing.endpoints.ts';
import { peopleEndpoints } from './people.endpoints.ts';
import { sourceEndpoints } from './source.endpoints.ts';
import { toldEndpoints } from './told.endpoints.ts';
import { workEndpoints } from './work.endpoints.ts';

/** Every endpoint of the API; a test compares the list with the route files. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...governanceEndpoints,
  ...workEndpoints,
  ...mailEndpoints,
  ...sourceEndpoints,
  ...outgoingEndpoints,
  ...peopleEndpoints,
  ...toldEndpoints,
  ...chatEndpoints,
  ...assistantEndpoints,
];
