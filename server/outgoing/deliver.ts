import { Readable } from 'node:stream';
import { type SendFailureKind, sendFailure, type SmtpProblem } from './send-failure.policy.ts';
import type { SmtpSettings } from './smtp-settings.ts';

export type Refused = { address: string; error: string };

/** The mail server has the message for `accepted`; `refused` it turned down. */
export type Delivered = { accepted: string[]; refused: Refused[]; response: string };

/** An attempt that failed; `kind` says what that means, `message` what the server or the library said. */
export class SendFailure extends Error {
  readonly kind: SendFailureKind;
  constructor(kind: SendFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Longest one attempt takes, whatever the server does between its answers. */
const LONGEST_MS = 5 * 60_000;

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 500);

/**
 * Hands raw bytes to the mail server. `handOver` is awaited when the server is ready for the text and before its first
 * byte leaves: what it writes down stands before the message can have been taken; when it throws, nothing is sent.
 * Throws SendFailure and nothing else.
 */
export async function deliver(
  settings: SmtpSettings,
  mail: { from: string; to: readonly string[]; raw: Buffer },
  handOver: () => Promise<void>,
): Promise<Delivered> {
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, secure, requireTLS, ignoreTLS, timeoutMs } = settings;
  const connection = new SMTPConnection({
    host,
    port,
    secure,
    requireTLS,
    ignoreTLS,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });
  let handingOver = false;
  let given: unknown;
  async function* text() {
    try {
      await handOver();
    } catch (error) {
      given = error;
      throw error;
    }
    handingOver = true;
    yield mail.raw;
  }
  const attempt = new Promise<Delivered>((resolve, reject) => {
    const deadline = setTimeout(() => fail({ message: 'The mail server took too long.' }), LONGEST_MS);
    const fail = (problem: SmtpProblem) => {
      clearTimeout(deadline);
      const said = given instanceof Error ? given.message : problem.message;
      reject(new SendFailure(sendFailure(problem, handingOver), oneLine(said || 'No reason was given.')));
    };
    const send = () =>
      connection.send(
        { from: mail.from, to: [...mail.to], size: mail.raw.length },
        Readable.from(text()),
        (error, info) => {
          if (error) return fail(error);
          clearTimeout(deadline);
          const refused = (info?.rejectedErrors ?? []).map((one) => ({
            address: String(one.recipient ?? ''),
            error: oneLine(one.response ?? one.message),
          }));
          resolve({ accepted: (info?.accepted ?? []).map(String), refused, response: oneLine(info?.response ?? '') });
        },
      );
    connection.on('error', fail);
    connection.on('end', () => fail({ message: 'The mail server closed the connection.' }));
    connection.connect((error) => {
      if (error) fail(error);
      else if (settings.user === null) send();
      else
        connection.login({ credentials: { user: settings.user, pass: settings.password } }, (refusal) =>
          refusal ? fail(refusal) : send(),
        );
    });
  });
  try {
    const delivered = await attempt;
    connection.quit();
    return delivered;
  } catch (error) {
    connection.close();
    throw error;
  }
}
