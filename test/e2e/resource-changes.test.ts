/** What the real API server makes of manifests that --what-if and savings have changed. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Container, Pod } from '../../src/model/kubernetes/api.ts';
import type { LimitRange } from '../../src/model/resources/admission/limit-range.ts';
import { savingsOf } from '../../src/model/resources/change/savings.ts';
import { type Change, settingOf, withChanges } from '../../src/model/resources/change/what-if.ts';
import { BY_SPEC } from '../../src/model/resources/effective/counting.ts';
import { effectiveRequests } from '../../src/model/resources/effective/effective.ts';
import { qosOf } from '../../src/model/resources/effective/qos.ts';
import { admissionVerdict } from '../../src/model/resources/pod/admission-verdict.ts';
import { whatIf } from '../../src/model/resources/pod/what-if-cost.ts';
import { formatQuantity } from '../../src/model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../src/model/resources/quantity/resource-list.ts';
import { workplace } from './support/policy-workplace.ts';
import { realCluster } from './support/real-cluster.ts';
import { container, gatedPod, limitRange } from './support/resource-objects.ts';

const TIMEOUT_MS = 120_000;
const ALWAYS = { restartPolicy: 'Always' } as const;

type Amounts = Readonly<Record<string, string>>;
const INITS: readonly (readonly [Amounts | undefined, Amounts | undefined])[] = [
  [{ cpu: '120m', memory: '128Mi' }, undefined],
  [undefined, { cpu: '90m', memory: '256Mi' }],
  [{ memory: '128Mi' }, { memory: '256Mi' }],
  [{ 'example.com/gpu': '2' }, { 'example.com/gpu': '2' }],
];
const APPS: readonly (readonly [Amounts | undefined, Amounts | undefined])[] = [
  [{ cpu: '30m', memory: '32Mi' }, undefined],
  [undefined, { cpu: '60m', memory: '40Mi' }],
  [{ memory: '100Mi' }, undefined],
  // Under the ratio a warm container may be trimmed to this, 256Mi being its limit.
  [{ memory: '70Mi' }, { memory: '80Mi' }],
];

const PODS: readonly Pod[] = INITS.flatMap(([requests, limits]) =>
  APPS.flatMap(([appRequests, appLimits]): Pod[] => {
    const inits: Container[] = [
      container('proxy', { cpu: '10m', memory: '4Mi' }, { memory: '8Mi' }, ALWAYS),
      container('warm', requests, limits),
    ];
    return [
      gatedPod('web', {
        initContainers: inits,
        containers: [container('app', appRequests, appLimits)],
      }),
    ];
  }),
);

const CHANGES: readonly (readonly Change[])[] = [
  [settingOf('warm', 'requests', 'cpu', undefined)],
  [settingOf('warm', 'limits', 'memory', '200Mi')],
  [settingOf('app', 'limits', 'cpu', '50m')],
  [settingOf('app', 'limits', 'memory', undefined)],
  [settingOf('app', 'requests', 'memory', '300Mi')],
  [{ kind: 'move', container: 'proxy', to: 'last', neighbour: undefined }],
];

const POLICIES = {
  'no LimitRange': [],
  'defaults and a maximum': [
    {
      type: 'Container',
      default: { memory: '64Mi' },
      defaultRequest: { cpu: '10m', memory: '32Mi' },
      max: { cpu: '500m', memory: '512Mi' },
    },
  ],
  'a ratio': [{ type: 'Container', maxLimitRequestRatio: { memory: '4' } }],
  'a minimum and a Pod of at most 250Mi': [
    { type: 'Container', min: { cpu: '5m' } },
    { type: 'Pod', max: { memory: '250Mi' } },
  ],
};

describe.each(Object.entries(POLICIES))('R21 with %s', (_, items) => {
  describe.skipIf(realCluster.isAbsent)('the API server', () => {
    let place: Awaited<ReturnType<typeof workplace>>;
    let limitRanges: readonly LimitRange[] = [];

    beforeAll(async () => {
      place = await workplace('changes');
      if (items.length > 0) await place.mustCreate(limitRange('lr', ...items));
      limitRanges = (await place.policies()).limitRanges;
    }, TIMEOUT_MS);

    afterAll(() => place.remove());

    test(
      'makes of every changed manifest what was foretold, or refuses it as foretold',
      async () => {
        for (const pod of PODS) {
          for (const changes of CHANGES) {
            const context = {
              quotas: [],
              limitRanges,
              nodes: undefined,
              overhead: undefined,
              usage: undefined,
            };
            const source = { pod, kind: 'Pod', replicas: undefined, isStored: false };
            const thought = whatIf(source, context, changes);
            if ('problem' in thought) throw new Error(thought.problem.code);
            const isRefused = admissionVerdict(thought.after, context) === 'refused';
            const answer = await answerOf(changed(pod, changes));
            const foretold = isRefused
              ? 'refused'
              : texts(
                  new Map(
                    thought.after.resources.requests.map((term) => [term.resource, term.bySpec]),
                  ),
                  thought.after.resources.qos.class,
                );
            expect({ pod: pod.spec, changes, answer }).toEqual({
              pod: pod.spec,
              changes,
              answer: foretold,
            });
          }
        }
      },
      TIMEOUT_MS,
    );

    test(
      'takes every saving, and the Pod then asks for what was promised',
      async () => {
        let count = 0;
        for (const pod of PODS) {
          // A Pod that is refused as it is may stay so.
          if ((await answerOf(pod)) === 'refused') continue;
          for (const { changes, resource, after } of savingsOf(pod, { limitRanges })) {
            const stored = await place.stored(changed(pod, changes));
            const amount = effectiveRequests({ metadata: {}, spec: stored.spec }, BY_SPEC).get(
              resource,
            );
            expect({ changes, amount: amount && formatQuantity(amount) }).toEqual({
              changes,
              amount: formatQuantity(after),
            });
            count += 1;
          }
        }
        expect(count).toBeGreaterThan(0);
      },
      TIMEOUT_MS,
    );

    async function answerOf(pod: Pod): Promise<string> {
      const refusal = await place.refusal(pod, '--dry-run=server');
      if (refusal !== '') return 'refused';
      const { spec } = await place.stored(pod);
      return texts(effectiveRequests({ metadata: {}, spec }, BY_SPEC), qosOf({ spec }).class);
    }
  });
});

function changed(pod: Pod, changes: readonly Change[]): Pod {
  const result = withChanges(pod, changes);
  if ('problem' in result) throw new Error(result.problem.code);
  return result.pod;
}

function texts(amounts: ResourceList, qosClass: string): string {
  const each = [...amounts].map(([name, amount]) => `${name}=${formatQuantity(amount)}`);
  return [...each.toSorted(), qosClass].join(' ');
}
