import { expect, test } from 'bun:test';
import { deletedAt } from '../../../src/model/kubernetes/pod-status.ts';

const GRACE_END = '2026-03-01T12:01:00Z';

const asked = (deletionGracePeriodSeconds: number, spec: object = {}) =>
  deletedAt({
    metadata: { deletionTimestamp: GRACE_END, deletionGracePeriodSeconds },
    spec: { containers: [], nodeName: 'node-1', ...spec },
  });

/** apiserver pkg/registry/rest/delete.go: what BeforeDelete writes, first and then again. */
test.each([
  ['the grace period before its end', asked(30), '2026-03-01T12:00:30Z'],
  ['also after a second deletion that shortened it', asked(10), '2026-03-01T12:00:50Z'],
  ['of a Pod without a node, which has no grace', asked(0, { nodeName: '' }), GRACE_END],
  ['with a grace of none', asked(0, { terminationGracePeriodSeconds: 0 }), GRACE_END],
])('a deletion was asked for %s', (_, at, expected) => {
  expect(at).toBe(Date.parse(expected));
});

test.each([
  ['the kubelet has deleted it at last', 0],
  ['a shorter grace period would have been over', 1],
])('when a deletion was asked for is not known once %s', (_, grace) => {
  expect(asked(grace)).toBeUndefined();
});
