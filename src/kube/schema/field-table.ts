import { groupOf } from '../objects/api-path.ts';
import type { FieldsShape, Shape } from '../objects/shape.ts';
import table from './kubernetes-fields.json';

/**
 * What all fields of an object of Kubernetes must be, by its OpenAPI; undefined for kinds that the
 * table does not have. Load this module by `import()`: only manifests need it.
 */
export function shapeOfKind(apiVersion: string, kind: string): Shape | undefined {
  const roots: Readonly<Record<string, string>> = table.roots;
  const name = `${apiVersion} ${kind}`;
  return Object.hasOwn(roots, name) ? shapeOfType(roots[name] ?? '') : undefined;
}

/** What all fields of a type, such as `PodTemplateSpec`, must be. */
export function shapeOfType(name: string): Shape {
  const known = shapes.get(name);
  if (known !== undefined) return known;
  const types: Readonly<Record<string, string>> = table.types;
  const fields: Record<string, Shape> = {};
  // Before the fields, for types that lead back to themselves.
  const shape: FieldsShape = { fields, isClosed: true };
  shapes.set(name, shape);
  for (const field of (types[name] ?? '').split(' ').filter(Boolean)) {
    const [key = '', word = ''] = field.split(':');
    fields[key] = shapeOfWord(word);
  }
  return shape;
}

/** The kinds of an apiVersion; undefined for groups that others than Kubernetes may add to. */
export function kindsIn(apiVersion: string): readonly string[] | undefined {
  const group = groupOf(apiVersion);
  if (group.includes('.') || apiVersion === '') return undefined;
  const kinds: Readonly<Record<string, string>> = table.kinds;
  return Object.hasOwn(kinds, apiVersion) ? (kinds[apiVersion] ?? '').split(' ') : [];
}

/** The apiVersions of Kubernetes that have a kind. */
export function versionsOf(kind: string): readonly string[] {
  return Object.keys(table.kinds).filter((version) => kindsIn(version)?.includes(kind));
}

const shapes = new Map<string, Shape>();

const SCALARS: ReadonlySet<string> = new Set([
  'any',
  'string',
  'integer',
  'number',
  'boolean',
  'time',
  'quantity',
  'intOrString',
]);

function shapeOfWord(word: string): Shape {
  if (word.startsWith('[')) return { list: shapeOfWord(word.slice(1, -1)) };
  if (word.startsWith('{')) return { map: shapeOfWord(word.slice(1, -1)) };
  return SCALARS.has(word) ? (word as Shape) : shapeOfType(word);
}
