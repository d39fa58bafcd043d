import type { Container, Pod } from '../../../src/model/kubernetes/api.ts';
import {
  countTotals,
  type Grouping,
  type Totals,
} from '../../../src/model/resources/totals/totals.ts';

/** `cpu/memory` of requests and, where given, of limits: `100m/64Mi`, `1/1Gi 2/2Gi`. */
export function container(name: string, amounts: string, more: Partial<Container> = {}): Container {
  const [requests, limits] = amounts.split(' ').map(amountsOf);
  return { name, resources: { ...(requests && { requests }), ...(limits && { limits }) }, ...more };
}

function amountsOf(text: string): Record<string, string> {
  const [cpu, memory] = text.split('/');
  return { ...(cpu && { cpu }), ...(memory && { memory }) };
}

export function sidecar(name: string, amounts: string): Container {
  return container(name, amounts, { restartPolicy: 'Always' });
}

/** A running Pod on the node `node-1` in the namespace `shop`, unless `more` says otherwise. */
export function pod(
  name: string,
  containers: { readonly inits?: readonly Container[]; readonly apps: readonly Container[] },
  more: { metadata?: Pod['metadata']; spec?: Partial<Pod['spec']>; status?: Pod['status'] } = {},
): Pod {
  const { inits, apps } = containers;
  return {
    metadata: { name, namespace: 'shop', ...more.metadata },
    spec: {
      nodeName: 'node-1',
      containers: apps,
      ...(inits && { initContainers: inits }),
      ...more.spec,
    },
    status: { phase: 'Running', ...more.status },
  };
}

/** A Pod with one container that requests so much and has no limit. */
export function plainPod(name: string, amounts: string, more: Parameters<typeof pod>[2] = {}): Pod {
  return pod(name, { apps: [container('app', amounts)] }, more);
}

/** What a controller of this kind and name has made. */
export function ownedBy(kind: string, name: string): Pod['metadata'] {
  return { ownerReferences: [{ kind, name, controller: true }] };
}

/** Sums up with the controller itself as the workload. */
export function totalsOf(
  grouping: Grouping,
  pods: readonly Pod[],
  thenBy: readonly Grouping[] = [],
): Totals {
  const counter = countTotals(
    grouping,
    {
      ownerOf: ({ metadata }) => {
        const owner = metadata.ownerReferences?.[0];
        return owner ?? { kind: 'Pod', name: metadata.name ?? '' };
      },
      usageOf: () => undefined,
    },
    thenBy,
  );
  for (const each of pods) counter.take(each);
  return counter.finish();
}
