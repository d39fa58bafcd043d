import { describe, expect, test } from 'bun:test';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';
import {
  type PodCostOutput,
  renderPodCost,
} from '../../../../src/render/resources/pod/pod-cost-output.ts';
import type { PodTextOptions } from '../../../../src/render/resources/pod/pod-text.ts';
import { amounts, container, podOf, sidecar } from '../../../model/resources/small-resources.ts';
import { KEP_753, MIGRATION } from '../../../model/resources/worked-pods.ts';
import { loadHistories } from '../../../support/histories.ts';
import { OUTPUTS, outputOf } from '../pod-outputs.ts';

const PLAIN: PodTextOptions = { width: 80, unicode: true, color: false, isWide: false };

const recorded = loadHistories().map(({ scenario, samples }): [string, PodCostOutput] => {
  const pod = samples.at(-1)?.pod;
  if (!pod) throw new Error(`${scenario} is empty`);
  return [scenario, outputOf(pod)];
});
const everyOutput = [...Object.entries(OUTPUTS), ...recorded];

/** Below some width the amounts of the table need the room; names and commands are not to be cut. */
const isTableLine = (line: string) =>
  /^(ROLE|init|sidecar|app|ephemeral|Pod| {2}kubectl) /.test(line);

/** The text as one line, so that a sentence is found however it is wrapped. */
function flat(output: PodCostOutput, options: Partial<PodTextOptions> = {}): string {
  return renderPodCost(output, { ...PLAIN, ...options }).replaceAll(/\s+/g, ' ');
}

describe('every output', () => {
  for (const width of [40, 60, 80, 132]) {
    for (const isWide of [false, true]) {
      test(`fits ${width} columns${isWide ? ' with -o wide' : ''}`, () => {
        for (const [title, output] of everyOutput) {
          const lines = renderPodCost(output, { ...PLAIN, width, isWide }).split('\n');
          const tooLong = lines.filter(
            (line) => Bun.stringWidth(line) > width && !isTableLine(line),
          );
          expect({ title, tooLong }).toEqual({ title, tooLong: [] });
        }
      });
    }
  }

  test('has tables and pictures that fit 80 columns', () => {
    for (const [title, output] of everyOutput) {
      const wide = renderPodCost(output, { ...PLAIN, isWide: true });
      const lines = [...renderPodCost(output, PLAIN).split('\n'), ...wide.split('\n')].filter(
        isTableLine,
      );
      const tooLong = lines.filter(
        (line) => Bun.stringWidth(line) > 80 && !line.startsWith('  kubectl '),
      );
      expect({ title, tooLong }).toEqual({ title, tooLong: [] });
    }
  });

  test('is plain ASCII where the terminal is not UTF-8', () => {
    for (const [, output] of everyOutput) {
      const text = renderPodCost(output, { ...PLAIN, unicode: false, isWide: true });
      expect(text).toMatch(/^[\n -~]*$/);
    }
  });

  test('says the same with colour as without', () => {
    for (const [, output] of everyOutput) {
      const colored = renderPodCost(output, { ...PLAIN, color: true });
      expect(colored).toContain('\x1b[');
      expect(Bun.stripANSI(colored)).toBe(renderPodCost(output, PLAIN));
    }
  });

  test('ends with one newline, and no line ends with a space', () => {
    for (const width of [40, 80]) {
      for (const [, output] of everyOutput) {
        const text = renderPodCost(output, { ...PLAIN, width, isWide: width === 40 });
        expect(text).toMatch(/[^\n]\n$/);
        expect(text).not.toMatch(/ \n/);
      }
    }
  });

  test('has no word that a missing fact would leave behind', () => {
    for (const [, output] of everyOutput) {
      const text = renderPodCost(output, { ...PLAIN, isWide: true });
      expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object|\(\)| 0n|\.\./);
    }
  });

  test('has every container in start order', () => {
    for (const [, output] of everyOutput) {
      const text = renderPodCost({ ...output, whatIf: undefined }, PLAIN);
      const table = text.slice(text.indexOf('\nROLE'));
      const rows = output.cost.resources.containers.map(({ role, name }) => {
        return new RegExp(`^${role} +${name}( |$)`, 'm').exec(table)?.index;
      });
      expect(rows).not.toContain(undefined);
      expect(rows).toEqual(rows.toSorted((one = 0, other = 0) => one - other));
    }
  });
});

