import { describe, expect, test } from 'bun:test';
import { EXPLAINED_POD } from '../../../src/kube/protobuf/explained-pod.ts';
import { project } from '../../../src/kube/protobuf/project.ts';
import { summarise } from '../../../src/model/explain/many/pod-summary.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { loadHistories } from '../../support/histories.ts';

describe('what lists decode of a Pod', () => {
  test('is enough for the same line as the whole Pod gives, at every recorded moment', () => {
    const codes = new Set<string>();
    for (const { scenario, samples } of loadHistories()) {
      for (const { pod, observedAt } of samples) {
        const slice = project(pod, EXPLAINED_POD) as unknown as Pod;
        const line = summarise(pod, observedAt);
        expect({ scenario, ...summarise(slice, observedAt) }).toEqual({ scenario, ...line });
        codes.add(line.verdict.code);
      }
    }
    expect(codes.size).toBeGreaterThan(20);
  });
});
