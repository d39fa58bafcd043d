import { UserError } from '../../errors.ts';
import { columns } from '../text/layout.ts';
import { sanitise } from '../text/sanitise.ts';
import { type Path, parsePath, textOf, valuesAt } from './json-path.ts';

/** A column of `-o custom-columns`: its title and where its values are. */
export interface CustomColumn {
  readonly title: string;
  readonly path: Path;
}

/** Reads `NAME:.metadata.name,WHY:.verdict.code`; throws a UserError as kubectl would. */
export function parseCustomColumns(text: string): readonly CustomColumn[] {
  return text.split(',').map((part) => {
    const [, title, path] = /^([^:]*):(.+)$/s.exec(part) ?? [];
    if (title === undefined || path === undefined) {
      throw new UserError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path>`);
    }
    return { title, path: parsePath(relaxed(path)) };
  });
}

/** A path with or without braces and the first dot, as kubectl takes it here. */
function relaxed(path: string): string {
  const bare = /^\{(.*)\}$/s.exec(path)?.[1] ?? path;
  return /^[.[$@]/.test(bare) ? bare : `.${bare}`;
}

/** One line for each object, of cells in which nothing is hidden. */
export function customColumnsText(
  parsed: readonly CustomColumn[],
  objects: readonly unknown[],
  hasTitles: boolean,
): string {
  const rows = objects.map((object) =>
    parsed.map(({ path }) => sanitise(valuesAt(path, object).map(textOf).join(',')) || '<none>'),
  );
  const titles = hasTitles ? [parsed.map(({ title }) => title)] : [];
  return `${columns([...titles, ...rows])}\n`;
}