describe('what a reader must find', () => {
  test('R16 R17 R19 why the Pod asks for 2100m, above all else', () => {
    const lines = renderPodCost(outputOf(MIGRATION), PLAIN).split('\n');
    expect(lines.slice(0, 4).join('\n')).toContain('cpu     2100m  Init container migrate decides');
    expect(flat(outputOf(MIGRATION))).toContain(
      'it needs 2 while sidecar log-shipper already takes 100m. ' +
        'Once the init phase is over the Pod needs 600m: 1500m (71%) stay reserved and unused.',
    );
  });

  test('R17 all sidecars before the init container that decides (KEP-753)', () => {
    expect(flat(outputOf(KEP_753))).toContain(
      'Init container i2 decides: it needs 5 while sidecars s1 and s2 already take 3.',
    );
  });

  test('R17 an init container that decides by itself', () => {
    const pod = podOf({
      initContainers: [container('i', 'cpu=3'), sidecar('s', 'cpu=1')],
      containers: [container('app', 'cpu=1')],
    });
    expect(flat(outputOf(pod))).toContain('it needs 3, more than all that runs later.');
  });

  test('R17 the sum of what runs together, and the init phase that stays below it', () => {
    expect(flat(outputOf(MIGRATION))).toContain(
      'What runs together: sidecar log-shipper 128Mi + app 512Mi. ' +
        'No step of the init phase needs more (384Mi at most).',
    );
  });

  test('R16 R17 that an init container asks for as much is not hidden by "alone"', () => {
    const app = container('app', 'cpu=500m', 'cpu=500m');
    const warm = container('warm', 'cpu=500m', 'cpu=500m');
    const both = flat(outputOf(podOf({ initContainers: [warm], containers: [app] })));
    expect(both).toContain(
      'Container app requests 500m. No step of the init phase needs more (500m at most).',
    );
    const beside = outputOf(podOf({ containers: [app, container('idle')] }));
    expect(flat(beside)).toContain('Container app alone requests it.');
  });

  test.each<[string, string]>([
    ['what runs together decides', 'Its only container requests it.'],
    ['many containers', 'The 8 containers that run together add up to it.'],
    ['extended resources and hugepages', 'No init container requests any.'],
    ['overhead', 'On top: 250m overhead of its RuntimeClass.'],
    ['overhead alone', 'Its RuntimeClass takes it; no container requests any.'],
    ['resource claims', 'Its resource claims take it; no container requests any.'],
    [
      'pod level',
      'The Pod has 3 as a whole (spec.resources). Its containers by themselves come to 2100m.',
    ],
    ['pod level', 'No container requests any by itself.'],
    [
      'pod level, filled in by the server',
      'Its containers come to 100Mi; the server fills that in for the Pod as a whole, because spec.resources has other amounts.',
    ],
    [
      'pod level, filled in by the server',
      'No container requests any; the server takes the limit of the Pod as a whole (spec.resources).',
    ],
    ['figures of the kubelet', 'The scheduler adds the overhead twice'],
    ['nothing at all', 'No container requests any: nothing is reserved.'],
  ])('R17 of %s: %s', (name, sentence) => {
    const output = OUTPUTS[name];
    expect(output && flat(output)).toContain(sentence);
  });

  const resized = (allocated: string, actual: string): Pod =>
    podOf(
      { containers: [container('app', 'cpu=1')] },
      {
        status: {
          phase: 'Running',
          conditions: [{ type: 'PodResizeInProgress', status: 'True' }],
          containerStatuses: [
            {
              name: 'app',
              resources: { requests: amounts(actual) },
              allocatedResources: amounts(allocated),
            },
          ],
        },
      },
    );

  test('R17 a request that is being lowered and still counts', () => {
    expect(flat(outputOf(resized('cpu=1', 'cpu=3')))).toContain(
      'The spec comes to 1, but until the resize is done the 3 that the kubelet has promised or set stay reserved.',
    );
  });

  test('R17 R21 a resize with what is asked for, promised and set', () => {
    const output = OUTPUTS['resize that waits'];
    const text = output && flat(output);
    expect(text).toContain(
      'The resize waits: the node has no room for it now. It says: no room: cpu',
    );
    expect(text).toContain('app, cpu request: asked for 2, promised 1 and set 1');
    expect(text).toContain('Until the resize is done it is held to 3.');
  });

  test('R19 what would make it ask for less', () => {
    const text = flat(outputOf(MIGRATION));
    expect(text).toContain('Set the cpu request of migrate to 500m: cpu 600m instead of 2100m.');
    expect(text).toContain(
      'Start log-shipper after migrate, if migrate does without it: cpu 2 instead of 2100m.',
    );
  });

  test('R19 what is equal by law is trimmed together', () => {
    const output = OUTPUTS['extended resources and hugepages'];
    expect(output && flat(output)).toContain(
      'Set the example.com/gpu request and limit of warm to 1, if warm manages with that: example.com/gpu 1 instead of 4.',
    );
  });
});

