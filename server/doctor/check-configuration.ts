import { createHmac } from 'node:crypto';
import { type Env, productionProblems } from '../env.ts';
import { getContents } from '../seed/contents.queries.ts';
import { noteSecrets } from './doctor.queries.ts';
import { type Check, fail, off, ok, type Patient, warn } from './verdict.ts';

const GROUP = 'Configuration';
/** Days after which a secret should be replaced. */
const ROTATE_DAYS = 90;
const SHORT_PASSWORD = 16;

const passwordOf = (url: string | undefined) =>
  url && URL.canParse(url) ? decodeURIComponent(new URL(url).password) : '';

/** Secrets that are ours to choose, by the name of their variable. */
function ownSecrets(env: Env): Record<string, string> {
  const secrets: Record<string, string> = {
    SECRET_KEY: env.SECRET_KEY ?? '',
    'the password in DATABASE_URL': passwordOf(env.DATABASE_URL),
    'the password in DATABASE_OWNER_URL': passwordOf(env.DATABASE_OWNER_URL),
    'the password in REDIS_URL': passwordOf(env.REDIS_URL),
    METRICS_TOKEN: env.METRICS_TOKEN ?? '',
    BACKUP_PASSPHRASE: env.BACKUP_PASSPHRASE ?? '',
  };
  return Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
}

function lookAtMode({ env }: Patient) {
  if (env.PMIS_ENV === 'production') return ok('Runs as production: weak secrets and demo passwords are refused.');
  return warn(
    `Runs as ${env.PMIS_ENV}: weak secrets, demo passwords and a fixed clock are not refused.`,
    'Set PMIS_ENV=production where people work.',
  );
}

function lookAtSecrets({ env }: Patient) {
  const problems = productionProblems({ ...env, PMIS_ENV: 'production' });
  if (problems.length > 0) {
    const judge = env.PMIS_ENV === 'production' ? fail : warn;
    return judge(
      `${problems.length === 1 ? 'One value' : `${problems.length} values`} would be refused in production.`,
      problems.join(' '),
    );
  }
  const secrets = ownSecrets(env);
  const few = Object.keys(secrets).filter((name) => new Set(secrets[name]).size < 8);
  const short = Object.keys(secrets).filter((name) => secrets[name]!.length < SHORT_PASSWORD);
  const reused = Object.keys(secrets).filter(
    (name) => Object.values(secrets).filter((value) => value === secrets[name]).length > 1,
  );
  const weak = [...new Set([...few, ...short])];
  if (weak.length > 0)
    return warn(
      `Short, or of few different characters: ${weak.join(', ')}.`,
      'Use 24 random bytes or more: `openssl rand -hex 24`.',
    );
  if (reused.length > 0)
    return warn(`The same secret serves twice: ${reused.join(', ')}.`, 'Give each its own: `openssl rand -hex 24`.');
  return ok(`${Object.keys(secrets).length} secrets, long, different and none of them a default.`);
}

async function lookAtAge({ env, db }: Patient) {
  const secrets = ownSecrets(env);
  if (Object.keys(secrets).length === 0) return off('No secret is set.');
  const key = env.SECRET_KEY ?? 'pmis';
  const prints = Object.entries(secrets).map(([name, value]) => [
    name,
    createHmac('sha256', key).update(`${name}\n${value}`).digest('hex').slice(0, 8),
  ]);
  const ages = await noteSecrets(db, Object.fromEntries(prints) as Record<string, string>);
  const old = Object.entries(ages).filter(([, days]) => days > ROTATE_DAYS);
  if (old.length > 0)
    return warn(
      `In use for more than ${ROTATE_DAYS} days: ${old.map(([name, days]) => `${name} (${Math.floor(days)})`).join(', ')}.`,
      'Replace them as docs/runbooks/rotate-secrets.md says.',
    );
  const oldest = Math.max(...Object.values(ages));
  return ok(
    `None is known to be older than ${Math.max(1, Math.ceil(oldest))} ${Math.ceil(oldest) <= 1 ? 'day' : 'days'}.`,
  );
}

async function lookAtDemo({ env, db }: Patient) {
  const { demo } = await getContents(db);
  if (!demo) return ok('There are no demo people.');
  const judge = env.PMIS_ENV === 'production' ? fail : warn;
  return judge(
    'The demo people are in the database; everybody knows their password.',
    'Disable them: `pmis user disable alice@northgate.example`, and so on. Better, begin with an empty database.',
  );
}

function lookAtClock({ env }: Patient) {
  if (!env.PMIS_NOW) return ok('Business time is real time.');
  return warn(`PMIS_NOW fixes business time at ${env.PMIS_NOW}.`, 'Unset PMIS_NOW; it is for demos and evaluation.');
}

/** Mode, secrets, demo data. */
export const configurationChecks: Check[] = [
  { id: 'mode', group: GROUP, title: 'Environment', look: lookAtMode },
  { id: 'secrets', group: GROUP, title: 'Secrets', look: lookAtSecrets },
  { id: 'secrets_age', group: GROUP, title: 'Age of secrets', look: lookAtAge },
  { id: 'demo', group: GROUP, title: 'Demo people', look: lookAtDemo },
  { id: 'business_time', group: GROUP, title: 'Business time', look: lookAtClock },
];
