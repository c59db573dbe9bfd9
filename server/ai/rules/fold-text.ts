const LETTERS: Record<string, string> = {
  ß: 's',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ı: 'i',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u202f': ' ',
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
};

/**
 * The text for comparing: lower case, no accents, plain quotes, dashes and spaces. Every UTF-16 unit stays one unit, so
 * that a place in the folded text is the same place in the text.
 */
export function foldText(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!;
    if (unit >= ' ' && unit <= '~') {
      out += unit >= 'A' && unit <= 'Z' ? unit.toLowerCase() : unit;
      continue;
    }
    const lower = unit.toLowerCase();
    const known = LETTERS[lower];
    if (known !== undefined) out += known;
    else {
      const plain = lower.normalize('NFD').replace(/\p{Mark}/gu, '');
      out += plain.length === 1 ? plain : lower.length === 1 ? lower : unit;
    }
  }
  return out;
}

/** Whether a text is written in Chinese or Japanese. */
export function isEastAsian(text: string): boolean {
  return /[\u3040-\u30ff\u3400-\u9fff]/.test(text);
}