describe('R18 the limit of the Pod as a whole', () => {
  const limitsOf = (pod: Pod) => {
    const text = flat(outputOf(pod));
    return text.slice(text.indexOf('Limits '), text.indexOf('QoS class'));
  };

  test('is none where one container has none, and what quota counts instead', () => {
    expect(limitsOf(MIGRATION)).toContain(
      'cpu 2+ The Pod as a whole has no cpu limit, because fetch-config and log-shipper have none. ' +
        'The limits that are set come to 2: quota counts that.',
    );
  });

  test('is none where no container has one', () => {
    expect(limitsOf(KEP_753)).toContain('memory none No container has one.');
  });

  test('is the sum where every container has one, with the overhead', () => {
    const pod = podOf({
      containers: [container('a', '', 'cpu=1'), container('b', '', 'cpu=2')],
      overhead: amounts('cpu=250m'),
    });
    expect(limitsOf(pod)).toContain(
      'cpu 3250m Every container has one, so the Pod as a whole is held to it; ' +
        'the containers that run together add up to it. On top: 250m overhead of its RuntimeClass.',
    );
  });

  test('may be decided by an init container', () => {
    const pod = podOf({
      initContainers: [container('i', '', 'cpu=4')],
      containers: [container('a', '', 'cpu=1')],
    });
    expect(limitsOf(pod)).toContain(
      'cpu 4 Every container has one, so the Pod as a whole is held to it; init container i decides it.',
    );
  });

  test('may be set for the Pod as a whole, of hugepages too', () => {
    const pod = podOf({
      containers: [container('a'), container('b')],
      resources: { limits: amounts('cpu=4 hugepages-2Mi=2Mi') },
    });
    const text = limitsOf(pod);
    expect(text).toContain('cpu 4 Set for the Pod as a whole (spec.resources).');
    expect(text).toContain('hugepages-2Mi 2Mi Set for the Pod as a whole (spec.resources).');
  });

  test('of one container among several that has it', () => {
    const gpu = 'example.com/gpu=2';
    const pod = podOf({ containers: [container('a', gpu, gpu), container('b')] });
    expect(limitsOf(pod)).toContain('example.com/gpu 2 Container a alone sets it.');
  });

  test('names a few of many containers without one', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const pod = podOf({
      containers: [...names.map((name) => container(name)), container('g', '', 'cpu=1')],
    });
    expect(limitsOf(pod)).toContain('because a, b, c and 3 more have none.');
  });
});

test('of a workload that runs says how to see what its Pods give back', () => {
  const subject = { kind: 'Deployment', replicas: 3, existing: 3 };
  expect(flat(outputOf(MIGRATION, {}, subject))).toEndWith(
    '- What the Pods that run give back without a restart: kubectl initx resources -n default --waste ',
  );
  expect(flat(outputOf(MIGRATION, {}, { ...subject, existing: 0 }))).not.toContain('--waste');
});

describe('R20 the QoS class', () => {
  // Who is killed first: GetContainerOOMScoreAdjust, pkg/kubelet/qos/policy.go.
  test.each<[string, string, string]>([
    [
      'Guaranteed',
      'Guaranteed: every container, init containers too, requests exactly its cpu and memory limits.',
      'its containers are the last to be killed',
    ],
    [
      'nothing at all',
      'BestEffort: no container requests or limits cpu or memory.',
      'its containers are the first to be killed',
    ],
    [
      'an init container that decides',
      'Burstable: for Guaranteed every request would have to equal its limit, but fetch-config has no cpu limit, log-shipper has no cpu limit and 4 more fall short (-o wide names them).',
      'its containers are killed before those of Guaranteed Pods',
    ],
    ['pod level', 'Burstable: ', 'but the Pod has no memory limit.'],
    [
      'another class at its creation',
      'BestEffort, as when the Pod was created: it never changes',
      'by the spec of today it would be Burstable.',
    ],
  ])('of %s: %s', (name, sentence, meaning) => {
    const output = OUTPUTS[name];
    expect(output && flat(output)).toContain(`QoS class ${sentence}`);
    expect(output && flat(output)).not.toContain('runs out of memory');
    // What the class means is told with -o wide.
    expect(output && flat(output, { isWide: true })).toContain(meaning);
  });

  // pkg/kubelet/eviction/eviction_manager.go, evictPod; pkg/kubelet/qos/policy.go.
  test.each([
    ['system-node-critical', 'its containers are the last to be killed.'],
    ['system-cluster-critical', 'its containers are killed before those of Guaranteed Pods.'],
  ])('of a Pod of class %s says nothing of evictions, which it is spared', (name, killed) => {
    const pod = podOf({ ...MIGRATION.spec, priorityClassName: name });
    const text = flat(outputOf(pod), { isWide: true });
    expect(text).toContain(
      `${killed} By its priority it is critical, so the kubelet never evicts it.`,
    );
    expect(text).not.toContain('evicted early');
  });
});

