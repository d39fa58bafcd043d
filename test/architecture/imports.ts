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

/** The top-level folder or file that a path belongs to: `src/kube`, `src/cli`, `bin`. */
export function houseOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'src' ? `src/${second.replace(/\.ts$/, '')}` : top;
}

/** The folder that a file lies in. */
export function roomOf(path: string): string {
  return dirname(path);
}

/** The imports that neither table of ARCHITECTURE.md allows, as `a.ts -> b.ts`. */
export function wrongArrows(
  arrows: readonly Arrow[],
  { houses, rooms }: { readonly houses: Permissions; readonly rooms: Permissions },
): readonly string[] {
  return arrows
    .filter(({ from, to }) => {
      const house = houseOf(from);
      if (isPackage(to)) return house === 'src/model';
      if (houseOf(to) !== house) return !houses.get(house)?.includes(houseOf(to));
      return roomOf(to) !== roomOf(from) && !rooms.get(roomOf(from))?.includes(roomOf(to));
    })
    .map(({ from, to }) => `${from} -> ${relative('.', to)}`);
}

/** What each row of a table may import: `src/kube` → `src/model`, `src/errors`. */
export type Permissions = ReadonlyMap<string, readonly string[]>;

/** Who may import whom, by the tables under two headings of ARCHITECTURE.md. */
export function permissionsOf(architecture: string): {
  readonly houses: Permissions;
  readonly rooms: Permissions;
} {
  return {
    houses: tableUnder('## Who may import whom', architecture),
    rooms: tableUnder('### Between the rooms of a house', architecture),
  };
}

function tableUnder(heading: string, architecture: string): Permissions {
  const [, section = ''] = architecture.split(`${heading}\n`);
  const rows = (section.split(/\n#+ /)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return new Map(
    rows.flatMap((row) => {
      const [, folders = '', allowed = ''] = row.split('|');
      return namesIn(folders).map((folder) => [folder, namesIn(allowed)] as const);
    }),
  );
}

function namesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
    const plain = name.replace(/\/$/, '').replace(/\.ts$/, '');
    return plain === 'bin' || plain.startsWith('src/') ? plain : `src/${plain}`;
  });
}

/**
 * Files that import each other in a circle, over any number of steps: each circle once, as the
 * sorted list of its files.
 */
export function circles(arrows: readonly Arrow[]): readonly (readonly string[])[] {
  const targets = Map.groupBy(arrows, ({ from }) => from);
  const reach = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [start];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const { to } of targets.get(file) ?? []) {
        if (!seen.has(to)) open.push(to);
        seen.add(to);
      }
    }
    return seen;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file)]));
  const found = [...reached].flatMap(([file, files]) =>
    files.has(file) ? [[...files].filter((other) => reached.get(other)?.has(file)).sort()] : [],
  );
  return [...new Map(found.map((files) => [files.join(), files])).values()];
}

/** Packages and parts of the runtime; package.json tells our own version. */
function isPackage(name: string): boolean {
  return name === 'package.json' || !/^(?:\.\.|\/|(?:bin|src|test|scripts|examples)\/)/.test(name);
}
