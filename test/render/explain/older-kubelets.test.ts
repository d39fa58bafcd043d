import { describe, expect, test } from 'bun:test';
import type { LiveExplanation } from '../../../src/model/explain/explanation.ts';
import type { Pod, PodEvent } from '../../../src/model/kubernetes/api.ts';
import { verdictSentence } from '../../../src/render/explain/words/verdict.ts';
import { explainLive } from '../../support/explain-live.ts';
import { loadHistories, type Sample } from '../../support/histories.ts';

const samples = loadHistories().flatMap((history) => history.samples);

const explained = ({ pod, events, row, observedAt }: Sample): LiveExplanation =>
  explainLive({ pod, events, columns: row, now: observedAt });

/** The Pod as a kubelet before 1.29 reports it. */
function withoutSandboxCondition(pod: Pod): Pod {
  const { conditions = [], ...status } = pod.status ?? {};
  const kept = conditions.filter(({ type }) => type !== 'PodReadyToStartContainers');
  return { ...pod, status: { ...status, conditions: kept } };
}

/** Event texts as older kubelets have them (pkg/kubelet/kuberuntime, pkg/kubelet/images). */
function inOlderWords(event: PodEvent): PodEvent {
  const name = event.involvedObject?.fieldPath?.match(/\{(.+)\}/)?.[1];
  const message = event.message
    ?.replace(/^Container created$/, `Created container ${name}`)
    .replace(/^Container started$/, `Started container ${name}`)
    .replace(/ and can be accessed by the pod$/, '');
  return { ...event, ...(message !== undefined && { message }) };
}

describe('older kubelets', () => {
  test('nothing is guessed where a kubelet does not tell of the sandbox: it says so, or tells the same', () => {
    let silent = 0;
    for (const sample of samples) {
      const { verdict } = explained(sample);
      const without = explained({ ...sample, pod: withoutSandboxCondition(sample.pod) });
      const saysSo = verdictSentence(without).includes('A kubelet this old does not tell');
      if (saysSo) {
        silent += 1;
        expect(without.verdict.outcome).toBe(verdict.outcome);
        continue;
      }
      const { code, outcome } = without.verdict;
      expect({ name: without.name, code, outcome }).toEqual({
        name: without.name,
        code: verdict.code,
        outcome: verdict.outcome,
      });
    }
    expect(silent).toBeGreaterThan(0);
    // Every story has such a moment, and many are short.
    expect(silent).toBeLessThan(samples.length / 8);
  });

  test('the wording of events decides nothing', () => {
    for (const sample of samples) {
      const older = explained({ ...sample, events: sample.events.map(inOlderWords) });
      const { verdict, next, timeline, containers } = explained(sample);
      expect({ ...older.verdict, evidence: [] }).toEqual({ ...verdict, evidence: [] });
      expect(older.next).toEqual(next);
      expect(older.timeline).toEqual(timeline);
      expect(older.containers.map(({ latest }) => latest)).toEqual(
        containers.map(({ latest }) => latest),
      );
    }
  });
});
