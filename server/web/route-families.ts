/** What is read of Remix's server build. */
type Routes = Record<
  string,
  { id: string; parentId?: string; path?: string; module?: { default?: unknown } } | undefined
>;

/**
 * For each pattern of a path (as `routeOf` names it), the ids of the routes that Remix needs to answer it: those that end
 * there, those around them, and the pages of what is not found. A page takes those of the paths above it too (`/`, `/mail`):
 * Remix writes them into the document, and the browser's router takes a path whose layout it knows for known. Patterns
 * that end in `*` or in an optional part have no entry: they take all routes.
 */
export function routeFamilies(routes: Routes, routeOf: (pathname: string) => string): Map<string, Set<string>> {
  const families = new Map<string, Set<string>>();
  const pages: string[] = [];
  const lost = Object.values(routes).flatMap((route) => (route?.path?.endsWith('*') ? [route.id] : []));
  for (const id of Object.keys(routes)) {
    const line: string[] = [];
    const parts: string[] = [];
    for (let route = routes[id]; route; route = routes[route.parentId ?? '']) {
      line.push(route.id);
      if (route.path) parts.unshift(route.path);
    }
    const pattern = `/${parts.join('/')}`;
    if (pattern.endsWith('*') || pattern.endsWith('?')) continue;
    // A sample that another pattern takes is not this one's to answer.
    if (routeOf(pattern) !== pattern) continue;
    families.set(pattern, new Set([...(families.get(pattern) ?? lost), ...line]));
    if (routes[id]?.module?.default) pages.push(pattern);
  }
  for (const pattern of pages) {
    const family = families.get(pattern)!;
    for (const above of pathsAbove(pattern)) for (const id of families.get(above) ?? []) family.add(id);
  }
  return families;
}

/** `/mail/:id` → `/mail`, `/`. */
function pathsAbove(pattern: string): string[] {
  const parts = pattern.split('/').filter(Boolean);
  return parts.map((_, index) => `/${parts.slice(0, index).join('/')}`);
}
