import type { DocumentedOperation } from './document.ts';

export type Match = {
  /** Every operation of the path that was asked for. */
  onPath: DocumentedOperation[];
  /** The one with the method, HEAD counting as GET. */
  operation: DocumentedOperation | undefined;
};

/** Finds the operations that an address belongs to; a path without parameters goes first. */
export function createMatcher(documented: readonly DocumentedOperation[]) {
  const paths = Map.groupBy(documented, ({ path }) => path);
  const patterns = [...paths]
    .map(([path, operations]) => ({ pattern: toPattern(path), path, operations }))
    .toSorted((a, b) => countParameters(a.path) - countParameters(b.path));

  return (method: string, url: string): Match => {
    const [path = ''] = url.split('?', 1);
    const onPath = patterns.find(({ pattern }) => pattern.test(path))?.operations ?? [];
    const wanted = method === 'HEAD' ? 'GET' : method;
    return { onPath, operation: onPath.find((one) => one.method === wanted) };
  };
}

function toPattern(path: string): RegExp {
  const parts = path
    .split('/')
    .map((part) => (part.startsWith('{') ? '[^/]*' : part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

const countParameters = (path: string) => path.split('{').length - 1;
