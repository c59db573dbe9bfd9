import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Makes `key.pem` and `cert.pem` in a folder: an RSA key and its own certificate for `name`, good for two days. */
export function makeCertificate(dir: string, name: string): { keyFile: string; certFile: string } {
  const files = { keyFile: path.join(dir, 'key.pem'), certFile: path.join(dir, 'cert.pem') };
  const request = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name}`.split(' ');
  execFileSync('openssl', [...request, '-keyout', files.keyFile, '-out', files.certFile], { stdio: 'ignore' });
  return files;
}
