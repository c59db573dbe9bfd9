/** The named search parameters of an address that are given and not empty, as a list's query takes them. */
export function searchValues(url: URL, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = url.searchParams.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}
