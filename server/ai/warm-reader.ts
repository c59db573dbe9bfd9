import { parseMessage } from '../emails/parse/parse-message.ts';
import { readByRules } from './rules/read-by-rules.ts';

const SAMPLE = `From: Jo <jo@vendor.example>
To: Sam <sam@our.example>
Subject: P-001 delivery
Date: Thu, 05 Mar 2026 10:12:41 +0100

Dear Sam,

the delivery date of P-001 moves from 15 June to 3 July 2026 and the price rises to EUR 1,200.00.
Could you please confirm by next Friday that this is acceptable? We will send the drawings within 10 working days.
`;

/** Reads a message of nobody's once: V8 compiles the reader's patterns at their first use, which is not a user's. */
export async function warmReader(): Promise<void> {
  const message = await parseMessage(Buffer.from(SAMPLE.replaceAll('\n', '\r\n')));
  const pkg = {
    code: 'P-001',
    title: 'Intake pumps',
    status: 'po_issued',
    vendor: 'Vendor',
    vendorDomains: ['vendor.example'],
    buyerEmail: 'sam@our.example',
    currency: 'EUR',
    budgetAmount: 1000,
    contractAmount: 1100,
    poNumber: null,
    deliveryDate: '2026-06-15',
  } as const;
  const person = { email: 'sam@our.example', name: 'Sam Our', title: null, role: 'analyst', active: true };
  readByRules({
    message,
    world: {
      packages: [{ ...pkg, vendorDomains: [...pkg.vendorDomains] }],
      people: [person],
      internalDomains: ['our.example'],
      trustedReceivers: [],
      openTasks: [],
      timeZone: 'UTC',
    },
  });
}
