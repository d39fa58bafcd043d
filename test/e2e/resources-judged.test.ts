/** Whole answers of `resources --check` and `--what-if` against the real API server. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { Pod } from '../../src/model/kubernetes/api.ts';
import { BY_SPEC } from '../../src/model/resources/effective/counting.ts';
import { effectiveRequests } from '../../src/model/resources/effective/effective.ts';
import { formatQuantity } from '../../src/model/resources/quantity/quantity.ts';
import { CHANGES, JUDGED_PODS, POLICIES, withSaving } from './support/judged-pods.ts';
import {
  type Judged,
  judgementOf,
  type PodAnswer,
  serverJudgements,
} from './support/judgements.ts';
import { workplace } from './support/policy-workplace.ts';
import { executable, realCluster, run } from './support/real-cluster.ts';

setDefaultTimeout(60_000);

describe.skipIf(realCluster.isAbsent).each(Object.entries(POLICIES))('R21 %s', (_, objects) => {
  let place: Awaited<ReturnType<typeof workplace>>;
  let asTheyAre: readonly PodAnswer[] = [];
  let codes: readonly number[] = [];

  beforeAll(async () => {
    place = await workplace('judged');
    await place.create({ apiVersion: 'v1', kind: 'List', items: objects });
    await place.policies();
  });

  afterAll(() => place.remove());

  test('--check lets in what the server does, and refuses the rest in its words', async () => {
    ({ answers: asTheyAre, codes } = await answersOf([]));
    await expectServerToAgree(asTheyAre.map(judgementOf), JUDGED_PODS);
    // Each policy takes some of them and refuses others.
    const taken = asTheyAre.filter((answer) => judgementOf(answer).refusals.length === 0);
    expect(taken.length).toBeWithin(1, JUDGED_PODS.length);
    // Their scheduling gates are not judged.
    expect(codes).toEqual(asTheyAre.map(({ verdict }) => (verdict === 'refused' ? 5 : 6)));
  });

  test('--what-if comes to what the server makes of the changed manifest', async () => {
    const ours = await Promise.all(
      CHANGES.map(async ([flag]) => {
        const { answers } = await answersOf(['--what-if', flag]);
        return answers.map(({ whatIf }) => judgementOf(whatIf?.after ?? {}));
      }),
    );
    const manifests = CHANGES.flatMap(([, change]) => JUDGED_PODS.map(change));
    await expectServerToAgree(ours.flat(), manifests);
  });

  test('every saving is taken by the server and comes to what is promised', async () => {
    const offered = asTheyAre.flatMap((answer, index) => {
      const pod = JUDGED_PODS[index];
      // A Pod that is refused as it is may stay so.
      if (pod === undefined || judgementOf(answer).refusals.length > 0) return [];
      const { qosClass } = judgementOf(answer);
      return (answer.savings ?? []).map((saving) => ({
        saving,
        qosClass: saving.qosClass?.after ?? qosClass,
        pod: withSaving(pod, saving),
      }));
    });
    const theirs = await serverJudgements(
      place,
      offered.map(({ pod }) => pod),
    );
    const amounts = theirs.map(({ spec, refusals }, index) => {
      const resource = offered[index]?.saving.resource ?? '';
      const amount = spec && effectiveRequests({ metadata: {}, spec }, BY_SPEC).get(resource);
      return refusals[0] ?? (amount ? formatQuantity(amount) : '0');
    });
    expect(amounts).toEqual(offered.map(({ saving }) => saving.after));
    expect(theirs.map(({ qosClass }) => qosClass)).toEqual(offered.map((each) => each.qosClass));
  });

  /** Each by itself: of one file the first would take from the next what there is. */
  async function answersOf(flags: readonly string[]) {
    const command = [executable, 'resources', '-n', place.name, '-f', '-', '--check', '-o', 'json'];
    const answers: PodAnswer[] = [];
    const exitCodes: number[] = [];
    for (const pod of JUDGED_PODS) {
      const { stdout, stderr, exitCode } = await run([...command, ...flags], {
        stdin: JSON.stringify(pod),
      });
      expect(stderr).toBe('');
      answers.push(JSON.parse(stdout));
      exitCodes.push(exitCode);
    }
    return { answers, codes: exitCodes };
  }

  /** Of several quotas that refuse a Pod the server names one. */
  async function expectServerToAgree(ours: readonly Judged[], pods: readonly Pod[]) {
    const theirs = await serverJudgements(place, pods);
    const agreed = ours.map((each, index) => {
      const [first = ''] = theirs[index]?.refusals ?? [];
      return each.isByQuota && each.refusals.includes(first)
        ? { ...each, refusals: [first] }
        : each;
    });
    const compared = ({ refusals, containers, qosClass }: Judged) =>
      refusals.length > 0 ? { refusals } : { containers, qosClass };
    expect(agreed.map(compared)).toEqual(theirs.map(compared));
  }
});
