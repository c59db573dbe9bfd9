import { z } from 'zod';
import { AI_VARIABLES } from './ai/model/ai-variables.ts';
import { modelProblems } from './ai/model/model-config.ts';
import { BACKUP_ENV } from './backups/backup-env.ts';
import { cpuLimit } from './cpu-limit.ts';
import { DKIM_VARIABLES } from './outgoing/dkim-variables.ts';
import { scaleProblems, SCALE_VARIABLES } from './scale-variables.ts';
import { TELEMETRY_VARIABLES } from './telemetry/telemetry-variables.ts';
import { STORAGE_VARIABLES, storageProblems } from './storage/storage-variables.ts';
import { SOURCE_ENV } from './sources/source-env.ts';
import { sourceProblems } from './sources/source-problems.ts';

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const address = z.string().regex(/^[^\s<>@,;"]+@[^\s<>@,;"]+$/, 'an address, such as pmis@example.com');
const mailbox = z
  .string()
  .regex(
    /^(?:[^<>"\r\n]*<[^\s<>@,;"]+@[^\s<>@,;"]+>|[^\s<>@,;"]+@[^\s<>@,;"]+)$/,
    'an address, such as PMIS <pmis@example.com>',
  );
const count = (fallback: number, min = 0) => z.coerce.number().int().min(min).default(fallback);

/** What stands in the generated ENV_VARS.md beside each variable. */
type Doc = { group: string; about: string; secret?: boolean; example?: string };

/** Every variable that PMIS reads, documented once. ENV_VARS.md and .env.example are generated from this. */
export const ENV_SPEC = {
  PMIS_ENV: {
    schema: z.enum(['development', 'production', 'test']).default('development'),
    group: 'Running',
    about: '`production` refuses weak or missing secrets, demo passwords and PMIS_NOW. Set in image and manifests.',
  },
  PORT: { schema: count(3000), group: 'Running', about: 'Port of the web server.' },
  HOST: { schema: z.string().default('127.0.0.1'), group: 'Running', about: 'Address the web server binds.' },
  PUBLIC_URL: {
    schema: z.url().optional(),
    group: 'Running',
    about: 'Address people use; links in mails are built from it. An https address turns on HSTS and Secure cookies.',
    example: 'https://pmis.example.com',
  },
  TRUST_PROXY: {
    schema: count(0),
    group: 'Running',
    about: 'Number of proxies in front whose X-Forwarded-For, -Proto and -Host are believed. 0: none.',
  },
  WEB_CONCURRENCY: {
    schema: z.union([z.literal('auto').transform(() => Math.min(cpuLimit(), 4)), count(1, 1)]).default(1),
    group: 'Running',
    about: 'Web processes sharing the port. `auto` (set in the image): as many as the CPU limit, at most 4.',
  },
  MIGRATE_ON_START: {
    schema: flag.default(false),
    group: 'Running',
    about:
      'Apply pending migrations before web or worker start, as DATABASE_OWNER_URL. Safe with many replicas. Unset: by hand, or by a container of its own as in the compose file.',
  },
  SHUTDOWN_DRAIN_MS: {
    schema: count(500).pipe(z.number().max(6_000)),
    group: 'Running',
    about:
      'How long a web process that was told to end still takes calls, in milliseconds, while its /health says 503: longer than a balancer needs to turn away.',
  },
  WORKER_CONCURRENCY: { schema: count(4, 1), group: 'Running', about: 'Jobs one worker runs at a time.' },
  WORKER_ALIVE_FILE: {
    schema: z.string().optional(),
    group: 'Running',
    about: 'File that the worker touches every 5 s, for `healthcheck.js worker`. Set in the image. Unset: none.',
  },
  DATA_DIR: {
    schema: z.string().default('.data'),
    group: 'Running',
    about: 'Folder of attachments, backups and the embedded database.',
  },
  PMIS_DEMO: {
    schema: flag.optional(),
    group: 'Running',
    about: 'Demo data at `npm start`: 1 without asking, 0 none. Unset: ask on a terminal.',
  },
  PMIS_NOW: {
    schema: z.iso.datetime({ offset: true }).optional(),
    group: 'Running',
    about: 'Fixes business time (today, overdue, ages) for demos and evaluation. Refused in production.',
    example: '2026-03-05T09:00:00Z',
  },
  PMIS_DEV: {
    schema: flag.optional(),
    group: 'Running',
    about: 'Set by `npm run dev`: serves through Vite with hot reload.',
  },
  LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    group: 'Running',
    about: 'Least level that is logged.',
  },
  DATABASE_URL: {
    schema: z.string().optional(),
    group: 'Database',
    about: 'PostgreSQL 15 or newer, the application’s role. Unset: `npm start` runs an embedded one.',
    secret: true,
    example: 'postgresql://pmis_app:…@postgres:5432/pmis',
  },
  DATABASE_OWNER_URL: {
    schema: z.string().optional(),
    group: 'Database',
    about: 'The role that owns the tables and migrates. With it, the application’s role cannot alter the audit trail.',
    secret: true,
    example: 'postgresql://pmis_owner:…@postgres:5432/pmis',
  },
  DATABASE_DIRECT_URL: {
    schema: z.string().optional(),
    group: 'Database',
    about: 'A connection that does not go through a transaction pooler; LISTEN uses it. Unset: DATABASE_URL.',
    secret: true,
  },
  DATABASE_POOL_MAX: { schema: count(10, 1), group: 'Database', about: 'Connections a process may hold.' },
  DATABASE_STATEMENT_TIMEOUT_MS: {
    schema: count(30_000),
    group: 'Database',
    about: 'Longest a statement of the web process may run, in milliseconds.',
  },
  REDIS_URL: {
    schema: z.string().optional(),
    group: 'Redis',
    about: 'Sessions, rate limits, the doorbell list and the ingest list. Unset: the same on PostgreSQL.',
    secret: true,
    example: 'redis://:…@redis:6379/0',
  },
  SECRET_KEY: {
    schema: z.string().optional(),
    group: 'Security',
    about:
      'Signs reply addresses and form tokens; 32 random bytes or more. Outside production one is made in DATA_DIR.',
    secret: true,
  },
  SESSION_DAYS: { schema: count(14, 1), group: 'Security', about: 'Days a sign-in lasts without use.' },
  CORS_ORIGINS: {
    schema: list.default([]),
    group: 'Security',
    about: 'Origins, comma-separated, whose pages may call the API with a token.',
    example: 'https://intranet.example.com',
  },
  RATE_LIMIT_API: {
    schema: count(12_000),
    group: 'Security',
    about: 'API requests a minute per token, bursts of a quarter of it. 0: off.',
  },
  RATE_LIMIT_SIGN_IN: {
    schema: count(10),
    group: 'Security',
    about: 'Sign-in attempts a minute per address and account. 0: off.',
  },
  METRICS_TOKEN: {
    schema: z.string().min(16).optional(),
    group: 'Security',
    about: 'Bearer token that may read /metrics. Unset: only loopback may.',
    secret: true,
  },
  OVERDUE_CRON: {
    schema: z
      .string()
      .regex(/^([\d*,/-]+\s+){4,5}[\w*,/-]+$/, 'must be a cron expression of five or six fields, such as 0 0 * * *')
      .default('0 0 * * *'),
    group: 'Schedules',
    about: 'When the overdue check runs (cron, UTC), beside each project’s own midnight.',
  },
  MAIL_INTERNAL_DOMAINS: {
    schema: list.default([]),
    group: 'Mail',
    about: 'Our own mail domains, comma-separated, beside the domains of the people in PMIS.',
  },
  MAIL_TRUSTED_AUTHSERV: {
    schema: list.default([]),
    group: 'Mail',
    about: 'Receivers whose Authentication-Results headers are believed.',
    example: 'mx.example.com',
  },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    group: 'Outgoing mail',
    about:
      'The mail server that takes our mail, in one address; SMTP_HOST and the others are the same in parts. Unset: mail is off.',
    secret: true,
    example: 'smtps://user:…@smtp.example.com:465',
  },
  SMTP_HOST: {
    schema: z.string().optional(),
    group: 'Outgoing mail',
    about: 'Host of the mail server, where SMTP_URL is not set.',
    example: 'smtp.example.com',
  },
  SMTP_PORT: { schema: count(587, 1), group: 'Outgoing mail', about: 'Its port.' },
  SMTP_USER: {
    schema: z.string().optional(),
    group: 'Outgoing mail',
    about: 'Name to sign in with. Unset: no sign-in.',
  },
  SMTP_PASSWORD: {
    schema: z.string().optional(),
    group: 'Outgoing mail',
    about: 'Password of SMTP_USER.',
    secret: true,
  },
  SMTP_SECURE: {
    schema: z.enum(['tls', 'starttls', 'opportunistic', 'none']).default('opportunistic'),
    group: 'Outgoing mail',
    about:
      '`tls` from the first byte (port 465), `starttls` or nothing is sent, `opportunistic` STARTTLS when offered, `none`. An smtps:// address is `tls`.',
  },
  SMTP_TIMEOUT_MS: {
    schema: count(30_000, 100),
    group: 'Outgoing mail',
    about: 'Longest the mail server may take to answer, in milliseconds.',
  },
  MAIL_FROM: {
    schema: mailbox.optional(),
    group: 'Outgoing mail',
    about: 'Sender of our mail. Needed with SMTP_URL or SMTP_HOST. PMIS should receive what is sent to it.',
    example: 'PMIS <pmis@example.com>',
  },
  MAIL_RETURN_PATH: {
    schema: address.optional(),
    group: 'Outgoing mail',
    about: 'Address that bounces go to; PMIS must receive there to mark what bounced. Unset: that of MAIL_FROM.',
  },
  MAIL_DOMAIN: {
    schema: z
      .string()
      .regex(/^[a-z0-9.-]+$/i, 'a domain, such as mail.example.com')
      .transform((domain) => domain.toLowerCase())
      .optional(),
    group: 'Outgoing mail',
    about:
      'Domain of reply+…@MAIL_DOMAIN and of our Message-IDs; PMIS must receive its mail. Unset: answers go to MAIL_FROM and are filed by thread.',
    example: 'pmis.example.com',
  },
  MAIL_REPLY_DAYS: { schema: count(365, 1), group: 'Outgoing mail', about: 'Days a reply address is good for.' },
  MAIL_THREAD_CAP: {
    schema: count(20, 1),
    group: 'Outgoing mail',
    about: 'Most mails a day to one recipient in one conversation, so that two robots never talk for long.',
  },
  MAIL_OWN_ADDRESSES: {
    schema: list.default([]),
    group: 'Outgoing mail',
    about: 'Further addresses that PMIS receives at, comma-separated: nothing is ever sent to them.',
  },
  ...DKIM_VARIABLES,
  ...AI_VARIABLES,
  ...SOURCE_ENV,
  ...SCALE_VARIABLES,
  ...TELEMETRY_VARIABLES,
  ...STORAGE_VARIABLES,
  ...BACKUP_ENV,
} satisfies Record<string, Doc & { schema: z.ZodType }>;

