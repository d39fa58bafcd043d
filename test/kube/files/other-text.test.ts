import { expect, test } from 'bun:test';
import { readManifests } from '../../../src/kube/files/manifest-files.ts';

async function told(text: string): Promise<readonly string[]> {
  const { problems } = await readManifests(['-'], { readStdin: async () => text });
  return problems.flatMap(({ message, hint }) => [message, hint ?? '']);
}

test('the text of kubectl describe is known, with the command that saves the Pod', async () => {
  const text = `Name:             db-0
Namespace:        store
Service Account:  default
Status:           Pending
Init Containers:
  wait:
    State:          Waiting
      Reason:       CrashLoopBackOff
Events:
  Type     Reason   Age   From     Message
`;
  expect(await told(text)).toEqual([
    'stdin:1: document 1: this is the text of kubectl describe, not a manifest',
    'Save the Pod itself: kubectl get pod db-0 -n store -o yaml > pod.yaml, or explain it where it is: kubectl initx explain db-0 -n store',
  ]);
});

test('a part of it, without the name, is known too', async () => {
  const [message] = await told(
    'Init Containers:\n  wait:\n    Image: b\nConditions:\n  Type  Status\n',
  );
  expect(message).toBe('stdin:1: document 1: this is the text of kubectl describe, not a manifest');
});

test('a table of kubectl get is known', async () => {
  const [message] = await told(
    'NAME    READY   STATUS     RESTARTS      AGE\ndb-0    0/1     Init:0/1   2 (5m ago)    9m\n',
  );
  expect(message).toBe(
    'stdin:1: document 1: this is a table of kubectl get, which says too little of a Pod',
  );
});

test.each([
  ['{{ .Values.name }}', 'kind: Pod\nmetadata:\n  name: {{ .Values.name }}\n'],
  [
    '{{- if .Values.on }}',
    'kind: Pod\nspec:\n  {{- if .Values.on }}\n  nodeName: a\n  {{- end }}\n',
  ],
  ['{% if on %}', 'kind: Pod\nspec:\n  {% if on %}\n  nodeName: a\n  {% endif %}\n'],
  [
    '{{ .Values.image }}',
    'kind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: a, image: "{{ .Values.image }}"}]\n',
  ],
])('a template that was not rendered is known by %p', async (mark, text) => {
  const [message, hint] = await told(text);
  expect(message).toEndWith(`this is a template that has not been rendered: ${mark}`);
  expect(hint).toContain('helm template');
});

test('braces of other programs in a good manifest are none of that', async () => {
  const text = `kind: Pod
metadata: {name: p}
spec:
  containers:
  - {name: a, image: b, args: ["--format={{.Names}}"]}
`;
  expect(await told(text)).toEqual([]);
});

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

test.each([
  [`\`\`\`yaml\n${POD}\`\`\`\n`, 'this is Markdown around a manifest'],
  [
    `$ kubectl get pod a -o yaml\n${POD}`,
    'this begins with a command, not with what it has printed',
  ],
  [`kubectl get pod a -o yaml\n${POD}`, 'this begins with a command, not with what it has printed'],
])('%j, pasted whole, is known', async (text, message) => {
  const [said, hint] = await told(text);
  expect(said).toBe(`stdin:1: document 1: ${message}`);
  expect(hint).toStartWith('Leave out ');
});

test('a comment that names the command is none', async () => {
  expect(
    await told(`# kubectl get pod a -o yaml\n${POD}spec: {containers: [{name: a, image: b}]}\n`),
  ).toEqual([]);
});

test('the spec of a Pod alone says what is missing above it', async () => {
  const [message, hint] = await told('containers:\n- {name: a, image: b}\n');
  expect(message).toBe("stdin:1: document 1: Object 'Kind' is missing");
  expect(hint).toContain('This is the spec of a Pod alone');
});
