const CUT = '[redacted]';
const LONGEST = 1_000;
const DEEPEST = 8;

/** Names whose values never leave the process: secrets, and the words of people's mail. */
const SECRET_NAME =
  /pass(word|phrase|wd)?$|secret|token|authori[sz]ation|cookie|api[-_]?key|^dsn$|credential|^session(id)?$/i;
const MAIL_NAME = /^(body|text|html|raw|replytext|subject|quote|snippet|payload|entry|data)$/i;

const PATTERNS: [RegExp, string][] = [
  [/\bpmis_[A-Za-z0-9_-]{8,}/g, `pmis_${CUT}`],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${CUT}`],
  [/\b(sk|pk|rk|xox[a-z])-[A-Za-z0-9_-]{8,}/g, CUT],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/:@]*:[^\s/@]+@/gi, `$1${CUT}@`],
  [
    /\b(password|secret|token|api[-_]?key|authorization|cookie)(["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&]+)/gi,
    `$1$2${CUT}`,
  ],
];

/** A text without tokens, keys and passwords in URLs, cut at 1,000 characters. */
export function scrubText(text: string): string {
  let clean = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** Whether a field of this name is cut out whole. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || MAIL_NAME.test(name);
}

/** A copy of plain data in which secrets and mail texts are cut out by name, and every other text is scrubbed. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return CUT;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isSecretName(name) ? CUT : scrub(inner, depth + 1)]),
  );
}
