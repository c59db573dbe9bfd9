/** Password of every demo person; printed by `npm start`, refused at sign-in in production. */
export const DEMO_PASSWORD = 'northgate-demo';

/** Who can sign in to the demo, as `npm start` prints it. */
export const DEMO_SIGN_INS = [
  { email: 'alice@northgate.example', role: 'analyst' },
  { email: 'bob@northgate.example', role: 'operator' },
  { email: 'charlie@northgate.example', role: 'admin' },
  { email: 'chidi@northgate.example', role: 'admin' },
  { email: 'vera@northgate.example', role: 'viewer' },
] as const;
