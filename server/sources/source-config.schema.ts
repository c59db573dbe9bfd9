import { z } from 'zod';

const text = (max = 300) => z.string().trim().min(1).max(max);

const imapAccount = z
  .strictObject({
    /** Names its secret, and its rows on Admin → Mail sources. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: 'is lower-case letters, digits and -' }),
    host: text(),
    port: z.int().min(1).max(65_535).optional(),
    /** tls: from the first byte (993); starttls: required (143); none: only for a server on the same machine. */
    tls: z.enum(['tls', 'starttls', 'none']).default('tls'),
    caFile: text(1000).optional(),
    user: text(),
    /** What the secret is: a password, a bearer token, or the client secret or refresh token that fetches tokens from tokenUrl. */
    auth: z.enum(['password', 'token', 'client_credentials', 'refresh_token']).default('password'),
    tokenUrl: z.url().optional(),
    clientId: text().optional(),
    scope: text(1000).optional(),
    mailboxes: z.array(text()).min(1).max(20).default(['INBOX']),
    /** What becomes of a message once it is stored. Nothing is ever deleted. */
    after: z.enum(['seen', 'flag', 'move', 'nothing']).default('seen'),
    flag: z
      .string()
      .regex(/^[\\$]?[A-Za-z0-9_.-]{1,60}$/, { error: 'is one IMAP keyword' })
      .default('$PMIS'),
    moveTo: text().default('PMIS'),
    /** Mail that arrived earlier is left alone. */
    since: z.iso.date().optional(),
    /** Hours without a message after which its silence is a fault; absent: never. */
    silentHours: z.int().min(1).max(8760).optional(),
    /** Longest time between two looks, in seconds, also where the server tells at once (IDLE). */
    pollSeconds: z.int().min(2).max(3600).default(60),
  })
  .superRefine((account, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const fetches = account.auth === 'client_credentials' || account.auth === 'refresh_token';
    if (fetches && !account.tokenUrl) wrong('tokenUrl', 'is needed for its tokens');
    if (fetches && !account.clientId) wrong('clientId', 'is needed for its tokens');
    if (account.after === 'move' && account.mailboxes.includes(account.moveTo))
      wrong('moveTo', 'is one of the mailboxes that are read');
    if (new Set(account.mailboxes).size < account.mailboxes.length) wrong('mailboxes', 'names one twice');
  });
export type ImapAccount = z.output<typeof imapAccount>;

/** JSON text read into a value; a sentence where it is not JSON. */
const jsonText = z.string().transform((value, context): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON' });
    return z.NEVER;
  }
});

/** One sentence for each wrong part, naming where it stands. */
function parsedBy<T>(schema: z.ZodType<T>) {
  return jsonText.transform((value, context): T => {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    for (const issue of read.error.issues)
      context.addIssue({ code: 'custom', message: `${issue.path.join('.') || 'the whole'}: ${issue.message}` });
    return z.NEVER;
  });
}

/** `MAIL_SOURCES`: IMAP accounts as a JSON list (one object is a list of one). */
export const mailSourcesInput = parsedBy(
  z.preprocess(
    (value) => (Array.isArray(value) || value === null || typeof value !== 'object' ? value : [value]),
    z
      .array(imapAccount)
      .max(50)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, { error: 'two have the same name' }),
  ),
);

/** `MAIL_SOURCE_SECRETS`: the secret of each account by its name, as one JSON object. */
export const mailSecretsInput = parsedBy(z.record(z.string(), z.string().min(1)));

/** `host:port` of a listener; without a host it is reachable from outside. */
export const listenInput = z.string().transform((value, context) => {
  const match = /^(?:(\[[0-9a-f:]+\]|[^:\s]*):)?(\d{1,5})$/i.exec(value.trim());
  const port = Number(match?.[2]);
  if (match && port <= 65_535) return { host: (match[1] || '0.0.0.0').replace(/^\[|\]$/g, ''), port };
  context.addIssue({ code: 'custom', message: 'is host:port, such as 0.0.0.0:2525' });
  return z.NEVER;
});
export type ListenAddress = z.output<typeof listenInput>;