describe('the heading', () => {
  test.each<[string, string]>([
    ['a Deployment', 'Deployment default/web, 3 Pods. What follows is of one Pod.'],
    ['a DaemonSet', 'DaemonSet default/web, one Pod per node. What follows is of one Pod.'],
    ['no name', 'Pod default/(no name)'],
    ['ended', 'It has ended (Succeeded): neither the scheduler nor quota counts it any more.'],
  ])('of %s: %s', (name, sentence) => {
    const output = OUTPUTS[name];
    expect(output && flat(output)).toContain(sentence);
  });

  test('names the node', () => {
    const pod = podOf({ ...MIGRATION.spec, nodeName: 'node-7' });
    expect(flat(outputOf(pod))).toStartWith('Pod default/web on node node-7 ');
  });

  test('is followed by what all Pods of a workload come to: three times 2100m and 640Mi', () => {
    const output = OUTPUTS['a Deployment'];
    expect(output && flat(output)).toContain(
      'All 3 Pods together request cpu 6300m and memory 1920Mi.',
    );
    expect(flat(outputOf(MIGRATION, {}, { kind: 'Deployment', replicas: 1 }))).not.toContain(
      'together request',
    );
  });
});

describe('the columns and pictures of other resources than cpu and memory', () => {
  const titles = (output: PodCostOutput | undefined, isWide: boolean) => {
    if (!output) throw new Error('no such output');
    const lines = renderPodCost(output, { ...PLAIN, width: 132, isWide }).split('\n');
    return lines.filter((line) => /^ROLE|over the start/.test(line));
  };

  test('R19 are there where the init phase alone reserves any', () => {
    const gpus = OUTPUTS['extended resources and hugepages'];
    for (const isWide of [false, true]) {
      const [head = '', ...pictures] = titles(gpus, isWide);
      expect(head.split(/\s{2,}/)).toContain('EXAMPLE.COM/GPU REQ');
      expect(pictures).toEqual(['example.com/gpu over the start, 4 reserved throughout']);
    }
  });

  test('are there with -o wide else', () => {
    const gpus = outputOf(
      podOf({ containers: [container('a', 'example.com/gpu=1 cpu=1', 'example.com/gpu=1')] }),
    );
    expect(titles(gpus, false).join()).not.toContain('GPU');
    expect(titles(gpus, true).join()).toContain('EXAMPLE.COM/GPU REQ');
  });
});

describe('what a manifest or a cluster says', () => {
  const hostile = 'a\x1b[31m\u202eb\u009b2J\rc';
  const pod = podOf(
    {
      initContainers: [container(hostile, `cpu=2 ${hostile}=2`)],
      containers: [container(`${hostile}2`, `cpu=1 ${hostile}=1`, `${hostile}=1`)],
      nodeName: hostile,
    },
    {
      status: {
        phase: 'Running',
        conditions: [
          { type: 'PodResizePending', status: 'True', reason: 'Deferred', message: hostile },
        ],
      },
    },
  );
  const output = outputOf(
    { ...pod, metadata: { name: hostile, namespace: hostile } },
    { quotas: [{ metadata: { name: hostile }, status: { hard: amounts('cpu=1') } }] },
    {},
    [{ kind: 'set', container: hostile, field: 'limits', resource: hostile, amount: '3' }],
  );

  test('cannot control the terminal, be it the name of a container or of a resource', () => {
    const text = renderPodCost(output, { ...PLAIN, isWide: true });
    expect(text).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v);
    expect(text).toContain('a\\x1b[31m\\u202eb\\x9b2J');
  });

  test('cannot make a line longer than the terminal is wide, for all its names', () => {
    const long = 'x'.repeat(63);
    const named = podOf({
      initContainers: [container(`i${long}`, 'cpu=2'), sidecar(`s${long}`, 'cpu=1')],
      containers: [container(`a${long}`, 'cpu=1')],
    });
    const lines = renderPodCost(outputOf(named), PLAIN).split('\n');
    expect(lines.filter((line) => Bun.stringWidth(line) > 80)).toEqual([]);
  });
});
