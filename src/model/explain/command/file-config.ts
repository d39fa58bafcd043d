import type { Pod } from '../../kubernetes/api.ts';
import { containersOf } from '../../kubernetes/containers.ts';
import { nearNames } from '../../kubernetes/similar-names.ts';

/** A ConfigMap or Secret as a file has it. */
export interface FileConfig {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, unknown>>;
  readonly binaryData?: Readonly<Record<string, unknown>>;
  readonly stringData?: Readonly<Record<string, unknown>>;
}

/** Who takes something of a ConfigMap or Secret: a variable, all variables of one, or a volume. */
interface ConfigTaker {
  readonly container?: string;
  readonly variable?: string;
  readonly volume?: string;
}

/** Something that a Pod takes, and that the ConfigMaps and Secrets of its file do not have. */
export interface MissingConfig extends ConfigTaker {
  readonly kind: FileConfig['kind'];
  readonly name: string;
  /** The key that the object in the file lacks; without one the object itself is not in the file. */
  readonly key?: string;
  /** What the file has instead: a key, or an object of such a name. */
  readonly meant?: string;
}

interface Wanted extends ConfigTaker {
  readonly kind: FileConfig['kind'];
  readonly name: string;
  readonly key?: string;
}

/**
 * What a Pod takes of ConfigMaps and Secrets that its file lacks: keys of those that are there, and
 * objects where the file has one of nearly the same name. Others may well be in the cluster.
 */
export function missingConfigs(pod: Pod, configs: readonly FileConfig[]): readonly MissingConfig[] {
  const { namespace = 'default' } = pod.metadata;
  const near = configs.filter(({ metadata }) => (metadata?.namespace ?? 'default') === namespace);
  return near.length === 0 ? [] : wantedBy(pod).flatMap((wanted) => missingOf(wanted, near));
}

function missingOf(wanted: Wanted, configs: readonly FileConfig[]): readonly MissingConfig[] {
  const ofKind = configs.filter(({ kind }) => kind === wanted.kind);
  const found = ofKind.find(({ metadata }) => metadata?.name === wanted.name);
  if (found === undefined) {
    const { key, ...rest } = wanted;
    const names = ofKind.flatMap(({ metadata }) => metadata?.name ?? []);
    const [meant] = nearNames(names, wanted.name).filter((name) => isMisspelt(wanted.name, name));
    return meant === undefined ? [] : [{ ...rest, meant }];
  }
  const { key } = wanted;
  const keys = Object.keys({ ...found.data, ...found.binaryData, ...found.stringData });
  // An empty one is filled by somebody else.
  if (key === undefined || keys.length === 0 || keys.includes(key)) return [];
  const [meant] = keys.length === 1 ? keys : nearNames(keys, key);
  return [{ ...wanted, key, ...(meant !== undefined && { meant }) }];
}

/** Names that differ in a number or an ending alone are those of several objects. */
function isMisspelt(wanted: string, name: string): boolean {
  const withoutNumbers = (text: string) => text.replace(/\d+/g, '');
  if (withoutNumbers(wanted) === withoutNumbers(name)) return false;
  return !wanted.includes(name) && !name.includes(wanted);
}

function wantedBy(pod: Pod): readonly Wanted[] {
  const ofContainers = containersOf(pod).flatMap(({ name: container, spec }) => [
    ...(spec.env ?? []).flatMap(({ name: variable, valueFrom }) => [
      ...ref('ConfigMap', valueFrom?.configMapKeyRef, { container, variable }),
      ...ref('Secret', valueFrom?.secretKeyRef, { container, variable }),
    ]),
    ...(spec.envFrom ?? []).flatMap(({ configMapRef, secretRef }) => [
      ...ref('ConfigMap', configMapRef, { container }),
      ...ref('Secret', secretRef, { container }),
    ]),
  ]);
  const ofVolumes = (pod.spec.volumes ?? []).flatMap(({ name: volume, configMap, secret }) => [
    ...source('ConfigMap', configMap?.name, configMap, volume),
    ...source('Secret', secret?.secretName, secret, volume),
  ]);
  return [...ofContainers, ...ofVolumes];
}

/** None where it may be absent. */
function ref(
  kind: FileConfig['kind'],
  from: { readonly name?: string; readonly key?: string; readonly optional?: boolean } = {},
  taker: ConfigTaker,
): readonly Wanted[] {
  const { name, key, optional } = from;
  if (name === undefined || optional === true) return [];
  return [{ ...taker, kind, name, ...(key !== undefined && { key }) }];
}

function source(
  kind: FileConfig['kind'],
  name: string | undefined,
  from: { readonly optional?: boolean; readonly items?: readonly { readonly key?: string }[] } = {},
  volume: string,
): readonly Wanted[] {
  const { optional, items } = from;
  if (name === undefined || optional === true) return [];
  if (items === undefined || items.length === 0) return [{ volume, kind, name }];
  return items.map(({ key }) => ({ volume, kind, name, ...(key !== undefined && { key }) }));
}
