import type {
  Container,
  Pod,
  RequestsOrLimits,
  WrittenResourceList,
} from '../../kubernetes/api.ts';
import { containerRequests } from '../effective/container-sums.ts';
import { BY_DESCRIBE } from '../effective/counting.ts';
import { isPodLevelResource } from '../effective/pod-level.ts';
import { allocatedPod } from '../effective/resize.ts';
import { resizeState } from '../effective/resize-state.ts';
import { isEqual, parseQuantity } from '../quantity/quantity.ts';
import { isHugePages } from '../quantity/resource-name.ts';
import { type LimitRangerSetting, limitRangerSettings } from './limit-range-defaults.ts';

/** An amount of a stored Pod that its manifest may have left to the API server. */
export interface FollowingAmount {
  /** Undefined for the pod level. */
  readonly container: string | undefined;
  readonly resource: string;
  /** The request as it is stored. */
  readonly request: string;
}

/** A Pod as its manifest may have been. */
export interface ManifestForm {
  readonly pod: Pod;
  /** What is taken to follow from other amounts, though nobody can tell. */
  readonly following: readonly FollowingAmount[];
}

/**
 * What of a stored Pod was written and what was filled in. LimitRanger leaves a note of what it gave
 * (an annotation); a request that equals its limit is taken to follow it, and a pod-level request
 * that equals the sum over the containers is taken to follow these
 * (pkg/apis/core/v1/defaults.go, pkg/api/pod/util.go). Of a resize that can never be done the spec
 * is no part.
 */
export function manifestForm(stored: Pod): ManifestForm {
  const spec = resizeState(stored) === 'infeasible' ? allocatedPod(stored).spec : stored.spec;
  const given = limitRangerSettings(stored.metadata.annotations);
  const writtenIn = (list: LimitRangerSetting['list'], containers: readonly Container[] = []) =>
    containers.map((container) => {
      const ours = given.filter((each) => each.list === list && each.container === container.name);
      return writtenContainer(container, ours);
    });
  const apps = writtenIn('containers', spec.containers);
  const inits = writtenIn('initContainers', spec.initContainers);
  const podLevel = writtenForPod(spec);
  const pod: Pod = {
    metadata: metadataOf(stored),
    spec: {
      ...spec,
      containers: apps.map(({ container }) => container),
      ...(spec.initContainers && { initContainers: inits.map(({ container }) => container) }),
      ...(podLevel.resources && { resources: podLevel.resources }),
    },
  };
  const following = [...apps, ...inits, podLevel].flatMap((each) => each.following);
  return { pod, following };
}

/** A container without what LimitRanger gave it, and without requests that follow its limits. */
function writtenContainer(
  container: Container,
  given: readonly LimitRangerSetting[],
): { readonly container: Container; readonly following: readonly FollowingAmount[] } {
  const without = (kind: RequestsOrLimits) =>
    omit(
      container.resources?.[kind],
      given.filter((each) => each.kind === kind).map(({ resource }) => resource),
    );
  const [requests, limits] = [without('requests'), without('limits')];
  if (requests === undefined && limits === undefined) return { container, following: [] };
  const equal = Object.entries(requests ?? {}).filter(([resource, request]) =>
    isSame(request, limits?.[resource]),
  );
  const own = omit(
    requests,
    equal.map(([resource]) => resource),
  );
  const resources = { ...(own && { requests: own }), ...(limits && { limits }) };
  return {
    container: { ...container, resources },
    following: equal.map(([resource, request]) => ({
      container: container.name,
      resource,
      request,
    })),
  };
}

/** The pod level without requests that follow the containers. */
function writtenForPod(spec: Pod['spec']): {
  readonly resources: Pod['spec']['resources'];
  readonly following: readonly FollowingAmount[];
} {
  const { resources } = spec;
  const requests = resources?.requests ?? {};
  const sums = containerRequests({ metadata: {}, spec }, BY_DESCRIBE);
  const likeSums = Object.entries(requests).filter(
    ([resource, request]) =>
      isPodLevelResource(resource) &&
      !isHugePages(resource) &&
      isEqual(sums.get(resource), parseQuantity(request)),
  );
  // Something was written at the pod level, or nothing would have been filled in there.
  const others = Object.keys(requests).length - likeSums.length;
  const isSomethingLeft = others > 0 || Object.keys(resources?.limits ?? {}).length > 0;
  const following = isSomethingLeft ? likeSums : [];
  const own = omit(
    resources?.requests,
    following.map(([resource]) => resource),
  );
  return {
    resources: resources && { ...resources, ...(own && { requests: own }) },
    following: following.map(([resource, request]) => ({
      container: undefined,
      resource,
      request,
    })),
  };
}

/** A new Pod is nobody's mirror and is not being deleted. */
function metadataOf({ metadata }: Pod): Pod['metadata'] {
  const { name, namespace, labels, annotations } = metadata;
  return {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
}

function isSame(request: string, limit: string | undefined): boolean {
  return limit !== undefined && isEqual(parseQuantity(request), parseQuantity(limit));
}

function omit(
  amounts: WrittenResourceList | undefined,
  names: readonly string[],
): WrittenResourceList | undefined {
  if (amounts === undefined || names.length === 0) return amounts;
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => !names.includes(name)));
}
