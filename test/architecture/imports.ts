import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');

/** One import, of a type or a value: `from` and `to` are paths from the root or package names. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Static and dynamic imports, re-exports and `require`. Type imports are arrows too. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;

export function arrowsOf(file: string, text: string): readonly Arrow[] {
  const matched = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  // The parser sees through comments and layout, but leaves out what is imported as a type.
  const parsed = new Bun.Transpiler({ loader: 'tsx' }).scanImports(text).map(({ path }) => path);
  return [...new Set([...matched, ...parsed])].map((name) => {
    const to = name.startsWith('.') ? join(dirname(file), name) : name;
    return { from: file, to };
  });
}

/** All source files of what ships, with their texts. */
export function sources(): ReadonlyMap<string, string> {
  const files = [...new Bun.Glob('{bin,src}/**/*.{ts,tsx}').scanSync(ROOT)].sort();
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
}

/** Who may import whom, by the table of ARCHITECTURE.md: `src/kube` → `src/model`, `src/errors`. */
export type Permissions = ReadonlyMap<string, readonly string[]>;

export function permissionsOf(architecture: string): Permissions {
  const [, table = ''] = architecture.split('## Who may import whom');
  const rows = table
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'));
  return new Map(
    rows?.map((row) => {
      const [, folder = '', allowed = ''] = row.split('|');
      const names = (cell: string) =>
        [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => moduleNamed(name));
      return [names(folder)[0] ?? '', names(allowed)];
    }),
  );
}

function moduleNamed(name: string): string {
  const plain = name.replace(/\/$/, '').replace(/\.ts$/, '');
  return plain === 'bin' || plain.startsWith('src/') ? plain : `src/${plain}`;
}

/** The folder or top-level file that a path belongs to: `src/kube`, `src/cli`, `bin`. */
export function moduleOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? `src/${second.replace(/\.ts$/, '')}` : top;
}

/** The imports that nothing allows, as `a.ts -> b.ts`. */
export function wrongArrows(arrows: readonly Arrow[], permissions: Permissions): readonly string[] {
  return arrows
    .filter(({ from, to }) => {
      const home = moduleOf(from);
      if (moduleOf(to) === home) return false;
      if (isPackage(to)) return home === 'src/model';
      return !permissions.get(home)?.includes(moduleOf(to));
    })
    .map(({ from, to }) => `${from} -> ${relative('.', to)}`);
}

/** Packages and parts of the runtime; package.json tells our own version. */
function isPackage(name: string): boolean {
  return name === 'package.json' || !/^(?:\.\.|\/|(?:bin|src|test|scripts|examples)\/)/.test(name);
}
