import { createNamespace, executable, kubectl, run, until } from './real-cluster.ts';

/** A namespace to debug in, with what the tests ask of its Pods. */
export async function debugWorkplace(prefix: string, labels: readonly string[] = []) {
  const { name, remove } = await createNamespace(prefix);
  const inside = (...args: readonly string[]) => kubectl(['-n', name, ...args]);
  if (labels.length > 0) await kubectl(['label', 'namespace', name, ...labels]);
  const read = async (pod: string) => JSON.parse(await inside('get', 'pod', pod, '-o', 'json'));
  return {
    name,
    remove,
    kubectl: inside,
    create: (...objects: readonly object[]) =>
      kubectl(
        ['-n', name, 'create', '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
      ),
    read,
    debug: (...args: readonly string[]) => run([executable, 'debug', '-n', name, ...args]),
    /** The names of the debug containers in a Pod. */
    added: async (pod: string): Promise<readonly string[]> =>
      ((await read(pod)).spec.ephemeralContainers ?? []).map(
        (container: { name: string }) => container.name,
      ),
    /** Waits until a jsonpath of a Pod gives this. */
    untilPod: (pod: string, jsonpath: string, wanted: string | RegExp) =>
      until(`${jsonpath} of ${pod} is ${wanted}`, async () => {
        const value = await inside('get', 'pod', pod, '-o', `jsonpath=${jsonpath}`);
        return typeof wanted === 'string' ? value === wanted : wanted.test(value);
      }),
  };
}

/** A container that does nothing, for as long as it takes. */
export const SLEEPER = { name: 'app', image: 'busybox:1.28', command: ['sleep', '86400'] };
