import type { FilePlace } from '../../errors.ts';
import { type FieldPath, formatPath } from '../objects/shape.ts';

type YamlPosition = typeof import('../yaml/yaml-position.ts');

/** Where an object of a manifest comes from. */
export interface Origin {
  readonly file: string;
  /** When the file was last written; undefined for stdin. */
  readonly writtenAt: number | undefined;
  /** The document's number in the file, from 1. */
  readonly document: number;
  /** Path within the document: empty, or `items[3]` in a List. */
  readonly path: FieldPath;
  /** 1-based line on which the document begins. */
  readonly startLine: number;
  readonly text: string;
}

/** Where in its file the path within an object is, or its key. */
export function placeAt(
  { file, text, startLine, path: own }: Origin,
  path: FieldPath,
  options?: { ofKey?: boolean },
): FilePlace {
  // It loads js-yaml, which takes longer than most files do.
  const { positionOf }: YamlPosition = require('../yaml/yaml-position.ts');
  return { file, ...positionOf(text, startLine, [...own, ...path], options) };
}

/** `FILE:LINE:COLUMN: document 2: ` of what is at the path within an object, or of its key. */
export function locate(origin: Origin, path: FieldPath, options?: { ofKey?: boolean }): string {
  const { line, column } = placeAt(origin, path, options);
  const document = origin.document > 1 ? `document ${origin.document}: ` : '';
  return `${origin.file}:${line}:${column}: ${document}`;
}

/** The same with the name of the field: `FILE:LINE:COLUMN: spec.containers[0].image: `. */
export function locateField(origin: Origin, path: FieldPath): string {
  return `${locate(origin, path)}${formatPath([...origin.path, ...path])}: `;
}

/** `FILE:LINE` of the object itself, for a sentence. */
export function placeOf(origin: Origin): string {
  const { file, line } = placeAt(origin, []);
  return `${file}:${line}`;
}
