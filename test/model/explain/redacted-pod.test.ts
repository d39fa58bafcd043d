import { describe, expect, test } from 'bun:test';
import { redactedPod } from '../../../src/model/explain/redacted-pod.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';

const SECRET = 'hunter2';
const headers = { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: SECRET }] } };
const container = (name: string) => ({
  name,
  image: 'app',
  command: ['serve', '--port=80'],
  env: [
    { name: 'PASSWORD', value: SECRET },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'a' } } },
  ],
  livenessProbe: headers,
  lifecycle: { postStart: headers },
});
const pod = {
  metadata: {
    name: 'web',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': `{"env": "${SECRET}"}`,
      'vault.example/token': SECRET,
      'kubernetes.io/config.hash': 'abc',
    },
    managedFields: [{ manager: SECRET }],
  },
  spec: {
    initContainers: [container('init')],
    containers: [container('app')],
    ephemeralContainers: [container('debug')],
  },
  status: { phase: 'Running' },
} as unknown as Pod;

describe('a redacted Pod', () => {
  const redacted = redactedPod(pod, false);

  test('has no value of a variable, header or annotation in it', () => {
    expect(JSON.stringify(redacted)).not.toContain(SECRET);
  });

  test('keeps which variables there are and where they come from, and the command', () => {
    const [app] = redacted.spec.containers;
    expect(app?.env?.map(({ name }) => name)).toEqual(['PASSWORD', 'TOKEN']);
    expect(JSON.stringify(app?.env)).toContain('"secretKeyRef":{"name":"tokens","key":"a"}');
    expect(app?.command).toEqual(['serve', '--port=80']);
    expect(redacted.metadata.annotations).toEqual({ 'kubernetes.io/config.hash': 'abc' });
    expect(redacted.status).toEqual(pod.status as object);
  });

  test('keeps the variables of who asks for them, and still no header', () => {
    const kept = redactedPod(pod, true);
    expect(JSON.stringify(kept.spec.containers[0]?.env)).toContain(`"value":"${SECRET}"`);
    expect(JSON.stringify({ ...kept.spec.containers[0], env: [] })).not.toContain(SECRET);
  });
});
