import {
  child,
  duplicate,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  item,
  notFound,
  required,
} from '../resources/admission/field-problem.ts';
import { labelProblems } from './name-validation.ts';
import type { WrittenContainer, WrittenSpec, WrittenVolume } from './written-pod.ts';

/** Volumes that containers may mount, and what is wrong with the others. */
export interface CheckedVolumes {
  readonly names: ReadonlySet<string>;
  readonly problems: readonly FieldProblem[];
}

/**
 * ValidateVolumes (pkg/apis/core/validation/validation.go); of sources only the usual ones.
 * `claims` are the volumes that a StatefulSet adds by its volumeClaimTemplates.
 */
export function checkVolumes(
  { volumes = [] }: WrittenSpec,
  spec: FieldPlace,
  claims: readonly string[],
): CheckedVolumes {
  const names = new Set<string>();
  const problems: FieldProblem[] = [];
  volumes.forEach((volume, index) => {
    const place = item(child(spec, 'volumes'), index);
    const nameAt = child(place, 'name');
    const { name = '' } = volume;
    const found = [
      ...sourceProblems(volume, place),
      ...(name === '' ? [required(nameAt)] : labelProblems(nameAt, name)),
      ...(names.has(name) ? [duplicate(nameAt, name)] : []),
    ];
    if (found.length === 0) names.add(name);
    problems.push(...found);
  });
  return { names: new Set([...names, ...claims]), problems };
}

/** The order in which the server looks at sources; of several the first one counts. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];

/** Two of its own field names the server writes in another way. */
const WRITTEN: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

function sourceProblems(volume: WrittenVolume, place: FieldPlace): readonly FieldProblem[] {
  // A volume without a source becomes an emptyDir.
  const [first, ...more] = SOURCES.filter((source) => source in volume);
  const needed = first === undefined ? undefined : NEEDED[first];
  return [
    ...(needed !== undefined && first !== undefined && needed.value(volume) === undefined
      ? [required(child(child(place, first), needed.field))]
      : []),
    ...more.map((source) => {
      const at = child(place, source);
      const field = `${place.field}.${WRITTEN[source] ?? source}`;
      return forbidden({ ...at, field }, 'may not specify more than 1 volume type');
    }),
  ];
}

interface NeededField {
  readonly field: string;
  readonly value: (volume: WrittenVolume) => string | undefined;
}

const NEEDED: Readonly<Record<string, NeededField | undefined>> = {
  configMap: { field: 'name', value: ({ configMap }) => configMap?.name || undefined },
  secret: { field: 'secretName', value: ({ secret }) => secret?.secretName || undefined },
  persistentVolumeClaim: {
    field: 'claimName',
    value: ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName || undefined,
  },
  hostPath: { field: 'path', value: ({ hostPath }) => hostPath?.path || undefined },
};

/** ValidateVolumeMounts. */
export function mountProblems(
  { volumeMounts = [] }: WrittenContainer,
  place: FieldPlace,
  volumes: ReadonlySet<string>,
): readonly FieldProblem[] {
  const paths = new Set<string>();
  const mountsAt = child(place, 'volumeMounts');
  return volumeMounts.flatMap(({ name = '', mountPath = '', subPath = '' }, index) => {
    const at = item(mountsAt, index);
    const isTaken = paths.has(mountPath);
    paths.add(mountPath);
    // The server leaves out which mount it is.
    const subPathAt = { path: child(at, 'subPath').path, field: `${mountsAt.field}.subPath` };
    return [
      ...(name === '' ? [required(child(at, 'name'))] : []),
      ...(volumes.has(name) ? [] : [notFound(child(at, 'name'), name)]),
      ...(mountPath === '' ? [required(child(at, 'mountPath'))] : []),
      ...(isTaken ? [invalid(child(at, 'mountPath'), mountPath, 'must be unique')] : []),
      ...(subPath.startsWith('/') ? [invalid(subPathAt, subPath, 'must be a relative path')] : []),
      ...(subPath.split('/').includes('..')
        ? [invalid(subPathAt, subPath, "must not contain '..'")]
        : []),
    ];
  });
}