type Spec = typeof ENV_SPEC;
export type Env = { [K in keyof Spec]: z.output<Spec[K]['schema']> };

/** Secrets that stand in our own examples and documents: never good enough for production. */
const KNOWN_SECRETS =
  /^(change[-_ ]?me|secret|password|postgres|pmis|admin|dev[-_]?password|dev|test|default|example|redis|your[-_ ].*)$/i;

function weakPassword(url: string | undefined): boolean {
  if (!url) return false;
  const password = URL.canParse(url) ? new URL(url).password : '';
  return password.length < 8 || KNOWN_SECRETS.test(password);
}

/** What production refuses: one sentence for each variable, naming it and the cure. */
export function productionProblems(values: Env): string[] {
  if (values.PMIS_ENV !== 'production') return [];
  const problems: string[] = [];
  const secret = values.SECRET_KEY;
  if (!secret) problems.push('SECRET_KEY is missing: set 32 random bytes, for example `openssl rand -base64 32`.');
  else if (secret.length < 32)
    problems.push('SECRET_KEY is shorter than 32 characters: use `openssl rand -base64 32`.');
  else if (KNOWN_SECRETS.test(secret) || /^(.)\1+$/.test(secret) || /change[-_ ]?me|your[-_]/i.test(secret))
    problems.push('SECRET_KEY is a default or a placeholder: use `openssl rand -base64 32`.');
  if (!values.DATABASE_URL) problems.push('DATABASE_URL is missing: name the PostgreSQL server.');
  else if (weakPassword(values.DATABASE_URL))
    problems.push(
      'DATABASE_URL has no password, a short one or a default one: set POSTGRES_PASSWORD to a long random one.',
    );
  if (weakPassword(values.DATABASE_OWNER_URL))
    problems.push('DATABASE_OWNER_URL has no password, a short one or a default one.');
  if (weakPassword(values.REDIS_URL))
    problems.push('REDIS_URL has no password, a short one or a default one: set REDIS_PASSWORD to a long random one.');
  if (values.PMIS_DEMO) problems.push('PMIS_DEMO loads people with a published password: unset it.');
  if (values.PMIS_NOW) problems.push('PMIS_NOW fixes the clock and is for demos only: unset it.');
  return problems;
}

/** Reads the variables. Throws one Error that names every wrong one and what to do. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { schema }] of Object.entries(ENV_SPEC)) {
    const raw = source[name];
    const parsed = schema.safeParse(raw === '' ? undefined : raw);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  if (problems.length === 0)
    problems.push(
      ...storageProblems(values as Env),
      ...scaleProblems(values as Env),
      ...modelProblems(values as Env),
      ...sourceProblems(values as Env),
      ...productionProblems(values as Env),
    );
  if (problems.length > 0) throw new Error(`The configuration is not usable:\n  - ${problems.join('\n  - ')}`);
  return values as Env;
}

let cached: Env | undefined;

/** The process's configuration, read once. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/** For entry points that learn a value at run time (the command line finds the embedded database). */
export function setEnv(values: Partial<Env>): void {
  cached = { ...env(), ...values };
}

/** The environment for a child process: ours, with these variables set or (undefined) removed. */
export function childEnv(values: Partial<Record<keyof Env, string | undefined>>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}
