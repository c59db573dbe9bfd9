import { chooseModel } from '../ai/model/model-config.ts';
import { modelFailure } from '../ai/model/model-failure.ts';
import { hashOf, openModel, tokensOf } from '../ai/model/open-model.ts';
import { mailSettings } from '../outgoing/mail-settings.ts';
import { getOutgoingState } from '../outgoing/outgoing-metrics.queries.ts';
import { dkimSettings } from '../outgoing/sign-mail.ts';
import { smtpSettings, type SmtpSettings } from '../outgoing/smtp-settings.ts';
import { configuredSources } from '../sources/configured-sources.ts';
import { sourceState } from '../sources/source.policy.ts';
import { listSourceRows } from '../sources/source.queries.ts';
import { type Check, fail, off, ok, type Patient, plainError, type Verdict, warn } from './verdict.ts';

const GROUP = 'Services';
const SMTP_LIMIT_MS = 5_000;
/** A mail that waits longer has been tried in vain several times. */
const LATE_SECONDS = 15 * 60;
const MODEL_LIMIT_MS = 20_000;
const QUESTION = 'Answer with the one word: ready';

async function lookAtSources({ db, env, now }: Patient) {
  const sources = configuredSources(env);
  const active = sources.filter((source) => source.active);
  if (active.length === 0)
    return off(
      `Mail comes in by ${sources.map(({ title }) => title).join(', ')} only.`,
      'Set MAIL_SOURCES to read mailboxes, or MAIL_SMTP_LISTEN to be delivered to.',
    );
  const rows = new Map(
    (
      await listSourceRows(
        db,
        active.map(({ name }) => name),
      )
    ).map((row) => [row.name, row]),
  );
  const stateOf = ({ name, quietMs }: (typeof active)[number]) => {
    const { lastOkAt = null, failingSince = null } = rows.get(name) ?? {};
    return sourceState({ active: true, lastOkAt, failingSince, quietMs }, now, env.MAIL_SOURCE_DOWN_MINUTES);
  };
  const named = (state: string) =>
    active
      .filter((source) => stateOf(source) === state)
      .map(({ name, title }) => `${title} (${rows.get(name)?.lastError ?? 'no sign of life yet'})`);
  const [down, retrying] = [named('down'), named('retrying')];
  const mend =
    'Try it with `pmis sources test`; Admin → Mail sources shows each attempt. No mail is lost meanwhile: it waits where it is.';
  if (down.length > 0) return fail(`Down: ${down.join('; ')}.`, mend);
  if (retrying.length > 0) return warn(`Being tried again: ${retrying.join('; ')}.`, mend);
  return ok(
    `${active.length} ${active.length === 1 ? 'source works' : 'sources work'}: ${active.map(({ title }) => title).join(', ')}.`,
  );
}

/** Connects, with TLS as configured, and signs in where there is a user; sends nothing. */
async function trySmtp(
  { host, port, secure, requireTLS, ignoreTLS, user, password }: SmtpSettings,
  signIn: boolean,
): Promise<void> {
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  const timeout = SMTP_LIMIT_MS - 500;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS,
    ignoreTLS,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      connection.connect((error) => {
        if (error) reject(error);
        else if (!signIn || user === null) resolve();
        else
          connection.login({ credentials: { user, pass: password } }, (refusal) =>
            refusal ? reject(refusal) : resolve(),
          );
      });
    });
    connection.quit();
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** What waits too long or failed though the server answers; null where all is well. */
async function troubleOfMail({ db }: Patient) {
  const { waiting, oldestSeconds, failed, bounced } = await getOutgoingState(db);
  const late =
    oldestSeconds > LATE_SECONDS ? `${waiting} wait, the oldest for ${Math.round(oldestSeconds / 60)} minutes` : '';
  const lost = failed + bounced > 0 ? `of the last day ${failed} failed and ${bounced} came back` : '';
  const said = [late, lost].filter((part) => part !== '').join('; ');
  return said === '' ? null : `${said[0]!.toUpperCase()}${said.slice(1)}.`;
}

