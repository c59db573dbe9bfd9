import { receiveSes } from '~server/sources/webhooks/ses.ts';
import { webhook } from '~/http/webhook.server.ts';

const route = webhook('ses', (call) => receiveSes(call));

export const loader = route.loader;
export const action = route.action;
