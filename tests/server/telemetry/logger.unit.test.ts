import { type Logger, pino } from 'pino';
import { expect, it } from 'vitest';
import { logOptions } from '../../../server/logger.ts';
import { noteUser, runInContext } from '../../../server/telemetry/work-context.ts';

function lines(write: (log: Logger) => void): Record<string, unknown>[] {
  const written: string[] = [];
  write(pino({ ...logOptions, level: 'info' }, { write: (line: string) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('each line carries the ids of the request or job under way, also after an await', async () => {
  const written: string[] = [];
  const log = pino({ ...logOptions, level: 'info' }, { write: (line: string) => void written.push(line) });
  await runInContext({ requestId: 'r-1' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    noteUser('u-1');
    log.info('in a request');
  });
  runInContext({ jobId: 'j-1', jobKind: 'clean_up', requestId: 'r-2' }, () => log.info('in a job'));
  log.info('outside');
  const [request, job, outside] = written.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(request).toMatchObject({ requestId: 'r-1', userId: 'u-1' });
  expect(job).toMatchObject({ jobId: 'j-1', jobKind: 'clean_up', requestId: 'r-2' });
  expect(outside).not.toHaveProperty('requestId');
});

it('secrets and mail texts are cut out on three levels', () => {
  const secret = 'do-not-print';
  const [line] = lines((log) =>
    log.info({
      token: secret,
      headers: { authorization: secret, cookie: secret, 'set-cookie': secret },
      mail: { parsed: { body: secret, subject: secret, replyText: secret } },
      user: { password: secret, apiKey: secret },
      id: 'kept',
    }),
  );
  expect(JSON.stringify(line)).not.toContain(secret);
  expect(line).toMatchObject({ id: 'kept', token: '[redacted]' });
});

it('an error of PostgreSQL is logged without the row that it quotes, and without a password in an address', () => {
  const error = Object.assign(new Error('connect postgresql://pmis_app:hunter22@db/pmis failed'), {
    code: '23514',
    detail: 'Failing row contains (1, the whole mail).',
    where: 'COPY emails, line 1: "the whole mail"',
    table: 'emails',
  });
  const [line] = lines((log) => log.error({ err: error }, 'failed'));
  const text = JSON.stringify(line);
  expect(text).not.toContain('the whole mail');
  expect(text).not.toContain('hunter22');
  expect(line).toMatchObject({ err: { code: '23514', table: 'emails' } });
});
