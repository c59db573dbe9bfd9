/** RFC 6266: a file name that any client reads, and beside it the true one (RFC 8187). Control characters go. */
export function contentDisposition(kind: 'inline' | 'attachment', filename: string): string {
  const name =
    filename.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\p{Control}\u202a-\u202e\u2066-\u2069/\\]/gu, '_') ||
    'attachment';
  const plain = name.replace(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
