import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

/** A private key as PEM, with real or written line ends (`\n`), or the PEM in base64. */
const privateKey = z.string().transform((value, context) => {
  const text = value.includes('-----BEGIN') ? value : Buffer.from(value, 'base64').toString('latin1');
  const pem = text.replaceAll('\\n', '\n');
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'ed25519')
      return { pem, kind: key.asymmetricKeyType };
  } catch {
    // said below
  }
  context.addIssue({ code: 'custom', message: 'is a private key (RSA or Ed25519) as PEM, or the PEM in base64' });
  return z.NEVER;
});

/** Variables of signing what we send (RFC 6376). */
export const DKIM_VARIABLES = {
  MAIL_DKIM_SELECTOR: {
    schema: z
      .string()
      .regex(/^[a-z0-9.-]{1,60}$/i, 'a selector, such as pmis1')
      .optional(),
    group: 'Outgoing mail',
    about:
      'Signs our mail by DKIM with MAIL_DKIM_KEY: the public key stands in the DNS at SELECTOR._domainkey and the domain of MAIL_FROM. Unset: the mail server signs, or nobody.',
    example: 'pmis1',
  },
  MAIL_DKIM_KEY: {
    schema: privateKey.optional(),
    group: 'Outgoing mail',
    about: 'Private key of MAIL_DKIM_SELECTOR: PEM, or the PEM in base64.',
    secret: true,
  },
} as const;
