/** Password of every demo person; printed by `npm start`, refused at sign-in in production. */
export const DEMO_PASSWORD = 'northgate-demo';
