import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type TakenMail = { from: string; to: string[]; raw: string };

export type TestSmtpServer = {
  url: string;
  port: number;
  /** What it took, in order. */
  taken: TakenMail[];
  close: () => Promise<void>;
};

/** A refusal in the words of a mail server. */
export function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

/**
 * A real SMTP server on a port of its own. `options` override its steps; `judge` may refuse a message after its text
 * was sent, or never answer.
 */
export async function startSmtpServer({
  judge,
  port = 0,
  ...options
}: SMTPServerOptions & {
  judge?: (mail: TakenMail) => Error | null | Promise<Error | null>;
  port?: number;
} = {}): Promise<TestSmtpServer> {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    ...options,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const mail = {
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        };
        void Promise.resolve(judge?.(mail) ?? null).then((refused) => {
          if (!refused) taken.push(mail);
          done(refused);
        });
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The SMTP server has no port.');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
