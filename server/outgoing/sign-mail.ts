import { env } from '../env.ts';
import { mailSettings } from './mail-settings.ts';

export type DkimSettings = { domain: string; selector: string; privateKey: string; algorithm: string };

/** What our mail is signed with; null where it is not, or mail is off. */
export function dkimSettings(): DkimSettings | null {
  const { MAIL_DKIM_SELECTOR: selector, MAIL_DKIM_KEY: key } = env();
  const domain = mailSettings()?.from.address.split('@')[1];
  if (!selector || !key || !domain) return null;
  return { domain, selector, privateKey: key.pem, algorithm: `${key.kind}-sha256` };
}

/**
 * A message with its DKIM signature (RFC 6376) before it, as configured; else as it is. `at` is when it was signed: the
 * same message and time give the same bytes.
 */
export async function signMail(raw: Buffer, at: Date): Promise<Buffer> {
  const settings = dkimSettings();
  if (!settings) return raw;
  const { dkimSign } = await import('mailauth/lib/dkim/sign.js');
  const { domain, selector, privateKey, algorithm } = settings;
  const key = { signingDomain: domain, selector, privateKey };
  const { signatures, errors } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    algorithm,
    signTime: at,
    // The library's types ask for the key here, its code for it there.
    ...key,
    signatureData: [key],
  });
  if (errors.length > 0) throw new Error('The mail could not be signed by DKIM: see MAIL_DKIM_KEY.');
  return Buffer.concat([Buffer.from(signatures), raw]);
}
