import { expect, test } from 'bun:test';
import { verdictSentence } from '../../../../src/render/explain/words/verdict.ts';
import { explainLive } from '../../../support/explain-live.ts';
import { loadHistories } from '../../../support/histories.ts';

const found = loadHistories().find(({ scenario }) => scenario === 'sidecar-image-broken');
if (!found) throw new Error('sidecar-image-broken is not recorded');

test('R26 an image that is not there stays the trouble while the status says CrashLoopBackOff', () => {
  const between = found.samples.filter(({ pod, events }) => {
    const [proxy] = pod.status?.initContainerStatuses ?? [];
    const hasFailed = events.some(({ reason }) => reason === 'Failed');
    return proxy?.state?.waiting?.reason === 'CrashLoopBackOff' && hasFailed;
  });
  expect(between.length).toBeGreaterThan(0);
  for (const { pod, events, observedAt } of between) {
    const explanation = explainLive({ pod, events, now: observedAt });
    expect(explanation.verdict).toMatchObject({
      code: 'SidecarDegraded',
      container: 'proxy',
      reason: 'ErrImagePull',
    });
    expect(explanation.next).toMatchObject({
      container: 'proxy',
      condition: { kind: 'image', retrying: true },
    });
    expect(explanation.causes).toContainEqual({ code: 'pull-failure', meaning: 'not-found' });
    expect(verdictSentence(explanation)).toStartWith('Sidecar proxy is down (ErrImagePull).');
  }
});

test('work on a container proves that there is a sandbox, whatever the status still says', () => {
  const isBehind = ({ pod }: (typeof found.samples)[number]) =>
    pod.status?.conditions?.some(
      ({ type, status }) => type === 'PodReadyToStartContainers' && status === 'False',
    );
  const sample = found.samples.find(isBehind);
  if (!sample?.pod.status) throw new Error('no moment without a sandbox was recorded');
  const { pod, observedAt } = sample;
  const pulled = {
    reason: 'Pulled',
    lastTimestamp: new Date(observedAt).toISOString(),
    involvedObject: { fieldPath: 'spec.initContainers{proxy}' },
  };
  const next = (events: readonly object[]) => explainLive({ pod, events, now: observedAt }).next;
  expect(next([])?.condition.kind).toBe('sandbox');
  expect(next([pulled])?.condition.kind).toBe('now');
});
