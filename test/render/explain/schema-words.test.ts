import { expect, test } from 'bun:test';
import schema from '../../../schema/pod-explanation.v1alpha1.schema.json';
import type { Gate } from '../../../src/model/explain/kubelet/gates.ts';
import type { NextStart } from '../../../src/model/explain/kubelet/next-condition.ts';
import type { SegmentKind, StageName } from '../../../src/model/explain/timeline/segments.ts';
import type { Outcome } from '../../../src/model/explain/verdict/codes.ts';
import type { ContainerRole } from '../../../src/model/kubernetes/containers.ts';

/** The keys of a union's table: the compiler wants each of its words and no other. */
function wordsOf<Word extends string>(words: Readonly<Record<Word, true>>): string[] {
  return Object.keys(words).sort();
}

const { verdict, next, container, timeline } = schema.$defs;
const segments = timeline.properties.rows.items.properties.segments;

test.each([
  [
    'outcome',
    verdict.properties.outcome,
    wordsOf<Outcome>({
      healthy: true,
      complete: true,
      progressing: true,
      stuck: true,
      failed: true,
    }),
  ],
  ['action', next.properties.action, wordsOf<NextStart['action']>({ start: true, restart: true })],
  [
    'role',
    container.properties.role,
    wordsOf<ContainerRole>({ init: true, sidecar: true, app: true, ephemeral: true }),
  ],
  [
    'gate',
    container.properties.gate.properties.kind,
    wordsOf<Gate['kind']>({
      'must-exit-0': true,
      'must-be-running': true,
      'startup-probe': true,
      none: true,
    }),
  ],
  [
    'stage',
    timeline.properties.stages.items.properties.stage,
    wordsOf<StageName>({
      created: true,
      scheduled: true,
      acknowledged: true,
      sandbox: true,
      initialized: true,
      containersReady: true,
      ready: true,
      deleted: true,
    }),
  ],
  [
    'segment',
    segments.items.properties.kind,
    wordsOf<SegmentKind>({
      queued: true,
      pulling: true,
      running: true,
      probing: true,
      backoff: true,
      failing: true,
    }),
  ],
])('the JSON Schema knows every word for %s and no other', (_, field, words) => {
  expect(field.enum.toSorted()).toEqual(words);
});