async function lookAtSmtp(patient: Patient) {
  const { thorough } = patient;
  const smtp = smtpSettings();
  if (!smtp || !mailSettings())
    return off(
      'No mail goes out: SMTP_HOST (or SMTP_URL) and MAIL_FROM are not both set.',
      'Set them to send notifications, digests and replies.',
    );
  try {
    await trySmtp(smtp, thorough);
    const dkim = dkimSettings();
    const signed = dkim ? ` Mail is signed as ${dkim.selector}._domainkey.${dkim.domain}.` : '';
    const answers = `${smtp.host}:${smtp.port} answers${thorough && smtp.user ? ' and accepts our sign-in' : ''}.${signed}`;
    const trouble = await troubleOfMail(patient);
    return trouble
      ? warn(`${answers} ${trouble}`, 'Mail → Sent says why for each; Admin → Jobs has those that are tried again.')
      : ok(answers);
  } catch (error) {
    return fail(
      `${smtp.host}:${smtp.port} does not take us: ${plainError(error)}`,
      'See SMTP_HOST, SMTP_PORT, SMTP_SECURE, SMTP_USER and SMTP_PASSWORD. Mail waits and is sent when it works again.',
    );
  }
}

async function askModel({ db }: Patient): Promise<Verdict> {
  const model = await openModel(db, { purpose: 'chat', userId: null });
  if (!model.ready) return warn(model.message, 'See Admin → Assistant for what the model said last.');
  const { generateText } = await import('ai');
  const began = performance.now();
  const about = { promptHash: hashOf(QUESTION), toolsHash: null };
  try {
    const answer = await generateText({
      ...model.settings,
      model: model.model,
      prompt: QUESTION,
      maxOutputTokens: 32,
      abortSignal: AbortSignal.timeout(MODEL_LIMIT_MS - 1_000),
    });
    await model.end({ ...about, finishReason: answer.finishReason, failure: null, tokens: tokensOf(answer.usage) });
    return ok(`${model.config.name} answered in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  } catch (error) {
    const failure = modelFailure(error);
    await model.end({ ...about, finishReason: null, failure, tokens: tokensOf(undefined) });
    return fail(
      `${model.config.name} does not answer: ${failure.message}`,
      'See the key, the model’s name and the address of the provider. Rules answer meanwhile.',
    );
  }
}

async function lookAtModel(patient: Patient) {
  const config = chooseModel(patient.env);
  if (!config)
    return off(
      'No model is set up: the assistant works by rules.',
      'Set OPENAI_API_KEY, AZURE_OPENAI_API_KEY or ANTHROPIC_API_KEY to use one.',
    );
  return patient.thorough ? askModel(patient) : ok(`${config.name} is set up; it is asked when all is checked.`);
}

async function lookAtSentry({ env, thorough }: Patient) {
  if (!env.SENTRY_DSN)
    return off('Failures are only logged: SENTRY_DSN is not set.', 'Set SENTRY_DSN to be told of failures.');
  const { host, protocol, username, pathname } = new URL(env.SENTRY_DSN);
  if (!username || !/\/\d+$/.test(pathname))
    return fail(
      'SENTRY_DSN has no key or no project number.',
      'Copy it from the project’s settings in Sentry: https://KEY@HOST/NUMBER.',
    );
  if (!thorough) return ok(`Failures are reported to ${host}.`);
  try {
    await fetch(`${protocol}//${host}/`, { method: 'HEAD', signal: AbortSignal.timeout(3_000), redirect: 'manual' });
    return ok(`Failures are reported to ${host}, which answers.`);
  } catch (error) {
    return warn(
      `${host} does not answer: ${plainError((error as { cause?: unknown }).cause ?? error)}`,
      'See SENTRY_DSN, and whether this machine may reach it.',
    );
  }
}

async function lookAtBucket({ env }: Patient) {
  if (env.STORAGE !== 's3' && env.BACKUP_STORE !== 's3')
    return off('No bucket is used: attachments and backups are on disks.');
  const { objectSize } = await import('../storage/s3-objects.ts');
  try {
    await objectSize('doctor');
    return ok(`The bucket ${env.S3_BUCKET} answers.`);
  } catch (error) {
    return fail(
      `The bucket ${env.S3_BUCKET ?? ''} does not answer: ${plainError(error)}`,
      'See S3_ENDPOINT, S3_BUCKET, S3_REGION, the key and its rights (list, get, put, delete).',
    );
  }
}

/** Mail in and out, the model, error tracking, the bucket. */
export const serviceChecks: Check[] = [
  { id: 'mail_sources', group: GROUP, title: 'Mail sources', look: lookAtSources },
  { id: 'smtp', group: GROUP, title: 'Outgoing mail', limitMs: SMTP_LIMIT_MS, look: lookAtSmtp },
  { id: 'model', group: GROUP, title: 'Assistant’s model', limitMs: MODEL_LIMIT_MS, look: lookAtModel },
  { id: 'bucket', group: GROUP, title: 'Bucket', limitMs: 10_000, look: lookAtBucket },
  { id: 'sentry', group: GROUP, title: 'Error tracking', look: lookAtSentry },
];
