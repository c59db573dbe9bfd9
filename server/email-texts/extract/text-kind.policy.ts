/** The forms of documents whose text is read for search. */
export type TextKind = 'pdf' | 'office' | 'opendocument' | 'html' | 'message' | 'rtf' | 'plain';

const BY_EXTENSION: Record<string, TextKind> = {
  pdf: 'pdf',
  docx: 'office',
  docm: 'office',
  dotx: 'office',
  xlsx: 'office',
  xlsm: 'office',
  pptx: 'office',
  pptm: 'office',
  ppsx: 'office',
  odt: 'opendocument',
  ods: 'opendocument',
  odp: 'opendocument',
  ott: 'opendocument',
  htm: 'html',
  html: 'html',
  xhtml: 'html',
  eml: 'message',
  rtf: 'rtf',
  txt: 'plain',
  text: 'plain',
  csv: 'plain',
  tsv: 'plain',
  log: 'plain',
  md: 'plain',
  json: 'plain',
  xml: 'plain',
  ics: 'plain',
  vcf: 'plain',
  yaml: 'plain',
  yml: 'plain',
};

const BY_TYPE: [RegExp, TextKind][] = [
  [/^application\/(x-)?pdf$/i, 'pdf'],
  [/^application\/vnd\.openxmlformats-officedocument\./i, 'office'],
  [/^application\/vnd\.ms-(word|excel|powerpoint)\..*macroenabled/i, 'office'],
  [/^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/i, 'opendocument'],
  [/^(text\/html|application\/xhtml\+xml)$/i, 'html'],
  [/^message\/(rfc822|global)$/i, 'message'],
  [/^(text|application)\/rtf$/i, 'rtf'],
  [/^text\//i, 'plain'],
  [/^application\/(json|xml|csv)$/i, 'plain'],
];

/** How the text of an attachment is read, by its name's ending, else by its type; null for what holds none. */
export function textKindOf(filename: string, contentType: string): TextKind | null {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]?.toLowerCase();
  const named = extension === undefined ? undefined : BY_EXTENSION[extension];
  return named ?? BY_TYPE.find(([type]) => type.test(contentType))?.[1] ?? null;
}

/** Limits of reading one document. Characters, bytes, pages, milliseconds, MiB. */
export const TEXT_LIMITS = {
  text: 1_000_000,
  bytes: 25 * 1024 * 1024,
  pages: 1000,
  unpacked: 60 * 1024 * 1024,
  files: 4000,
  milliseconds: 20_000,
  memory: 192,
} as const;
