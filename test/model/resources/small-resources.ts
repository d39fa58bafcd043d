import type {
  Container,
  Pod,
  PodSpec,
  WrittenResourceList,
} from '../../../src/model/kubernetes/api.ts';
import { formatQuantity } from '../../../src/model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../../src/model/resources/quantity/resource-list.ts';

/** `cpu=100m memory=1Gi` as the API has it. */
export function amounts(text: string): WrittenResourceList {
  const pairs = text.split(' ').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}

/** A container with these requests and limits; an empty text leaves them out. */
export function container(name: string, requests = '', limits = '', more = {}): Container {
  return {
    name,
    resources: {
      ...(requests !== '' && { requests: amounts(requests) }),
      ...(limits !== '' && { limits: amounts(limits) }),
    },
    ...more,
  };
}

export function sidecar(name: string, requests = '', limits = ''): Container {
  return container(name, requests, limits, { restartPolicy: 'Always' });
}

export function podOf(spec: Partial<PodSpec>, more: Partial<Pod> = {}): Pod {
  return { metadata: { name: 'web' }, spec: { containers: [], ...spec }, ...more };
}

/** `cpu=100m memory=1Gi`, sorted by name. */
export function textOf(list: ResourceList): string {
  const pairs = [...list].map(([name, quantity]) => `${name}=${formatQuantity(quantity)}`);
  return pairs.sort().join(' ');
}
