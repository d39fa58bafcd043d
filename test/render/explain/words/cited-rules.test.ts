import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { RULES } from '../../../../src/model/rules.ts';
import { runMain } from '../../../support/fake-io.ts';

const examples = join(import.meta.dirname, '..', '..', '..', '..', 'examples');
const stuck = ['explain', '-f', join(examples, 'stuck-pod.yaml')];

test('-o wide says which rules are behind headline (R1) and notes (R3), and rules shows these', async () => {
  const { stdout } = await runMain([...stuck, '-o', 'wide']);
  expect(stdout).toEndWith('\nThe rules behind it: kubectl initx rules R1 R3\n');
  const shown = await runMain(['rules', 'R1', 'R3'], { columns: 1000 });
  for (const { id, sentence } of RULES) {
    expect(shown.stdout.includes(sentence)).toBe(['R1', 'R3'].includes(id));
  }
});

test('what the API server refuses by a rule (R7, R13, R28) comes with the rule, once', async () => {
  const init = (name: string) => ({ name, image: 'a', lifecycle: {}, startupProbe: {} });
  const spec = {
    initContainers: [init('app')],
    ephemeralContainers: [{ name: 'debugger' }],
    containers: [{ name: 'app', image: 'a' }],
  };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec };
  const readStdin = async () => JSON.stringify(pod);
  const { stderr } = await runMain(['explain', '-f', '-'], { readStdin });
  const cited = Array.from(stderr.matchAll(/\(kubectl initx rules (R\d+)\)\./g), ([, id]) => id);
  expect(cited.toSorted()).toEqual(['R13', 'R28', 'R7']);
});

test('the usual table keeps to the Pod', async () => {
  expect((await runMain(stuck)).stdout).not.toContain('initx rules');
});

test('a file that is yet to be created has rules too', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      restartPolicy: 'Never',
      initContainers: [{ name: 'migrate', image: 'a' }],
      containers: [{ name: 'app', image: 'a' }],
    },
  };
  const { stdout } = await runMain(['explain', '-f', '-', '-o', 'wide'], {
    readStdin: async () => JSON.stringify(pod),
  });
  expect(stdout).toMatch(/\nThe rules behind it: kubectl initx rules R4\n$/);
});
