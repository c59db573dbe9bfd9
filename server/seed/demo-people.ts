/** The people a newcomer signs in as (PRODUCT.md, Demo); their password is DEMO_PASSWORD. */
export const DEMO_PEOPLE = [
  { email: 'alice@northgate.example', name: 'Alice Novak', title: 'Procurement Analyst', role: 'analyst' },
  { email: 'bob@northgate.example', name: 'Bob Fielding', title: 'Expeditor', role: 'operator' },
  { email: 'charlie@northgate.example', name: 'Charlie Osei', title: 'Project Manager', role: 'admin' },
  { email: 'chidi@northgate.example', name: 'Chidi Eze', title: 'Head of Procurement', role: 'admin' },
  { email: 'vera@northgate.example', name: 'Vera Lang', title: 'Cost Controller', role: 'viewer' },
] as const;
