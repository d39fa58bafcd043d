import { UserError } from '../../errors.ts';
import { isJsonObject, type JsonObject, kindOfValue, textOf } from '../objects/json-value.ts';
import { parseManifestText } from '../yaml/yaml-text.ts';
import type { ManifestText } from './manifest-sources.ts';
import { locate, type Origin, placeAt } from './origin.ts';
import { otherText } from './other-text.ts';

/** One Kubernetes object of a manifest, a List's items each for itself. */
export interface ManifestObject {
  readonly kind: string;
  /** Empty where the object, as an item of a list, does not say it. */
  readonly apiVersion: string;
  readonly fields: JsonObject;
  readonly origin: Origin;
}

/** All objects of a file's documents, Lists opened, and a problem for each that is none. */
export function objectsIn({
  text,
  file,
  writtenAt,
}: ManifestText): readonly (ManifestObject | UserError)[] {
  return parseManifestText(text, file).flatMap((document, index) => {
    const { startLine, value, problem } = document;
    const at = `${file}:${startLine}: document ${index + 1}`;
    const path: Origin['path'] = [];
    const origin = { file, writtenAt, document: index + 1, path, startLine, text: document.text };
    if (problem !== undefined && value !== undefined) {
      return [problem, ...openLists(value, origin, {})];
    }
    if (problem !== undefined)
      return [otherText(document.text, { file, line: startLine }, at) ?? problem];
    if (!isObjectOfKind(value)) {
      const other = otherText(document.text, { file, line: startLine }, at);
      if (other !== undefined) return [other];
    }
    return openLists(value, origin, {});
  });
}

function isObjectOfKind(value: unknown): boolean {
  return isJsonObject(value) && textOf(value.kind) !== undefined;
}

/** What the items of a PodList, as the API sends it, may leave out. */
interface ItemDefaults {
  readonly kind?: string;
  readonly apiVersion?: string;
}

/** A List within a List is odd, but kubectl takes it. */
const DEEPEST_LIST = 32;

function openLists(
  value: unknown,
  origin: Origin,
  defaults: ItemDefaults,
): readonly (ManifestObject | UserError)[] {
  if (!isJsonObject(value)) {
    const what = `is ${kindOfValue(value)}, not a Kubernetes object`;
    return [new UserError(`${describePlace(origin)} ${what}`, { place: placeAt(origin, []) })];
  }
  const kind = textOf(value.kind) ?? defaults.kind;
  const apiVersion = textOf(value.apiVersion) ?? defaults.apiVersion ?? '';
  if (kind === undefined) {
    const isKustomization = /(?:^|\/)kustomization\.ya?ml$/.test(origin.file);
    const place = placeAt(origin, []);
    const hint = isKustomization
      ? 'Use kubectl kustomize DIR | kubectl initx … -f -'
      : Array.isArray(value.containers)
        ? 'This is the spec of a Pod alone: put apiVersion: v1, kind: Pod, metadata and spec above it.'
        : undefined;
    return [new UserError(`${describePlace(origin)}: Object 'Kind' is missing`, { hint, place })];
  }
  const { items } = value;
  if (!Array.isArray(items) || !kind.endsWith('List')) {
    return [{ kind, apiVersion, fields: value, origin }];
  }
  if (origin.path.length >= 2 * DEEPEST_LIST) {
    const what = `Lists are nested more than ${DEEPEST_LIST} deep`;
    return [
      new UserError(`${origin.file}: document ${origin.document}: ${what}`, {
        place: placeAt(origin, []),
      }),
    ];
  }
  const itemDefaults = kind === 'List' ? {} : { kind: kind.replace(/List$/, ''), apiVersion };
  return items.flatMap((item, index) =>
    openLists(item, { ...origin, path: [...origin.path, 'items', index] }, itemDefaults),
  );
}

/** `FILE:LINE: document 1`, or the place of an item. */
function describePlace(origin: Origin): string {
  if (origin.path.length === 0) {
    return `${origin.file}:${origin.startLine}: document ${origin.document}`;
  }
  return `${locate(origin, [])}${origin.path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join('')}`;
}
