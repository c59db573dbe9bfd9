import { receiveSendgrid } from '~server/sources/webhooks/sendgrid.ts';
import { webhook } from '~/http/webhook.server.ts';

const route = webhook('sendgrid', receiveSendgrid);

export const loader = route.loader;
export const action = route.action;
