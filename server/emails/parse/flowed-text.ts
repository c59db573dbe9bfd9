const quoteDepth = (line: string) => /^>*/.exec(line)![0].length;

/**
 * Undoes format=flowed (RFC 3676): lines that end in a space go on in the next line of the same quote depth; the
 * signature separator never flows. With `delSp` the space itself goes.
 */
export function unwrapFlowed(text: string, delSp: boolean): string {
  const out: string[] = [];
  let pieces: string[] = [];
  let depth = 0;
  let flowing = false;
  const flush = () => {
    if (pieces.length > 0) out.push((depth > 0 ? `${'>'.repeat(depth)} ` : '') + pieces.join(''));
    pieces = [];
  };
  for (const line of text.split('\n')) {
    const lineDepth = quoteDepth(line);
    const content = line.slice(lineDepth).replace(/^ /, '');
    const isSeparator = content === '-- ';
    if (!flowing || lineDepth !== depth || isSeparator) flush();
    depth = lineDepth;
    flowing = content.endsWith(' ') && !isSeparator;
    pieces.push(flowing && delSp ? content.slice(0, -1) : content);
  }
  flush();
  return out.join('\n');
}
