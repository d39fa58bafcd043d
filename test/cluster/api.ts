import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Node } from '@kubernetes/client-node';
import { NODE_NAME, PORTS, STATE_DIR } from './layout.ts';

/** Whether the API server says that it is ready. */
export async function apiIsReady(): Promise<boolean> {
  return (await request('/readyz')).ok;
}

/** Whether the node is there and Ready. */
export async function nodeIsReady(): Promise<boolean> {
  const answer = await request(`/api/v1/nodes/${NODE_NAME}`);
  if (!answer.ok) return false;
  const node = (await answer.json()) as V1Node;
  return (node.status?.conditions ?? []).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
}

/** Whether Pods can be created in the default namespace: that takes its ServiceAccount. */
export async function defaultNamespaceIsReady(): Promise<boolean> {
  return (await request('/api/v1/namespaces/default/serviceaccounts/default')).ok;
}

/** Whether the API server has something at that path. */
export async function isServed(path: string): Promise<boolean> {
  return (await request(path)).ok;
}

/** Creates an object, whose kind the path tells. */
export async function createObject(path: string, object: unknown): Promise<void> {
  const body = JSON.stringify(object);
  const headers = { 'Content-Type': 'application/json' };
  const answer = await request(path, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
}

function request(path: string, init: RequestInit = {}): Promise<Response> {
  const file = (name: string) => readFileSync(join(STATE_DIR, name), 'utf8');
  return fetch(`https://127.0.0.1:${PORTS.apiserver}${path}`, {
    ...init,
    tls: { ca: file('ca.crt'), cert: file('client.crt'), key: file('client.key') },
    signal: AbortSignal.timeout(5000),
  });
}
