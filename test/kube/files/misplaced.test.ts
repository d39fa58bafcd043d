import { expect, test } from 'bun:test';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';

// Manifests as people had them. What the server says of each was asked on a real one.

async function told(text: string) {
  const { pods, problems } = await readManifests(['-'], { readStdin: async () => text });
  return { pods: pods.length, problems: problems.map(({ message }) => message) };
}

const deployment = (template: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: flow}
spec:
  selector: {matchLabels: {app: flow}}
  template:
    metadata: {labels: {app: flow}}
${template}`;

test('an init container that slipped into the mounts of another does not vanish', async () => {
  const text = deployment(`    spec:
      initContainers:
      - name: data-dir
        image: flow:1
        volumeMounts:
        - name: data
          mountPath: /data

        - args: [--host=db]
          command: [/wait-for]
          image: wait-for:1
          name: wait-for-db
      containers:
      - {name: flow, image: flow:1}
      volumes: [{name: data, emptyDir: {}}]
`);
  const mount = 'spec.template.spec.initContainers[0].volumeMounts[1]';
  expect(await told(text)).toEqual({
    pods: 0,
    problems: [
      `stdin:16:11: unknown field "${mount}.args"`,
      `stdin:16:11: ${mount}.mountPath: Required value`,
      `stdin:17:11: unknown field "${mount}.command"`,
      `stdin:18:11: unknown field "${mount}.image"`,
      `stdin:19:17: ${mount}.name: Not found: "wait-for-db"`,
    ],
  });
});

test('a mount that was pasted among the init containers is none of them', async () => {
  const text = deployment(`    spec:
      initContainers:
      - name: config-dir
        mountPath: /root/.config
      containers:
      - {name: flow, image: flow:1}
`);
  expect((await told(text)).problems).toEqual([
    'stdin:10:9: spec.template.spec.initContainers[0].image: Required value',
    'stdin:11:9: unknown field "spec.template.spec.initContainers[0].mountPath"',
  ]);
});

test('init containers beside the spec, or by another name, do not vanish', async () => {
  const text = deployment(`    initContainers:
    - {name: migrate, image: a}
    spec:
      initContainer:
      - {name: seed, image: a}
      containers:
      - {name: web, image: a}
      - {name: web, image: b}
`);
  expect((await told(text)).problems).toEqual([
    'stdin:8:5: unknown field "spec.template.initContainers"',
    'stdin:11:7: unknown field "spec.template.spec.initContainer"',
    'stdin:15:16: spec.template.spec.containers[1].name: Duplicate value: "web"',
  ]);
});

test('onExit of a restart rule is no field', async () => {
  const text = `apiVersion: v1
kind: Pod
metadata: {name: all}
spec:
  restartPolicy: Never
  containers:
  - name: main
    image: a
    restartPolicy: OnFailure
    restartPolicyRules:
    - action: RestartAllContainers
      onExit: {exitCodes: {operator: In, values: [88]}}
`;
  expect((await told(text)).problems).toContain(
    'stdin:12:7: unknown field "spec.containers[0].restartPolicyRules[0].onExit"',
  );
});

test('what helm prints after the manifests hides none of them', async () => {
  const text = `---
# Source: shop/templates/empty.yaml
---
${deployment(`    spec:
      initContainers:
      containers:
      - {name: shop, image: a, resources: {limits: null}, livenessProbe: null}
      nodeSelector: null
      volumes:
status: {}
`)}---
NOTES:
1. Get the URL:
  export POD=$(kubectl get pods -o jsonpath="{.items[0].metadata.name}")
`;
  const { pods, problems } = await told(text);
  expect(pods).toBe(1);
  expect(problems).toEqual([expect.stringMatching(/^stdin:1[6-9]/)]);
});

test('a `metadata:` with nothing below it is told, and its Pod too', async () => {
  expect(
    await told(
      'apiVersion: v1\nkind: Pod\nmetadata:\nspec:\n  containers: [{name: a, image: b}]\n',
    ),
  ).toEqual({
    pods: 1,
    problems: [expect.stringContaining('metadata.name: Required value: name or generateName')],
  });
});
