import { expect, test } from 'bun:test';
import type { DecodedFields } from '../../../src/kube/protobuf/message.ts';
import type { POD } from '../../../src/kube/protobuf/messages.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import type { CountedPod } from '../../../src/model/resources/effective/counted-pod.ts';

type Decoded = DecodedFields<typeof POD>;

/** The fields that a slice knows: those that it leaves out are of the type unknown. */
type Known<Slice> = {
  [Name in keyof Slice]-?: unknown extends Slice[Name] ? never : Name;
}[keyof Slice];
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;
type Status = NonNullable<CountedPod['status']>;
type Item<List> = NonNullable<List> extends readonly (infer Each)[] ? Each : never;

/** Each line fails to compile where messages.ts decodes more or less than CountedPod says. */
const AGREES = {
  metadata: true satisfies Same<Known<CountedPod['metadata']>, keyof Decoded['metadata']>,
  spec: true satisfies Same<Known<CountedPod['spec']>, keyof Decoded['spec']>,
  container: true satisfies Same<
    Known<Item<CountedPod['spec']['containers']>>,
    keyof Decoded['spec']['containers']
  >,
  status: true satisfies Same<Known<Status>, keyof Decoded['status']>,
  condition: true satisfies Same<
    Known<Item<Status['conditions']>>,
    keyof Decoded['status']['conditions']
  >,
  containerStatus: true satisfies Same<
    Known<Item<Status['containerStatuses']>>,
    keyof Decoded['status']['containerStatuses']
  >,
};

test('a Pod of a list is known to be no whole Pod, and a whole Pod passes for one', () => {
  type IsPod = CountedPod extends Pod ? true : false;
  type IsCounted = Pod extends CountedPod ? true : false;
  expect([false satisfies IsPod, true satisfies IsCounted]).toEqual([false, true]);
  expect(Object.values(AGREES)).not.toContain(false as never);
});
