/** A list page's query for a zod schema: fields left empty in a GET form are no filter; a name given twice is a list. */
export function filterQuery(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name).filter((value) => value !== '');
    if (values.length > 0) query[name] = values.length > 1 ? values : values[0]!;
  }
  return query;
}
