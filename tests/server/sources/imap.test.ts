import { ImapFlow } from 'imapflow';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { watchMailbox } from '../../../server/sources/imap/watch-mailbox.ts';
import type { ImapAccount } from '../../../server/sources/source-config.schema.ts';
import { mailSourcesInput } from '../../../server/sources/source-config.schema.ts';
import { claimSource, setCursor, setSourceFailed, SourceTaken } from '../../../server/sources/source.queries.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { type Dovecot, dovecotMissing, startDovecot } from '../../setup/dovecot.ts';
import { startTcpCutter } from '../../setup/tcp-cutter.ts';

const missing = dovecotMissing();
if (missing) process.stdout.write(`SKIPPED tests/server/sources/imap.test.ts: ${missing}\n`);

let database: TestDatabase;
let dovecot: Dovecot;
const stops: (() => Promise<void>)[] = [];
let users = 0;

beforeAll(async () => {
  if (missing) return;
  [database, dovecot] = await Promise.all([createTestDatabase({ max: 12 }), startDovecot()]);
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(async () => {
  if (missing) return;
  await dovecot.stop();
  await database.drop();
});

const letter = (subject: string, size = 0) =>
  Buffer.from(
    `From: Ana <ana@vendor.example>\r\nTo: buyers@northgate.example\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replace(/\W+/g, '.')}.${users}@vendor.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(Math.ceil(size / 72))}Hello.\r\n`,
  );

/** An account with a mailbox of its own, a client to fill it, and its watch. */
async function openAccount(change: Partial<ImapAccount> = {}, port = dovecot.port) {
  users += 1;
  const user = `u${users}@northgate.example`;
  const [account] = mailSourcesInput.parse(
    JSON.stringify({ name: `u${users}`, host: '127.0.0.1', tls: 'none', user, pollSeconds: 2, ...change, port }),
  );
  const mailbox = account!.mailboxes[0]!;
  const name = `${account!.name}/${mailbox}`;
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    auth: { user, pass: 'secret' },
    logger: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  stops.push(async () => client.close());
  const watch = (worker = 'w1', options = {}) => {
    const started = watchMailbox({
      db: database.db,
      worker,
      source: { name, imap: { account: account!, mailbox, secret: 'secret' } },
      leaseMs: 1_500,
      claimEveryMs: 200,
      ...options,
    });
    let stopped: Promise<void> | undefined;
    const stop = () => (stopped ??= started.stop());
    stops.push(stop);
    return stop;
  };
  const subjects = async () => {
    const { rows } = await sql<{ raw: Buffer }>`
      select r.raw from emails e join email_raws r on r.email_id = e.id where e.mail_source = ${name}
      order by e.received_at, e.id`.execute(database.db);
    return rows.map(({ raw }) => /^Subject: (.*?)\r?$/m.exec(raw.toString())![1]!);
  };
  const row = async () => {
    const { rows } = await sql<Record<string, unknown>>`select * from mail_sources where name = ${name}`.execute(
      database.db,
    );
    return rows[0];
  };
  const held = async () => {
    const { rows } = await sql<Record<string, unknown>>`
      select uid, status, attempts, reason from mail_source_messages where source = ${name} order by uid`.execute(
      database.db,
    );
    return rows;
  };
  return { client, name, mailbox, watch, subjects, row, held };
}

const seen = async (client: ImapFlow, mailbox = 'INBOX') => {
  const lock = await client.getMailboxLock(mailbox);
  try {
    return (await client.search({ seen: true }, { uid: true })) as number[];
  } finally {
    lock.release();
  }
};

const soon = <T>(check: () => Promise<T>, timeout = 15_000) => vi.waitFor(check, { timeout, interval: 50 });

describe.skipIf(missing !== null)('IMAP', { timeout: 60_000 }, () => {
  it('takes what is there, then what comes within 2 s by IDLE; marks it only as read', async () => {
    const { client, watch, subjects, row } = await openAccount({ pollSeconds: 600 });
    await client.append('INBOX', letter('one'));
    await client.append('INBOX', letter('two'));
    watch();
    await soon(async () => expect(await subjects()).toEqual(['one', 'two']));
    await soon(async () => expect(await row()).toMatchObject({ failures: 0, last_uid: 2 }));
    const started = performance.now();
    await client.append('INBOX', letter('three'));
    await soon(async () => expect(await subjects()).toEqual(['one', 'two', 'three']));
    expect(performance.now() - started).toBeLessThan(2_000);
    await soon(async () => expect(await seen(client)).toEqual([1, 2, 3]));
    expect((await row())!.last_ok_at).toBeInstanceOf(Date);
  });

  it('looks again by itself where the server tells nothing', async () => {
    const { client, watch, subjects } = await openAccount();
    const capability = vi.spyOn(ImapFlow.prototype, 'idle').mockResolvedValue(false);
    watch();
    await client.append('INBOX', letter('polled'));
    await soon(async () => expect(await subjects()).toEqual(['polled']));
    capability.mockRestore();
  });

  it('moves where asked to, making the folder; sets a keyword where asked to', async () => {
    const moving = await openAccount({ after: 'move', moveTo: 'Stored' });
    await moving.client.append('INBOX', letter('moved'));
    moving.watch();
    await soon(async () => expect(await moving.subjects()).toEqual(['moved']));
    await soon(async () =>
      expect(await moving.client.status('Stored', { messages: true })).toMatchObject({ messages: 1 }),
    );
    expect(await moving.client.status('INBOX', { messages: true })).toMatchObject({ messages: 0 });

    const flagging = await openAccount({ after: 'flag' });
    await flagging.client.append('INBOX', letter('flagged'));
    flagging.watch();
    await soon(async () => {
      const lock = await flagging.client.getMailboxLock('INBOX');
      try {
        expect(await flagging.client.search({ keyword: '$PMIS' }, { uid: true })).toEqual([1]);
      } finally {
        lock.release();
      }
    });
    expect(await seen(flagging.client)).toEqual([]);
  });

  it('a connection cut in the middle of a message: nothing is lost, nothing comes twice', async () => {
    const cutter = await startTcpCutter(dovecot.port);
    stops.push(cutter.close);
    const { client, watch, subjects, row } = await openAccount({}, cutter.port);
    for (const subject of ['a', 'b', 'c']) await client.append('INBOX', letter(subject, 200_000));
    cutter.cutAfter(320_000);
    watch();
    await soon(async () => expect(await subjects()).toEqual(['a', 'b', 'c']));
    expect(cutter.counts.cut).toBe(1);
    await soon(async () => expect(await row()).toMatchObject({ failures: 0, last_uid: 3 }));
    expect((await row())!.last_error).toMatch(/\w{5}/);
  });

  it('a server that is away is retried later each time, shown, and read again when it is back', async () => {
    const cutter = await startTcpCutter(dovecot.port);
    stops.push(cutter.close);
    const { client, watch, subjects, row } = await openAccount({}, cutter.port);
    cutter.down();
    watch();
    await soon(async () => expect(Number((await row())?.failures)).toBeGreaterThanOrEqual(2));
    const failing = (await row())!;
    expect(failing.failing_since).toBeInstanceOf(Date);
    expect((failing.next_try_at as Date).getTime()).toBeGreaterThan((failing.last_error_at as Date).getTime());
    cutter.restore();
    await client.append('INBOX', letter('back'));
    await soon(async () => expect(await subjects()).toEqual(['back']));
    await soon(async () => expect(await row()).toMatchObject({ failures: 0, failing_since: null, next_try_at: null }));
  });

  it('a message that ends every connection is passed over after three attempts, kept, and tried later', async () => {
    const cutter = await startTcpCutter(dovecot.port);
    stops.push(cutter.close);
    const { client, watch, subjects, held, name } = await openAccount({}, cutter.port);
    await client.append('INBOX', letter('before it'));
    await client.append('INBOX', letter('poison', 300_000));
    await client.append('INBOX', letter('after it'));
    const stop = watch();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      cutter.cutAfter(100_000);
      await soon(async () => expect(cutter.counts.cut).toBe(attempt));
    }
    await soon(async () => expect(await subjects()).toEqual(['before it', 'after it']));
    expect(await held()).toMatchObject([{ uid: 2, status: 'waiting', attempts: 3 }]);
    await stop();
    await sql`update mail_source_messages set next_try_at = now() where source = ${name}`.execute(database.db);
    watch('w2');
    await soon(async () => expect(await subjects()).toEqual(['before it', 'after it', 'poison']));
    await soon(async () => expect(await held()).toEqual([]));
  });

  it('another UIDVALIDITY: reads all again, stores only what is new', async () => {
    const { client, watch, subjects, row } = await openAccount({ mailboxes: ['Tenders'] });
    await client.mailboxCreate('Tenders');
    for (const subject of ['old 1', 'old 2']) await client.append('Tenders', letter(subject));
    watch();
    await soon(async () => expect(await row()).toMatchObject({ last_uid: 2 }));
    const before = (await row())!.uid_validity;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await client.mailboxDelete('Tenders');
    await client.mailboxCreate('Tenders');
    for (const subject of ['new', 'old 2', 'old 1']) await client.append('Tenders', letter(subject));
    await soon(async () => expect(await row()).toMatchObject({ last_uid: 3 }));
    expect((await row())!.uid_validity).not.toBe(before);
    expect((await subjects()).sort()).toEqual(['new', 'old 1', 'old 2']);
  });

  it('two workers: one reads; when it dies the other takes over; the dead one writes nothing more', async () => {
    const { client, watch, subjects, row, name } = await openAccount();
    for (const subject of ['1', '2', '3']) await client.append('INBOX', letter(subject));
    const stops = [watch('w1'), watch('w2')];
    await soon(async () => expect(await subjects()).toEqual(['1', '2', '3']));
    const first = (await row())!;
    expect(first.fence).toBe(1);
    await stops[first.lease_by === 'w1' ? 0 : 1]!();
    await client.append('INBOX', letter('4'));
    await soon(async () => expect(await subjects()).toEqual(['1', '2', '3', '4']));
    await soon(async () => expect(await row()).toMatchObject({ fence: 2, last_uid: 4 }));
    // A third one that finds the lease ended (a worker killed without a word) takes it with the next fence.
    await sql`update mail_sources set lease_until = now() - interval '1 second' where name = ${name}`.execute(
      database.db,
    );
    const lease = await claimSource(database.db, { name, kind: 'imap' }, 'w3', 60_000);
    expect(lease).toMatchObject({ fence: 3, lastUid: 4 });
    await client.append('INBOX', letter('5'));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await row()).toMatchObject({ fence: 3, lease_by: 'w3', last_uid: 4 });
    const late = setCursor(database.db, name, 2, { uidValidity: 1, lastUid: 99 });
    await expect(late).rejects.toThrow(SourceTaken);
    await setSourceFailed(database.db, { name, kind: 'imap', fence: 2 }, 'The dead one complains.', 1_000);
    expect(await row()).toMatchObject({ fence: 3, last_uid: 4, failures: 0, last_error: null });
  });

  it('a message above the limit stays in the mailbox with its reason; the next one is taken', async () => {
    const { client, watch, subjects, held } = await openAccount();
    await client.append('INBOX', letter('huge', 25.5 * 1024 * 1024));
    await client.append('INBOX', letter('small'));
    watch();
    await soon(async () => expect(await subjects()).toEqual(['small']));
    expect(await held()).toMatchObject([{ uid: 1, status: 'refused', reason: expect.stringContaining('25 MB') }]);
    expect(await client.status('INBOX', { messages: true, unseen: true })).toMatchObject({ messages: 2, unseen: 1 });
  });
});
