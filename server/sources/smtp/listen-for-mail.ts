import { readFileSync } from 'node:fs';
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { SystemActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { LARGEST_MESSAGE } from '../../emails/email.schema.ts';
import { receiveEmail } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { ListenAddress } from '../source-config.schema.ts';
import { acceptsRecipient, isWithinNetworks, networksOf } from './accepted-recipient.ts';
import { checkSender, type Envelope, type Lookup } from './check-sender.ts';
import { withTrace } from './trace-headers.ts';

const MOST_CLIENTS = 40;
const SILENCE_LIMIT_MS = 60_000;
const CLOSE_LIMIT_MS = 2_000;
/** Bytes of all messages that are being received; above it a client is asked to come back. */
const MOST_BYTES = 4 * LARGEST_MESSAGE;

export type ListenOptions = {
  db: Db;
  kind: 'smtp' | 'lmtp';
  listen: ListenAddress;
  accept: readonly string[];
  relays: readonly string[];
  authservId: string;
  tls?: { keyFile: string; certFile: string };
  /** Called for each message or recipient turned away. */
  onRefused: (reason: string) => void;
  lookup?: Lookup;
};

/** An answer that makes the client give up (5xx) or try again (4xx). */
class Answer extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

const tooLarge = () => new Answer(552, '5.3.4 The message is larger than 25 MB');

/** Reads the message to its end; a client that goes over a limit is answered after it has said all. */
async function readMessage(stream: SMTPServerDataStream, held: { bytes: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let busy = false;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (busy || size + chunk.length > LARGEST_MESSAGE) {
        size += chunk.length;
        chunks.length = 0;
        continue;
      }
      if (held.bytes + chunk.length > MOST_BYTES) busy = true;
      else {
        held.bytes += chunk.length;
        size += chunk.length;
        chunks.push(chunk);
      }
    }
  } finally {
    held.bytes -= chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }
  if (stream.sizeExceeded || size > LARGEST_MESSAGE) throw tooLarge();
  if (busy) throw new Answer(452, '4.3.1 Too much mail at once, try again later');
  return Buffer.concat(chunks, size);
}

const envelopeOf = (session: SMTPServerSession): Envelope => ({
  clientAddress: session.remoteAddress,
  helo: session.hostNameAppearsAs || '',
  mailFrom: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
});

/**
 * Takes mail by SMTP (RFC 5321) or LMTP (RFC 2033) for the accepted recipients only. 250 is said after the message is
 * committed; while the database is away 451, so that the sender keeps it and tries again. Mail that comes straight from
 * outside by SMTP is checked (SPF, DKIM, DMARC); what a server of ours in front hands over was checked there.
 * Resolves once it listens; rejects where it cannot.
 */
export async function listenForMail(options: ListenOptions): Promise<{ port: number; close: () => Promise<void> }> {
  const { db, kind, listen, accept, authservId, onRefused } = options;
  const relays = networksOf(options.relays);
  const held = { bytes: 0 };
  const { SMTPServer: Server } = await import('smtp-server');

  const store = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> => {
    const raw = await readMessage(stream, held);
    const envelope = envelopeOf(session);
    const checked = kind === 'lmtp' || isWithinNetworks(envelope.clientAddress, relays);
    const mailSource = kind === 'lmtp' ? 'lmtp' : checked ? 'smtp-relay' : 'smtp';
    const results = checked ? null : await checkSender(raw, envelope, authservId, options.lookup);
    const protocol = kind === 'lmtp' ? 'LMTP' : session.secure ? 'ESMTPS' : 'ESMTP';
    const traced = withTrace(raw, { envelope, results, receiver: authservId, protocol, at: new Date() });
    const actor: SystemActor = { kind: 'system', name: mailSource, via: 'worker' };
    const { id } = await receiveEmail(db, actor, { raw: traced, source: 'smtp', mailSource });
    return id;
  };

  const server: SMTPServer = new Server({
    name: authservId,
    banner: 'PMIS',
    lmtp: kind === 'lmtp',
    size: LARGEST_MESSAGE,
    maxClients: MOST_CLIENTS,
    socketTimeout: SILENCE_LIMIT_MS,
    closeTimeout: CLOSE_LIMIT_MS,
    disableReverseLookup: true,
    authOptional: true,
    disabledCommands: ['AUTH', ...(options.tls ? [] : ['STARTTLS'])],
    ...(options.tls ? { key: readFileSync(options.tls.keyFile), cert: readFileSync(options.tls.certFile) } : {}),
    logger: false,
    onRcptTo({ address }, _session, callback) {
      if (acceptsRecipient(address, accept)) return callback();
      onRefused(`${address.slice(0, 200)} is no recipient here.`);
      callback(new Answer(550, '5.1.1 No such recipient here'));
    },
    onData(stream, session, callback) {
      store(stream, session).then(
        (id) => callback(null, `2.0.0 Stored as ${id}`),
        (error: unknown) => {
          if (error instanceof Answer || error instanceof DomainError) {
            onRefused(error.message.replace(/^\d\.\d\.\d /, ''));
            return callback(error instanceof Answer ? error : new Answer(554, `5.6.0 ${error.message}`));
          }
          logger.warn({ err: error }, 'a message could not be stored; its sender keeps it');
          callback(new Answer(451, '4.3.0 It cannot be stored now, try again later'));
        },
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listen.port, listen.host, () => resolve());
  });
  server.removeAllListeners('error');
  // A client that breaks off is no failure of ours; it has been told nothing and tries again.
  server.on('error', (error: Error) => logger.debug({ err: error }, 'a mail client broke off'));
  return {
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
