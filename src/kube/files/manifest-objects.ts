import { UserError } from '../../errors.ts';
import { isJsonObject, type JsonObject, kindOfValue, textOf } from '../objects/json-value.ts';
import type { FieldPath } from '../objects/shape.ts';
import type { TextDocument } from '../yaml/yaml-text.ts';

/** Where an object of a manifest comes from. */
export interface Origin {
  readonly file: string;
  /** The document's number in the file, from 1. */
  readonly document: number;
  /** Path within the document: empty, or `items[3]` in a List. */
  readonly path: FieldPath;
  /** 1-based line on which the document begins. */
  readonly startLine: number;
  readonly text: string;
}

/** One Kubernetes object of a manifest, a List's items each for itself. */
export interface ManifestObject {
  readonly kind: string;
  readonly fields: JsonObject;
  readonly origin: Origin;
}

/** All objects of a file's documents; Lists are opened. */
export function objectsOfDocuments(
  documents: readonly TextDocument[],
  file: string,
): readonly ManifestObject[] {
  return documents.flatMap(({ value, startLine, text }, index) =>
    openLists(value, { file, document: index + 1, path: [], startLine, text }),
  );
}

function openLists(value: unknown, origin: Origin, listKind?: string): readonly ManifestObject[] {
  const at = `${origin.file}:${origin.startLine}: document ${origin.document}`;
  if (!isJsonObject(value)) {
    throw new UserError(`${at} is ${kindOfValue(value)}, not a Kubernetes object`);
  }
  // The items of a PodList, as the API sends it, may leave out their kind.
  const kind = textOf(value.kind) ?? listKind;
  if (kind === undefined) throw new UserError(`${at}: Object 'Kind' is missing`);
  const { items } = value;
  if (!Array.isArray(items) || !kind.endsWith('List')) return [{ kind, fields: value, origin }];
  const itemKind = kind === 'List' ? undefined : kind.replace(/List$/, '');
  return items.flatMap((item, index) =>
    openLists(item, { ...origin, path: [...origin.path, 'items', index] }, itemKind),
  );
}
