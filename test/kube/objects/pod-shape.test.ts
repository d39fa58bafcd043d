import { expect, test } from 'bun:test';
import { POD_SHAPE } from '../../../src/kube/objects/pod-shape.ts';
import { fitToShape, formatPath, type ShapeOf } from '../../../src/kube/objects/shape.ts';

interface Example {
  readonly name: string;
  readonly ports?: readonly (number | string)[];
}

test('a field of a type that has no shape does not compile', () => {
  const whole = { fields: { name: 'string', ports: { list: 'port' } } } as const;
  whole satisfies ShapeOf<Example>;
  const more = { fields: { ...whole.fields, image: 'string' } } as const;
  more satisfies ShapeOf<Example>;
  const less = { fields: { name: 'string' } } as const;
  // @ts-expect-error ports has no shape
  less satisfies ShapeOf<Example>;
  const wrong = { fields: { ...whole.fields, name: 'integer' } } as const;
  // @ts-expect-error name is a text
  wrong satisfies ShapeOf<Example>;
  expect(fitToShape({ name: 'a', ports: [80, 'http'] }, whole)).toEqual([]);
});

test.each([
  ['spec.schedulerName', 7],
  ['spec.runtimeClassName', 7],
  ['spec.ephemeralContainers[0].targetContainerName', 7],
  ['status.nominatedNodeName', 7],
  ['status.nodeAllocatableResourceClaimStatuses', 7],
  ['status.nodeAllocatableResourceClaimStatuses[0].containers', 'all'],
  ['status.nodeAllocatableResourceClaimStatuses[0].mapping', 'cpu'],
  ['status.nodeAllocatableResourceClaimStatuses[0].overhead', 'cpu'],
  [
    'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector',
    'shop',
  ],
])('the program relies on %s, so a wrong one is told', (path, value) => {
  const pod = { spec: { containers: [{ name: 'web' }] } };
  const [misfit] = fitToShape(
    withValue(pod, path.replaceAll('[0]', '.0').split('.'), value),
    POD_SHAPE,
  );
  expect(misfit && formatPath(misfit.path)).toBe(path);
});

/** The object with a value at the end of these steps; what is on the way is made. */
function withValue(object: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (step === '0') return [withValue({ name: 'a' }, rest, value)];
  const fields = (object ?? {}) as Record<string, unknown>;
  return { ...fields, [step]: withValue(fields[step], rest, value) };
}
