/**
 * What the API server refuses, by its own words: explain, and whoever reads it, may rely on never
 * meeting such Pods. The rules are in pkg/apis/core/validation/validation.go.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { createNamespace, kubectl, realCluster, run, until } from './support/real-cluster.ts';

const TIMEOUT_MS = 60_000;
const probe = { exec: { command: ['true'] } };

interface Fields {
  readonly [field: string]: unknown;
}

describe.skipIf(realCluster.isAbsent)('validation by the API server', () => {
  let namespace = { name: '', remove: async () => '' };

  beforeAll(async () => {
    namespace = await createNamespace('validation');
  }, TIMEOUT_MS);

  afterAll(async () => {
    await namespace.remove();
  });

  const inNamespace = (...args: string[]) => ['-n', namespace.name, ...args];

  /** What kubectl says of a refused object; empty where the server would take it. */
  async function refusal(object: object): Promise<string> {
    const args = inNamespace('create', '--dry-run=server', '-f', '-');
    const stdin = JSON.stringify(object);
    return complaint(await run([realCluster.kubectl, ...args], { stdin }));
  }

  async function refusalOfPatch(name: string, patch: object): Promise<string> {
    const args = inNamespace(
      'patch',
      'pod',
      name,
      '--dry-run=server',
      `-p=${JSON.stringify(patch)}`,
    );
    return complaint(await run([realCluster.kubectl, ...args]));
  }

  /** Writes the list of ephemeral containers as `kubectl debug` does. */
  async function refusalOfEphemeral(name: string, containers: readonly Fields[]): Promise<string> {
    const stored = JSON.parse(await kubectl(inNamespace('get', 'pod', name, '-o', 'json')));
    const path = `/api/v1/namespaces/${namespace.name}/pods/${name}/ephemeralcontainers`;
    const changed = { ...stored, spec: { ...stored.spec, ephemeralContainers: containers } };
    const stdin = JSON.stringify(changed);
    return complaint(
      await run([realCluster.kubectl, 'replace', '--raw', path, '-f', '-'], { stdin }),
    );
  }

  /** Stays as it is: its scheduling gate keeps every node away from it. */
  async function createGated(name: string, more: Fields = {}): Promise<void> {
    const schedulingGates = [{ name: 'example.com/never' }];
    const init = container('setup', { command: ['true'] });
    const object = pod({ schedulingGates, initContainers: [init], ...more }, name);
    await kubectl(inNamespace('create', '-f', '-'), JSON.stringify(object));
  }

  test.each(['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'])(
    'R7 an ordinary init container may not have a %s, a sidecar may',
    async (field) => {
      const more = { [field]: field === 'lifecycle' ? { postStart: probe } : probe };
      const withInit = (restartPolicy: Fields) =>
        pod({ initContainers: [container('setup', { ...more, ...restartPolicy })] });
      const forbidden = `spec.initContainers[0].${field}: Forbidden: may not be set for init containers`;
      expect(await refusal(withInit({}))).toContain(forbidden);
      expect(await refusal(withInit({ restartPolicy: 'OnFailure' }))).toContain(forbidden);
      expect(await refusal(withInit({ restartPolicy: 'Always' }))).toBe('');
    },
    TIMEOUT_MS,
  );

  test.each([
    ['init and app', { initContainers: [container('app')] }, 'spec.initContainers[0].name'],
    [
      'sidecar and app',
      { initContainers: [container('app', { restartPolicy: 'Always' })] },
      'spec.initContainers[0].name',
    ],
    [
      'two init',
      { initContainers: [container('setup'), container('setup')] },
      'spec.initContainers[1].name',
    ],
    ['two app', { containers: [container('app'), container('app')] }, 'spec.containers[1].name'],
  ])(
    'R13 %s containers may not share a name',
    async (_, spec, field) => {
      expect(await refusal(pod(spec))).toMatch(duplicate(field));
    },
    TIMEOUT_MS,
  );

  test(
    'R13 an ephemeral container may not take the name of another one',
    async () => {
      await createGated('names');
      for (const name of ['setup', 'app']) {
        const refused = await refusalOfEphemeral('names', [container(name)]);
        expect(refused).toMatch(duplicate('spec.ephemeralContainers[0].name'));
      }
    },
    TIMEOUT_MS,
  );

  test(
    'R9 the same ports may be declared by init and app containers, and only those of apps are served',
    async () => {
      const ports = (name: string) => ({ ports: [{ name, containerPort: 8080 }] });
      const spec = {
        initContainers: [
          container('one', { command: ['true'], ...ports('setup') }),
          container('two', { command: ['true'], ...ports('setup') }),
        ],
        containers: [container('app', { command: ['sleep', '3600'], ...ports('web') })],
      };
      const service = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'ports' },
        spec: {
          selector: { name: 'ports' },
          ports: ['setup', 'web'].map((name) => ({ name, port: name.length, targetPort: name })),
        },
      };
      for (const object of [pod(spec, 'ports'), service]) {
        await kubectl(inNamespace('create', '-f', '-'), JSON.stringify(object));
      }
      const isServed = inNamespace(
        'get',
        'endpointslices',
        '-l',
        'kubernetes.io/service-name=ports',
      );
      const path =
        '-o=jsonpath={.items[*].endpoints[*].conditions.ready}/{.items[*].ports[*].name}';
      let served = '';
      await until('an endpoint is ready', async () => {
        served = await kubectl([...isServed, path]);
        return served.startsWith('true/');
      });
      expect(served).toBe('true/web');
    },
    2 * TIMEOUT_MS,
  );

  test(
    'R10 of an init container only the image may be changed',
    async () => {
      await createGated('change');
      const patched = (fields: Fields) =>
        refusalOfPatch('change', { spec: { initContainers: [{ name: 'setup', ...fields }] } });
      expect(await patched({ image: 'busybox:latest' })).toBe('');
      const others = 'pod updates may not change fields other than';
      expect(await patched({ command: ['false'] })).toContain(others);
      expect(await patched({ env: [{ name: 'MODE', value: 'fast' }] })).toContain(others);
    },
    TIMEOUT_MS,
  );

  test(
    'R12 a deadline is a positive number, may be shortened, but not prolonged or removed',
    async () => {
      const field = 'spec.activeDeadlineSeconds: Invalid value';
      expect(await refusal(pod({ activeDeadlineSeconds: 0 }))).toContain(field);
      await createGated('deadline', { activeDeadlineSeconds: 100 });
      const patched = (activeDeadlineSeconds: number | null) =>
        refusalOfPatch('deadline', { spec: { activeDeadlineSeconds } });
      expect(await patched(50)).toBe('');
      expect(await patched(200)).toContain(field);
      expect(await patched(null)).toContain(field);
    },
    TIMEOUT_MS,
  );

  test(
    'R28 neither a new Pod nor an ordinary change may bring ephemeral containers',
    async () => {
      const ephemeralContainers = [container('look')];
      expect(await refusal(pod({ ephemeralContainers }))).toContain('cannot be set on create');
      await createGated('no-ephemeral');
      expect(await refusalOfPatch('no-ephemeral', { spec: { ephemeralContainers } })).toContain(
        'pod updates may not change fields other than',
      );
    },
    TIMEOUT_MS,
  );

  test(
    'R29 R31 ephemeral containers have no ports, probes, resources or lifecycle and stay as they are',
    async () => {
      await createGated('ephemeral');
      const refused: Fields = {
        ports: [{ containerPort: 80 }],
        livenessProbe: probe,
        readinessProbe: probe,
        startupProbe: probe,
        lifecycle: { postStart: probe },
        resources: { requests: { cpu: '1m' } },
      };
      for (const [field, value] of Object.entries(refused)) {
        expect(
          await refusalOfEphemeral('ephemeral', [container('look', { [field]: value })]),
        ).toContain(
          `spec.ephemeralContainers[0].${field}: Forbidden: cannot be set for an Ephemeral Container`,
        );
      }
      expect(await refusalOfEphemeral('ephemeral', [container('look')])).toBe('');
      expect(await refusalOfEphemeral('ephemeral', [])).toContain('may not be removed');
      const changed = container('look', { command: ['false'] });
      expect(await refusalOfEphemeral('ephemeral', [changed])).toContain('may not be changed');
    },
    TIMEOUT_MS,
  );
});

function complaint({ exitCode, stderr }: { exitCode: number; stderr: string }): string {
  if (exitCode === 0) return '';
  return stderr === '' ? `kubectl exited with ${exitCode}` : stderr;
}

function duplicate(field: string): RegExp {
  const escaped = field.replaceAll(/[[\].]/g, '\\$&');
  return new RegExp(`${escaped}: Duplicate value: "[a-z]+"`);
}

function container(name: string, more: Fields = {}): Fields {
  return { name, image: 'busybox:1.28', terminationMessagePolicy: 'File', ...more };
}

function pod(spec: Fields, name = 'refused'): Fields {
  const rest = { terminationGracePeriodSeconds: 0, containers: [container('app')], ...spec };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { name } }, spec: rest };
}
