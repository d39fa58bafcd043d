import { expect, test } from 'bun:test';
import type {
  CoreV1Event,
  V1LimitRange,
  V1Node,
  V1Pod,
  V1ResourceQuota,
} from '@kubernetes/client-node';
import type { Pod, PodEvent } from '../../../src/model/kubernetes/api.ts';
import type { Node } from '../../../src/model/kubernetes/node.ts';
import type { LimitRange } from '../../../src/model/resources/admission/limit-range.ts';
import type { ResourceQuota } from '../../../src/model/resources/admission/resource-quota.ts';

/**
 * The places where one of our types says other than Kubernetes' own, which client-node's classes
 * are generated from: a field that is not there, of another type, or that may be absent although
 * ours has to be there. Texts may be narrower in ours, and null stands for absent in JSON.
 */
type Misfits<Ours, Theirs, Path extends string = ''> = unknown extends Ours
  ? never
  : Ours extends readonly (infer Item)[]
    ? Theirs extends readonly (infer TheirItem)[]
      ? Misfits<Item, TheirItem, `${Path}[]`>
      : Path
    : Ours extends string | number | boolean
      ? Ours extends Primitive<Theirs>
        ? never
        : Path
      : string extends keyof Ours
        ? Theirs extends Record<string, infer Value>
          ? Misfits<Ours[keyof Ours], Value, `${Path}{}`>
          : Path
        : {
            [Name in keyof Ours & string]: Name extends keyof Theirs
              ?
                  | Misfits<NonNullable<Ours[Name]>, NonNullable<Theirs[Name]>, `${Path}.${Name}`>
                  | (IsRequired<Ours, Name> extends true
                      ? IsRequired<Theirs, Name> extends true
                        ? never
                        : `${Path}.${Name} may be absent`
                      : never)
              : `${Path}.${Name} does not exist`;
          }[keyof Ours & string];

/** As JSON has it: times are texts. */
type Primitive<T> = T extends Date ? string : T;

type IsRequired<T, Name extends keyof T> = undefined extends T[Name] ? false : true;

/** Fails to compile with the places where the two differ. */
function conforms<Found extends Known, Known extends string = never>(): readonly [Found?, Known?] {
  return [];
}

/** The API server never sends a Pod without these, and files are refused without a spec. */
type OfEveryPod = '.metadata may be absent' | '.spec may be absent';
type OfEveryObject = '.metadata may be absent';
/** In Kubernetes since 1.37; client-node is of 1.36. */
type Newer =
  `.status.nodeAllocatableResourceClaimStatuses[].${'mapping' | 'overhead'} does not exist`;
/** client-node calls the field `_default`. */
type Renamed = '.spec.limits[].default does not exist';

test('the fields of our types are those of the Kubernetes API', () => {
  conforms<Misfits<Pod, V1Pod>, OfEveryPod | Newer>();
  conforms<Misfits<PodEvent, CoreV1Event>>();
  conforms<Misfits<Node, V1Node>, OfEveryObject>();
  conforms<Misfits<ResourceQuota, V1ResourceQuota>, OfEveryObject>();
  conforms<Misfits<LimitRange, V1LimitRange>, OfEveryObject | Renamed>();
  // The compiler has judged; at run time there is nothing left of it.
  expect(conforms<never>()).toEqual([]);
});

interface Misspelt {
  readonly spec?: { readonly containers?: readonly { readonly imagePullPolice?: string }[] };
  readonly status?: { readonly startTime?: number; readonly phase: 'Running' };
}

test('a field that is misspelt, of another type, or not always there is found', () => {
  type Found = Misfits<Misspelt, V1Pod>;
  conforms<
    Found,
    | '.spec.containers[].imagePullPolice does not exist'
    | '.status.startTime'
    | '.status.phase may be absent'
  >();
  // @ts-expect-error these are not nothing
  conforms<Found>();
  // @ts-expect-error the first is misspelt
  conforms<Found, '.status.startTime' | '.status.phase may be absent'>();
  // @ts-expect-error the second is a text
  conforms<Found, Exclude<Found, '.status.startTime'>>();
  // @ts-expect-error the third is optional
  conforms<Found, Exclude<Found, '.status.phase may be absent'>>();
  expect(conforms<never>()).toEqual([]);
});
