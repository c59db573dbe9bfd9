/** What is read of Remix's route manifest. */
type Routes = Record<string, { id: string; parentId?: string; path?: string; index?: boolean } | undefined>;

type Node = { name?: string; fixed: Map<string, Node>; param?: Node; rest?: string };

const newNode = (): Node => ({ fixed: new Map() });

function fullPath(routes: Routes, id: string): string {
  const parts: string[] = [];
  for (let route = routes[id]; route; route = routes[route.parentId ?? '']) if (route.path) parts.unshift(route.path);
  return parts.join('/');
}

function find(node: Node, parts: string[], from: number): string | undefined {
  if (from === parts.length) return node.name;
  const fixed = node.fixed.get(parts[from]!);
  const below = fixed && find(fixed, parts, from + 1);
  return below ?? (node.param && find(node.param, parts, from + 1)) ?? node.rest;
}

/**
 * A function from a path to the pattern of its route, such as `/api/packages/:id`: what requests are counted by, so
 * that the number of series is that of the routes. A trailing slash and Remix's `.data` do not matter. Paths of no
 * route are `(none)`.
 */
export function routeNames(routes: Routes): (pathname: string) => string {
  const root = newNode();
  root.fixed.set('assets', { fixed: new Map(), rest: '/assets/*' });
  for (const id of Object.keys(routes)) {
    const path = fullPath(routes, id);
    const parts = path.split('/').filter(Boolean);
    let node = root;
    for (const part of parts) {
      if (part === '*') break;
      if (part.startsWith(':')) node = node.param ??= newNode();
      else {
        const next = node.fixed.get(part) ?? newNode();
        node.fixed.set(part, next);
        node = next;
      }
    }
    if (parts.at(-1) === '*') node.rest = `/${path}`;
    else node.name = `/${path}`;
  }
  return (pathname) => {
    const parts = pathname
      .replace(/\.data$/, '')
      .split('/')
      .filter(Boolean);
    return find(root, parts[0] === '_root' ? [] : parts, 0) ?? '(none)';
  };
}
