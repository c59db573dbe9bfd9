import { receivePostmark } from '~server/sources/webhooks/postmark.ts';
import { webhook } from '~/http/webhook.server.ts';

const route = webhook('postmark', receivePostmark);

export const loader = route.loader;
export const action = route.action;
