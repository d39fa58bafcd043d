import type {
  Container,
  Pod,
  PodSpec,
  ResourceRequirements,
} from '../../../src/model/kubernetes/api.ts';

export type Amounts = Readonly<Record<string, string>>;

/** A container of the test cluster's own image. */
export function container(
  name: string,
  requests?: Amounts,
  limits?: Amounts,
  more: Partial<Container> = {},
): Container {
  const resources = { ...(requests && { requests }), ...(limits && { limits }) };
  return { name, image: 'busybox:1.28', command: ['sleep', '3600'], resources, ...more };
}

/** A Pod that stays as it is: its scheduling gate keeps every node away from it. */
export function gatedPod(
  name: string,
  spec: Partial<PodSpec>,
  finalizers: readonly string[] = [],
): Pod {
  const schedulingGates = [{ name: 'example.com/never' }];
  const containers = [container('app')];
  const rest = { terminationGracePeriodSeconds: 0, containers, schedulingGates, ...spec };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, finalizers }, spec: rest };
}

/** What of a Pod's resources is stored, without empty maps. */
export function resourcesOf({ spec }: Pick<Pod, 'spec'>): object {
  const ofContainers = (containers: readonly Container[] = []) =>
    containers.map(({ name, resources }) => ({ name, ...filledOnly(resources) }));
  return {
    containers: ofContainers(spec.containers),
    initContainers: ofContainers(spec.initContainers),
    podLevel: filledOnly(spec.resources),
  };
}

function filledOnly({ requests = {}, limits = {} }: ResourceRequirements = {}): object {
  const isFilled = (amounts: Amounts) => Object.keys(amounts).length > 0;
  return { ...(isFilled(requests) && { requests }), ...(isFilled(limits) && { limits }) };
}

/** A ResourceQuota to create. */
export function quota(name: string, hard: Amounts, more: object = {}) {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard, ...more } };
}

/** A LimitRange to create. */
export function limitRange(name: string, ...limits: readonly object[]) {
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name }, spec: { limits } };
}
