import { expect, test } from 'bun:test';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';

const read = (text: string) => readManifests(['-'], { readStdin: async () => text });

async function found(text: string) {
  const { pods, problems, notes } = await read(text);
  return {
    pods: pods.map(({ kind, pod, part, replicas }) => [kind, pod.metadata.name, part, replicas]),
    problems: problems.map(({ message }) => message),
    notes,
  };
}

const TEMPLATE = '{spec: {containers: [{name: a, image: b}]}}';

test('templates of kinds that are not Kubernetes’ own are found where they are', async () => {
  const text = `apiVersion: apps.openshift.io/v1
kind: DeploymentConfig
metadata: {name: dc}
spec: {replicas: 2, template: ${TEMPLATE}}
---
apiVersion: apps.kruise.io/v1alpha1
kind: CloneSet
metadata: {name: clone}
spec: {replicas: 4, template: ${TEMPLATE}}
---
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {name: train}
spec:
  replicatedJobs:
  - {name: driver, replicas: 1, template: {spec: {template: ${TEMPLATE}}}}
  - {name: workers, replicas: 2, template: {spec: {parallelism: 4, template: ${TEMPLATE}}}}
---
apiVersion: batch.volcano.sh/v1alpha1
kind: Job
metadata: {name: volcano}
spec: {tasks: [{name: ps, replicas: 3, template: ${TEMPLATE}}]}
---
apiVersion: example.com/v1
kind: Pool
metadata: {name: pool}
spec: {worker: {podTemplate: ${TEMPLATE}}}
`;
  expect(await found(text)).toEqual({
    pods: [
      ['DeploymentConfig', 'dc', undefined, 2],
      ['CloneSet', 'clone', undefined, 4],
      ['JobSet', 'train', 'driver', 1],
      ['JobSet', 'train', 'workers', 8],
      ['Job', 'volcano', undefined, 3],
      ['Pool', 'pool', undefined, undefined],
    ],
    problems: [],
    notes: [],
  });
});

test('Knative names the containers of a Service that have no name', async () => {
  const text = `apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: hello}
spec:
  template:
    spec:
      containerConcurrency: 5
      initContainers: [{image: busybox, name: fetch}]
      containers: [{image: hello}]
`;
  const { pods, problems } = await read(text);
  expect(problems).toEqual([]);
  expect(pods[0]?.pod.spec.containers[0]?.name).toBe('user-container');
});

test('a misspelt field of theirs is told as in any other template', async () => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  template:
    spec:
      initContainer: [{name: i, image: b}]
      containers: [{name: a, image: b}]
`;
  expect((await found(text)).problems).toEqual([
    'stdin:7:7: unknown field "spec.template.spec.initContainer"',
  ]);
});

test('a PodTemplate runs nothing, and kinds without Pods of which that is not known are named', async () => {
  const text = `apiVersion: v1
kind: PodTemplate
metadata: {name: tpl}
template: ${TEMPLATE}
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {generateName: hello-}
spec: {templates: [{name: w, container: {image: b}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cm}
`;
  expect(await found(text)).toEqual({
    pods: [['PodTemplate', 'tpl', undefined, 0]],
    problems: [],
    notes: ['no Pod template was found in Workflow "hello-": left out'],
  });
});

test('a Pod that will be named by the server is called as its manifest calls it', async () => {
  const { pods } = await read(
    'apiVersion: v1\nkind: Pod\nmetadata: {generateName: run-}\nspec: {containers: [{name: a, image: b}]}\n',
  );
  expect(pods[0]?.pod.metadata).toEqual({ name: 'run-', generateName: 'run-' });
});

test.each([
  ['Deploymnt', 'apps/v1', 'Did you mean Deployment?'],
  ['deployment', 'apps/v1', 'Did you mean Deployment?'],
  ['Deployment', 'apps/v2', 'Kubernetes has Deployment in apps/v1.'],
])('R7 no API server has the kind %s of %s', async (kind, apiVersion, hint) => {
  const { problems } = await read(
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: d}\nspec: {}\n`,
  );
  expect(problems.map((problem) => [problem.message, problem.hint])).toEqual([
    [`stdin:2:7: no matches for kind "${kind}" in version "${apiVersion}"`, hint],
  ]);
});

test('a version of the past is told, and so is its Pod', async () => {
  const { pods, problems } = await found(
    `apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: old}\nspec: {template: ${TEMPLATE}}\n`,
  );
  expect(pods).toEqual([['Deployment', 'old', undefined, 1]]);
  expect(problems).toEqual([
    'stdin:2:7: no matches for kind "Deployment" in version "extensions/v1beta1"',
  ]);
});

test('quotas, LimitRanges, nodes and autoscalers are handed on', async () => {
  const text = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {cpu: 2}}}
- {apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {cpu: 1}}]}}
- {apiVersion: v1, kind: Node, metadata: {name: node-1}, status: {allocatable: {cpu: 4}}}
- {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}}
- {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: b}]}}
`;
  const { quotas, limitRanges, nodes, autoscalers, problems } = await read(text);
  expect(problems).toEqual([]);
  expect(quotas[0]?.spec?.hard).toEqual({ cpu: '2' });
  expect(limitRanges[0]?.spec?.limits?.[0]?.default).toEqual({ cpu: '1' });
  expect(nodes[0]?.status?.allocatable).toEqual({ cpu: '4' });
  expect(autoscalers[0]?.spec.maxReplicas).toBe(9);
});

test('what stands around Pods is in the namespace that is asked for, as they are', async () => {
  const text = `kind: ResourceQuota
apiVersion: v1
metadata: { name: q }
---
kind: HorizontalPodAutoscaler
apiVersion: autoscaling/v2
metadata: { name: web }
spec: { scaleTargetRef: { kind: Deployment, name: web }, maxReplicas: 9 }
---
kind: Node
apiVersion: v1
metadata: { name: node-1 }
`;
  const readStdin = async () => text;
  const found = await readManifests(['-'], { readStdin, namespace: 'staging', mayLackPods: true });
  expect(found.problems).toEqual([]);
  const { quotas, autoscalers, nodes } = found;
  expect([...quotas, ...autoscalers].map(({ metadata }) => metadata.namespace)).toEqual([
    'staging',
    'staging',
  ]);
  expect(nodes[0]?.metadata).toEqual({ name: 'node-1' });
});

test('a part of a template, which an operator completes, is none, and refused for nothing', async () => {
  const text = `apiVersion: k8s.keycloak.org/v2alpha1
kind: Keycloak
metadata: {name: login}
spec: {unsupported: {podTemplate: {spec: {containers: [{volumeMounts: []}]}}}}
---
apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata: {name: search}
spec: {nodeSets: [{name: hot, count: 1, podTemplate: {spec: {containers: [{name: elasticsearch}]}}}]}
`;
  expect(await found(text)).toEqual({
    pods: [['Elasticsearch', 'search', undefined, undefined]],
    problems: [],
    notes: ['no Pod template was found in Keycloak "login": left out'],
  });
});
