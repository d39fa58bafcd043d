import { describe, expect, test } from 'bun:test';
import type { Io } from '../../../src/io/io.ts';
import { runMain } from '../../support/fake-io.ts';

const run = (args: readonly string[], given: Partial<Io> = {}) =>
  runMain(['resources', ...args], given);

const ofStdin = (stdin: string, ...args: string[]) =>
  run(['-f', '-', ...args], { readStdin: async () => stdin });

async function jsonOf(stdin: string, ...args: string[]) {
  const { exitCode, stdout, stderr } = await ofStdin(stdin, '-o', 'json', ...args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

/** 2 beside 100m at the peak, 100m + 500m in the end. */
const SPEC = `
  initContainers:
    - { name: proxy, image: a, restartPolicy: Always, resources: { requests: { cpu: 100m } } }
    - { name: migrate, image: a, resources: { requests: { cpu: 2 }, limits: { cpu: 2 } } }
  containers:
    - { name: app, image: a, resources: { requests: { cpu: 500m }, limits: { cpu: 1 } } }`;
const POD = `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:${SPEC}\n`;

function workload(kind: string, fields: string): string {
  const isJob = kind === 'Job';
  const spec = `${isJob ? '\n  restartPolicy: Never' : ''}${SPEC}`.replaceAll('\n', '\n    ');
  const template = `template:\n    metadata: { labels: { app: web } }\n    spec:${spec}`;
  const selector = isJob ? '' : 'selector: { matchLabels: { app: web } }';
  const apiVersion = isJob ? 'batch/v1' : 'apps/v1';
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\nspec:\n  ${fields}\n  ${selector}\n  ${template}\n`;
}

describe('resources -f', () => {
  test('R16 R17 R19 tells why the Pod asks for 2100m, without a cluster', async () => {
    const { exitCode, stdout, stderr } = await ofStdin(POD);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toStartWith('Pod shop/web\n');
    expect(flat(stdout)).toContain(
      'cpu 2100m Init container migrate decides: it needs 2 while sidecar proxy already takes 100m.',
    );
    expect(stdout).toContain('◀ decides'.replace('◀', '<'));
  });

  test('draws with Unicode where the locale is UTF-8', async () => {
    const given = { readStdin: async () => POD, env: { LANG: 'en_US.UTF-8' } };
    const { stdout } = await run(['-f', '-'], given);
    expect(stdout).toContain('2100m ◀ decides');
  });

  // SetDefaults_Pod, pkg/apis/core/v1/defaults.go.
  test('R17 counts limits as requests where there are none, as the server will', async () => {
    const spec =
      'containers: [{ name: app, image: a, resources: { limits: { cpu: 1, memory: 1Gi } } }]';
    const pod = `kind: Pod\nmetadata: { name: web }\nspec: { ${spec} }\n`;
    const { requests, qos } = await jsonOf(pod);
    expect([requests.cpu.effective, requests.memory.effective]).toEqual(['1', '1Gi']);
    expect(qos.class).toBe('Guaranteed');
  });

  test('leaves a saved Pod as the server has stored it', async () => {
    const container = 'containers: [{ name: app, resources: { limits: { cpu: 1 } } }]';
    const saved = `kind: Pod\nmetadata: { name: web, uid: 1-2-3 }\nspec: { ${container} }\n`;
    expect((await jsonOf(saved)).requests).toEqual({});
  });

  // The defaults of pkg/apis/apps/v1/defaults.go and pkg/apis/batch/v1/defaults.go.
  test.each([
    ['Deployment', 'replicas: 3', 3],
    ['Deployment', 'paused: false', 1],
    ['StatefulSet', 'replicas: 0', 0],
    ['DaemonSet', 'minReadySeconds: 1', undefined],
    ['Job', 'parallelism: 4', 4],
  ])('of a %s with %s is of %p Pods', async (kind, fields, replicas) => {
    const value = await jsonOf(workload(kind, fields));
    expect(value.workload).toEqual({ kind, ...(replicas !== undefined && { replicas }) });
    expect(value.requests.cpu.effective).toBe('2100m');
  });

  test('adds up the Pods of a workload: three times 2100m', async () => {
    const { stdout } = await ofStdin(workload('Deployment', 'replicas: 3'));
    expect(stdout).toStartWith('Deployment default/web, 3 Pods. What follows is of one Pod.\n');
    expect(flat(stdout)).toContain('All 3 Pods together request cpu 6300m.');
  });

  test('of several Pods keeps their order, in a list', async () => {
    const { kind, items } = await jsonOf(`${POD}---\n${workload('Job', 'parallelism: 1')}`);
    expect(kind).toBe('PodResourcesList');
    expect(items.map((each: { workload?: { kind: string } }) => each.workload?.kind)).toEqual([
      undefined,
      'Job',
    ]);
  });

  test('tells the same as JSON and as YAML', async () => {
    const { stdout } = await ofStdin(POD, '-o', 'yaml');
    expect(Bun.YAML.parse(stdout)).toEqual(await jsonOf(POD));
  });

  test('writes a row for each resource as CSV, with exact amounts', async () => {
    const { stdout } = await ofStdin(workload('Deployment', 'replicas: 3'), '-o', 'csv');
    expect(stdout).toBe(
      'kind,namespace,name,replicas,resource,request,decidedBy,container,running,initPeak,unusedAfterInit,limit,limitIsUnbounded,qosClass,used,quotaRoom,byQuota,bySpec,limitRangeFills,refusals,nodeRoom,verdict\n' +
        'Deployment,default,web,3,cpu,2100m,init,migrate,600m,2100m,1500m,2,true,Burstable,,,2100m,2100m,,,,\n',
    );
  });

  test('says that the overhead of a RuntimeClass is not known here', async () => {
    const pod = POD.replace('\nspec:', '\nspec:\n  runtimeClassName: kata');
    expect(flat((await ofStdin(pod)).stdout)).toContain('What kata adds as overhead is not known');
    expect((await jsonOf(pod)).unknownRuntimeClass).toBe('kata');
  });

  test('of what has no Pod is an error', async () => {
    const { exitCode, stdout, stderr } = await ofStdin('kind: Service\nmetadata: { name: web }\n');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('no Pod in stdin, but Service "web"');
  });
});

describe('resources -f --by', () => {
  test('sums up what the files say: the Pod and three of the Deployment', async () => {
    const files = `${POD}---\n${workload('Deployment', 'replicas: 3')}`;
    const { items } = await jsonOf(files, '--by', 'namespace');
    const rows = items.map((each: { name: string; pods: number; requests: { cpu: string } }) => [
      each.name,
      each.pods,
      each.requests.cpu,
    ]);
    expect(rows).toEqual([
      ['default', 3, '6300m'],
      ['shop', 1, '2100m'],
    ]);
  });

  test('of a way to sum up that there is not names those that there are', async () => {
    const { exitCode, stdout, stderr } = await ofStdin(POD, '--by', 'team');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('pod, workload, namespace, node or label=KEY');
  });
});

describe('resources --what-if', () => {
  const whatIf = (...changes: readonly string[]) =>
    jsonOf(POD, ...changes.flatMap((change) => ['--what-if', change]));

  test.each([
    [['migrate.cpu=500m'], '600m'],
    [['proxy=last'], '2'],
    [['proxy=after:migrate'], '2'],
    [['migrate=first'], '2'],
    [['migrate=before:proxy'], '2'],
    [['migrate.cpu=500m', 'app.cpu=1'], '1100m'],
    [['migrate.requests.cpu=1'], '1100m'],
    // The limit of 2 becomes the request again.
    [['migrate.cpu='], '2100m'],
    [['migrate.limits.cpu=', 'migrate.cpu='], '600m'],
  ])('%p: the Pod would ask for %s', async (changes, effective) => {
    const { requests, whatIf: thought } = await whatIf(...changes);
    expect(requests.cpu.effective).toBe('2100m');
    expect(thought.after.requests.cpu.effective).toBe(effective);
    expect(thought.changes).toHaveLength(changes.length);
  });

  test('is told as before and after, in place of what is', async () => {
    const { stdout } = await ofStdin(POD, '--what-if', 'migrate.cpu=500m');
    expect(flat(stdout)).toStartWith(
      'Pod shop/web What if Set the cpu request of migrate to 500m. cpu request 2100m -> 600m cpu unused after init 1500m -> 0',
    );
    expect(stdout).not.toContain('Requests');
    const wide = await ofStdin(POD, '--what-if', 'migrate.cpu=500m', '-o', 'wide');
    expect(flat(wide.stdout)).toContain('As it is now: Pod shop/web Requests');
  });

  test.each([
    ['migrate', 'does not understand "migrate"'],
    ['migrate=later', 'does not understand "migrate=later"'],
    ['migrate.cpu=lots', '"lots" is not an amount\nGive one such as 500m or 2.'],
    ['migrate.memory=1i', '"1i" is not an amount\nGive one such as 512Mi or 2Gi.'],
    ['nobody.cpu=1', 'has no container nobody'],
    ['nobody=last', 'has no container nobody'],
    ['proxy=after:nobody', 'has no container nobody'],
    ['app=first', 'app is an app container'],
    // What an API server would refuse in any Pod.
    ['app.memroy=1Gi', 'must be a standard resource'],
    ['app.cpu=-1', 'must be greater than or equal to 0'],
    ['app.example.com/gpu=500m', 'must be an integer'],
  ])('%s is refused, with nothing on stdout', async (change, reason) => {
    const { exitCode, stdout, stderr } = await ofStdin(POD, '--what-if', change);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^error: --what-if/);
    expect(stderr).toContain(reason);
  });

  test('of a change that an API server would refuse in this Pod, says so in its answer', async () => {
    const { exitCode, stdout, stderr } = await ofStdin(POD, '--what-if', 'app.cpu=2');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(flat(stdout)).toContain(
      'Refused spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    );
    const { whatIf: thought } = await whatIf('app.cpu=2');
    expect(thought.after.refusals).toHaveLength(1);
  });

  test('of replicas is about workloads that have some', async () => {
    const { exitCode, stdout, stderr } = await ofStdin(POD, '--what-if', 'replicas=6');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe('error: --what-if: Pod web has no replicas to change\n');
  });

  test('of replicas is not about Jobs, which end', async () => {
    const containers = [{ name: 'a', image: 'a' }];
    const template = { spec: { restartPolicy: 'Never', containers } };
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'once' },
      spec: { template },
    };
    const { exitCode, stderr } = await ofStdin(JSON.stringify(job), '--what-if', 'replicas=6');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Job once has no replicas to change');
    expect(stderr).toContain('as its parallelism says');
  });

  test('names the containers that there are', async () => {
    const { stderr } = await ofStdin(POD, '--what-if', 'nobody.cpu=1');
    expect(stderr).toContain('Its containers are: proxy, migrate, app.');
  });
});

describe('what an API server would refuse', () => {
  const BAD = `apiVersion: v1
kind: Pod
metadata: { name: fine }
spec: { containers: [{ name: a, image: a }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      initContainers:
        - name: migrate
          image: a
          resources:
            requests: { cpu: 2, memroy: 1Gi }
      containers:
        - name: app
          image: a
          resources:
            requests: { cpu: 2 }
            limits: { cpu: 1 }
`;

  async function refused(text: string, ...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await ofStdin(text, ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    return stderr;
  }

  // The words are those of pkg/apis/core/validation/validation.go.
  test('is told with its place and field, all of it, and nothing is counted as 0', async () => {
    const { stdout, stderr } = await ofStdin(BAD);
    // What is good in the file is told all the same.
    expect(stdout).toStartWith('Pod default/fine\n');
    expect(stdout).not.toContain('web');
    expect(stderr).toContain(
      'stdin:18:41: document 2: spec.template.spec.initContainers[0].resources.requests[memroy]: Invalid value: "memroy": must be a standard resource',
    );
    expect(stderr).toContain(
      'stdin:23:30: document 2: spec.template.spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    );
  });

  test('is refused of a sum too', async () => {
    const { exitCode, stdout, stderr } = await ofStdin(BAD, '--by', 'pod');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('fine');
    expect(stderr).toContain('stdin:18:41: ');
  });

  test.each([
    ['lots', 'quantities must match the regular expression'],
    ['1 Gi', 'quantities must match the regular expression'],
    ['1i', "unable to parse quantity's suffix"],
    ['', 'quantities must match the regular expression'],
  ])('an amount that is none: %p', async (amount, reason) => {
    const resources = `resources: { requests: { memory: "${amount}" } }`;
    const text = `kind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: a\n      image: b\n      ${resources}\n`;
    const stderr = await refused(text);
    expect(stderr).toStartWith('error: stdin:7:41: spec.containers[0].resources.requests.memory: ');
    expect(stderr).toContain(`Invalid value: "${amount}": ${reason}`);
  });

  test('a negative amount', async () => {
    const text = POD.replace('cpu: 500m', 'cpu: -500m');
    expect(await refused(text)).toContain(
      'Invalid value: "-500m": must be greater than or equal to 0',
    );
  });

  test('cannot control the terminal by the names that it has', async () => {
    const text = POD.replace('requests: { cpu: 500m }', 'requests: { "a\\e[31m\\u202Eb": 1 }');
    const stderr = await refused(text);
    expect(stderr).toContain('a\\x1b[31m\\u202eb');
    expect(stderr).not.toMatch(/[[\p{Cc}\p{Cf}]--\n]/v);
  });
});

describe('the command line of resources', () => {
  test.each([
    [['web', '-f', 'pod.yaml'], 'not both'],
    [['web', '--top', '3'], '--top is for sums'],
    [['web', '--all-namespaces'], '--all-namespaces is for sums'],
    [['web', '-l', 'app=web'], '--selector is for sums'],
    [['web', '--field-selector', 'a=b'], '--field-selector is for sums'],
    [['web', '--waste'], '--waste is for sums'],
    [['web', '--by', 'node'], '--by is for sums'],
    [['-f', 'pod.yaml', '--top', '3'], 'Add --by'],
    [['-f', 'pod.yaml', '--sort-by', 'cpu'], '--sort-by is for sums'],
    [['-f', 'pod.yaml', '--usage'], '--usage'],
    [['-f', 'pod.yaml', '--by', 'pod', '--sort-by', 'now.cpu'], 'is about Pods that run'],
    [['-f', 'pod.yaml', '--by', 'pod', '--what-if', 'a.cpu=1'], 'leave out --by'],
    [['--what-if', 'a.cpu=1'], '--what-if needs a Pod'],
    [['--check'], '--check needs a Pod'],
    [['web', '-L', 'app'], '--label-columns is for sums'],
    [['--by', 'workload', '--show-labels'], '--show-labels is about Pods and nodes'],
    [['--node-taints', 'a b'], 'not a list of taints'],
  ])('%p contradicts itself', async (args, reason) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(reason);
  });

  test.each(['0', '-1', '1.5', 'many', '1e3'])('--top %s is no number of rows', async (top) => {
    const { exitCode, stdout, stderr } = await ofStdin(POD, '--by', 'pod', `--top=${top}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('It must be a whole number from 1.');
  });

  test.each([
    ['service/web', 'Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob'],
    ['deploy/', 'does not name an object'],
    ['pod/web/more', 'does not name an object'],
  ])('%s is nothing that has Pods', async (word, reason) => {
    const { exitCode, stdout, stderr } = await run([word]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(reason);
  });

  test.each([
    [['-w'], 'watch kubectl initx resources'],
    [['web', '--watch'], 'watch kubectl initx resources'],
    [['-A', '--utilization'], 'Give --usage.'],
    [['-g', 'node'], 'Give --by'],
    [['--no-taint'], 'Give --node-taints none.'],
  ])('%p is what others call it: the hint says what there is', async (args, hint) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain(`unknown option '`);
    expect(stderr).toContain(hint);
  });

  test('a flag that nobody has is refused without a hint', async () => {
    expect((await run(['--colour-of-the-sky'])).stderr).toBe(
      "error: unknown option '--colour-of-the-sky'\n",
    );
  });

  test('an output format that there is not is refused with those that there are', async () => {
    const { exitCode, stderr } = await run(['web', '-o', 'xml']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('table, wide, json, yaml, csv');
  });

  test('a file and a kubeconfig that are not there are named', async () => {
    expect((await run(['-f', '/no/such/file'])).stderr).toContain('/no/such/file');
    expect((await run(['web', '--kubeconfig', '/no/such/file'])).stderr).toContain('/no/such/file');
  });

  test('control characters in what the user typed do not reach the terminal', async () => {
    const typed = [['service/\x1b[31mweb'], ['web', '--what-if', '\x1b[31m'], ['--by', '\x1b[31m']];
    for (const args of typed) expect((await run(args)).stderr).not.toContain('\x1b');
  });

  test('--help goes to stdout, exit 0, has every flag, and fits 80 columns', async () => {
    const { exitCode, stdout, stderr } = await run(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Examples:');
    for (const flag of [
      '--filename',
      '--by',
      '--top',
      '--waste',
      '--what-if',
      '--usage',
      '--check',
      '--against',
    ]) {
      expect(stdout).toContain(flag);
    }
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('resources -f with other objects beside the Pods', () => {
  const QUOTA =
    'apiVersion: v1\nkind: ResourceQuota\nmetadata: { name: team }\nspec: { hard: { requests.cpu: 5 } }\n';
  const RANGE =
    'apiVersion: v1\nkind: LimitRange\nmetadata: { name: lr }\nspec: { limits: [{ type: Container, default: { cpu: 1 } }] }\n';
  const SCALER =
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\n' +
    'spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, maxReplicas: 20 }\n';

  test('R21 a quota has room for two Pods of 2100m in 5, of three that are wanted', async () => {
    const text = [workload('Deployment', 'replicas: 3'), QUOTA].join('---\n');
    const { stdout } = await ofStdin(text);
    expect(flat(stdout)).toContain('Quota has room for 2 of the 3 missing Pods.');
    expect((await ofStdin(text, '-o', 'csv')).stdout).toEndWith(',Burstable,,2,2100m,2100m,,,,\n');
    const none = text.replace('requests.cpu: 5', 'requests.cpu: 2');
    const csv = (await ofStdin(none, '-o', 'csv')).stdout;
    expect(csv).toContain(',Burstable,,0,2100m,2100m,,');
    expect(csv).toContain('exceeded quota: ');
  });

  test('R21 a LimitRange that makes the limit lower than the request is told as the refusal', async () => {
    const text = [
      POD.replace(', namespace: shop', '').replace(', limits: { cpu: 2 }', ''),
      RANGE,
    ].join('---\n');
    const refusal =
      'spec.initContainers[1].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1';
    expect(flat((await ofStdin(text)).stdout)).toContain(refusal);
    const csv = (await ofStdin(text, '-o', 'csv')).stdout;
    expect(csv).toContain(refusal.replaceAll('"', '""'));
    expect(csv).toContain('migrate limit 1');
  });

  test('R19 an autoscaler says how many Pods there may be: 20 × 2100m', async () => {
    const { stdout } = await ofStdin([workload('Deployment', 'replicas: 3'), SCALER].join('---\n'));
    expect(flat(stdout)).toContain('Its autoscaler may scale it to 20 Pods, which request cpu 42');
  });

  test('an autoscaler needs a request of every container that runs on (replica_calculator.go)', async () => {
    const metric = (target: string) =>
      SCALER.replace(
        'maxReplicas: 20',
        `maxReplicas: 20, metrics: [{ type: Resource, resource: { name: cpu, target: { type: ${target} } } }]`,
      );
    const web = (resources: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 2, selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { ${resources} initContainers: [{ name: once, image: x }], containers: [{ name: web, image: x, resources: { requests: { cpu: 1 } } }, { name: logs, image: x }] } } }\n`;
    const lines = async (scaler: string, resources = '', more = '') =>
      flat((await ofStdin([web(resources), scaler, more].join('---\n'))).stdout);
    const sentence = 'Its autoscaler cannot compute the utilization of cpu, as logs requests none';
    expect(await lines(metric('Utilization'))).toContain(sentence);
    expect(await lines(SCALER)).toContain(sentence);
    const others = [
      await lines(metric('AverageValue')),
      await lines(SCALER, 'resources: { requests: { cpu: 2 } },'),
      await lines(SCALER, '', RANGE.replace('default:', 'defaultRequest: { cpu: 1 }, default:')),
    ];
    expect(others.filter((each) => each.includes('utilization'))).toEqual([]);
  });

  test('R21 quota and nodes are not asked for Pods that are refused as they are', async () => {
    const text = [
      workload('Deployment', 'replicas: 3').replaceAll(', limits: { cpu: 2 }', ''),
      QUOTA,
      RANGE,
    ].join('---\n');
    const stdout = flat((await ofStdin(text)).stdout);
    expect(stdout).toContain('Not asked: such a Pod is refused before quota counts it.');
    expect(stdout).not.toContain('Quota has room');
  });

  test('a change is made in the Pods that have the container', async () => {
    const other = workload('Deployment', 'replicas: 1')
      .replaceAll('migrate', 'warm')
      .replace('name: web }\nspec', 'name: api }\nspec');
    const text = [workload('Deployment', 'replicas: 3'), other].join('---\n');
    const { exitCode, stdout, stderr } = await ofStdin(text, '--what-if', 'migrate.cpu=500m');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Deployment default/web');
    expect(stdout).not.toContain('default/api');
    expect(stderr).toBe('note: 1 Pod has nothing that could be changed so\n');
  });
});

describe('a list of options', () => {
  test('--selector of a file that is none is refused', async () => {
    const { exitCode, stderr } = await ofStdin(POD, '--by', 'pod', '-l', 'app in web');
    expect({ exitCode, stderr: stderr.split('\n')[0] }).toEqual({
      exitCode: 1,
      stderr: 'error: --selector app in web: not a label selector',
    });
  });

  test('--field-selector of a file is refused', async () => {
    const { exitCode, stderr } = await ofStdin(POD, '--by', 'pod', '--field-selector', 'a=b');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--field-selector is about Pods of a cluster');
  });

  test('-o name of rows by a label is refused', async () => {
    const { exitCode, stderr } = await ofStdin(POD, '--by', 'label=app', '-o', 'name');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('rows by a label are not objects');
  });
});
