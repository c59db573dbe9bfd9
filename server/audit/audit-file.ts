import { createHash } from 'node:crypto';

/** First line of an export: what it is and which version of its form. */
export const AUDIT_FILE_FORMAT = 'pmis-audit-1';

/** sha256 in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The hash of an event: over its predecessor's hash, a newline and its text (pmis_event_hash in the migrations). */
export function eventHash(prevHash: string, body: string): string {
  return sha256(`${prevHash}\n${body}`);
}

/** One line of what a checkpoint hashes, and of what the end line hashes over all heads. */
export function headLine(head: { entityType: string; entityId: string; seq: number; hash: string }): string {
  return `${head.entityType} ${head.entityId} ${head.seq} ${head.hash}`;
}

/** A hash over `prefix` and many lines joined by newlines, fed one line at a time. */
export function linesHash(prefix = ''): { add: (line: string) => void; digest: () => string } {
  const hash = createHash('sha256').update(prefix);
  let first = true;
  return {
    add(line) {
      hash.update(first ? line : `\n${line}`);
      first = false;
    },
    digest: () => hash.digest('hex'),
  };
}
