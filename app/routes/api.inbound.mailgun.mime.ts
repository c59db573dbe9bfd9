import { receiveMailgun } from '~server/sources/webhooks/mailgun.ts';
import { webhook } from '~/http/webhook.server.ts';

const route = webhook('mailgun', receiveMailgun);

export const loader = route.loader;
export const action = route.action;
