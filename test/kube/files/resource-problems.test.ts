import { expect, test } from 'bun:test';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';

/** Words and fields are compared with the API server's in test/e2e/resource-validation.test.ts. */
async function problemsOf(text: string): Promise<readonly string[]> {
  const { problems } = await readManifests(['-'], { readStdin: async () => text });
  // What is written here has no name, and what is asked for is the resources.
  return problems
    .map(({ message }) => message)
    .filter((message) => !/metadata\.name: |spec\.schedule: /.test(message));
}

const container = (resources: string) => `- {name: a, image: b, resources: ${resources}}`;

test('R21 all problems of a Pod are told, one a line, each with its place', async () => {
  const text = `kind: Pod
spec:
  containers:
  - name: a
    image: b
    resources:
      limits:
        cpu: 1
        memory: -1Gi
      requests:
        cpu: 2
        memory: 0
`;
  expect(await problemsOf(text)).toEqual([
    'stdin:9:17: spec.containers[0].resources.limits[memory]: Invalid value: "-1Gi": must be greater than or equal to 0',
    'stdin:11:14: spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
    'stdin:12:17: spec.containers[0].resources.requests: Invalid value: "0": must be less than or equal to memory limit of -1Gi',
  ]);
});

test('R21 in a workload of a later document the field is below its template', async () => {
  const text = `kind: Service
---
kind: List
items:
- kind: CronJob
  spec:
    jobTemplate:
      spec:
        template:
          spec:
            restartPolicy: Never
            containers:
            ${container('{requests: {gpu: 1}}')}
`;
  const at =
    'stdin:13:63: document 2: items[0].spec.jobTemplate.spec.template.spec.containers[0].resources.requests[gpu]: Invalid value: "gpu"';
  expect(await problemsOf(text)).toEqual([
    `${at}: must be a standard resource type or fully qualified`,
    `${at}: must be a standard resource for containers`,
  ]);
});

test('R21 what the server would fill in is judged too, at the nearest place in the file', async () => {
  const text = `kind: Pod
spec:
  resources:
    limits: {cpu: 1}
  containers:
  ${container('{requests: {cpu: 1500m}}')}
`;
  expect(await problemsOf(text)).toEqual([
    'stdin:4:5: spec.resources.requests: Invalid value: "1500m": must be less than or equal to cpu limit of 1',
  ]);
});

test('R21 nothing is told of a Pod that the server would take', async () => {
  const text = `kind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  ${container('{limits: {cpu: 1}}')}\n`;
  expect(await problemsOf(text)).toEqual([]);
});

test('R21 a misspelt field of resources is told, and does not count as nothing', async () => {
  const text = `kind: Pod
spec:
  initContainers:
  - name: a
    image: b
    resources:
      request: {cpu: 4}
  containers:
  - {name: b, image: c, resources: {limits: {cpu: 1}, claims: []}}
`;
  expect(await problemsOf(text)).toEqual([
    'stdin:7:7: unknown field "spec.initContainers[0].resources.request"',
  ]);
});
