import type { Container, ObjectMeta, Pod, PodSpec } from '../../kubernetes/api.ts';
import { containersOf, isSidecar, type PodContainer } from '../../kubernetes/containers.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';
import { nearNames } from '../../kubernetes/similar-names.ts';
import { runAs, userOf } from '../container/container-user.ts';
import { DEFAULT_IMAGE } from '../container/container-wish.ts';
import { askedUser, type Rung, rungs } from '../container/rungs.ts';
import { verbatim } from '../container/start-line.ts';
import { freeName } from '../container-name.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { chooseTarget } from '../target.ts';
import { newContainer, profiled } from './new-container.ts';
import type { CopyWish, Kept, NewContainerWish } from './wish.ts';

/** A Pod to create. */
export interface NewPod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: ObjectMeta;
  readonly spec: PodSpec;
}

/** A new Pod to debug in, and in which of its containers. */
export interface NewPodPlan {
  /** Undefined where nobody wants to be in one. */
  readonly container: string | undefined;
  /** The best first; the next is for a server that refuses one. */
  readonly rungs: readonly Rung[];
  readonly pod: (rung: Rung) => NewPod;
}

/**
 * Plans a copy of a Pod with a container more, or with one of its own made otherwise, as
 * `kubectl debug --copy-to` makes it (kubectl pkg/cmd/debug/debug.go), except that the probes of
 * sidecars go too: they would have them killed all the same.
 */
export function planCopy(
  pod: Pod,
  copy: CopyWish,
  wish: NewContainerWish,
  suffixes: Iterable<string>,
): NewPodPlan | Refusal {
  const unknown = Object.keys(copy.setImage).find((name) => name !== '*' && !hasApp(pod, name));
  if (unknown !== undefined) return unknownContainer(pod, unknown, 'image');
  const isPlain = wish.image === undefined && wish.name === undefined && wish.command.length === 0;
  if (isPlain && Object.keys(copy.setImage).length > 0) {
    const [rung] = rungs('baseline', pod, { kind: 'default' }, undefined);
    if (rung === undefined) throw new Error('a profile without a rung');
    const shareProcesses = copy.shareProcesses ?? pod.spec.shareProcessNamespace ?? false;
    const apart = { ...copy, shareProcesses };
    return { container: undefined, rungs: [rung], pod: () => copyWith(pod, apart, (spec) => spec) };
  }
  const own = containersOf(pod).find(
    ({ name, role }) => name === wish.name && role !== 'ephemeral',
  );
  if (own === undefined) {
    if (wish.name !== undefined && wish.image === undefined) {
      return unknownContainer(pod, wish.name, 'container');
    }
    return added(pod, copy, wish, wish.name ?? freeName(pod, suffixes));
  }
  return changed(pod, copy, wish, own);
}

/** With a container more, of which the profile says all. */
function added(
  pod: Pod,
  copy: CopyWish,
  wish: NewContainerWish,
  name: string,
): NewPodPlan | Refusal {
  const target = chooseTarget(pod, undefined);
  if (isRefusal(target)) return target;
  const user = userOf(pod, target.container);
  if (wish.user.kind === 'target' && user === undefined) {
    return { code: 'TargetUserUnknown', container: target.container.name };
  }
  const base = { name, terminationMessagePolicy: 'File' as const };
  return {
    container: name,
    rungs: rungs(wish.profile, pod, wish.user, user),
    pod: ({ securityContext }) => {
      const image = wish.image ?? DEFAULT_IMAGE;
      const container = newContainer(base, wish, image, securityContext);
      return copyWith(pod, copy, (spec) => ({
        ...spec,
        containers: [...spec.containers, container],
      }));
    },
  };
}

/** With one of its own containers made otherwise; `auto` leaves it its own rights at least. */
function changed(
  pod: Pod,
  copy: CopyWish,
  asked: NewContainerWish,
  original: PodContainer,
): NewPodPlan | Refusal {
  const { name, spec } = original;
  const own = spec.securityContext;
  // Nobody has asked for a shell in place of the container's own command.
  const isItself = asked.isShellByDefault;
  const wish = isItself ? { ...asked, stdin: false, tty: false } : asked;
  const user = askedUser(wish.user, userOf(pod, original));
  if (wish.user.kind === 'target' && user === undefined) {
    return { code: 'TargetUserUnknown', container: name };
  }
  const withUser = (context: SecurityContext | undefined) =>
    user === undefined ? context : { ...context, ...runAs(user) };
  const rung = (profile: Rung['profile'], context: SecurityContext | undefined): Rung => ({
    profile,
    securityContext: withUser(context),
    user,
  });
  const { profile } = wish;
  return {
    container: name,
    rungs:
      profile === 'auto'
        ? [rung('general', profiled(own, 'general')), rung('baseline', own)]
        : [rung(profile, profiled(own, profile))],
    pod: ({ securityContext }) => {
      const make = (container: Container) =>
        container.name === name
          ? newContainer(container, wish, wish.image, securityContext)
          : container;
      return copyWith(pod, copy, ({ containers, initContainers, ...spec }) => ({
        ...spec,
        ...(initContainers && { initContainers: initContainers.map(make) }),
        containers: containers.map(make),
      }));
    },
  };
}

function copyWith(pod: Pod, copy: CopyWish, make: (spec: PodSpec) => PodSpec): NewPod {
  const { namespace, labels, annotations } = pod.metadata;
  const { keep } = copy;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: copy.name,
      ...(namespace !== undefined && { namespace }),
      ...(keep.labels && labels && { labels }),
      ...(keep.annotations && annotations && { annotations: withoutKubelets(annotations) }),
    },
    spec: make(copiedSpec(pod, copy)),
  };
}

/** What makes a Pod the image of a file on a node, which the copy is not. */
function withoutKubelets(annotations: Readonly<Record<string, string>>) {
  const others = Object.entries(annotations).filter(
    ([name]) => !name.startsWith('kubernetes.io/config.'),
  );
  return Object.fromEntries(others);
}

function copiedSpec(
  { spec }: Pod,
  { keep, sameNode, setImage, shareProcesses }: CopyWish,
): PodSpec {
  const { ephemeralContainers: _, nodeName, initContainers, shareProcessNamespace, ...rest } = spec;
  // The API refuses one beside the namespace of the node.
  const shares = shareProcesses ?? shareProcessNamespace ?? (spec.hostPID ? undefined : true);
  const kept = keep.initContainers ? initContainers : undefined;
  return {
    ...rest,
    ...(sameNode && nodeName !== undefined && { nodeName }),
    ...(shares !== undefined && { shareProcessNamespace: shares }),
    ...(kept && {
      initContainers: kept.map((each) => (isSidecar(each) ? withoutProbes(each, keep) : each)),
    }),
    containers: spec.containers.map((container) => {
      const image = setImage[container.name] ?? setImage['*'];
      const copied = withoutProbes(container, keep);
      return image === undefined ? copied : { ...copied, image };
    }),
  };
}

function withoutProbes(container: Container, keep: Kept): Container {
  const { livenessProbe, readinessProbe, startupProbe, ...rest } = container;
  return {
    ...rest,
    ...(keep.liveness && livenessProbe && { livenessProbe }),
    ...(keep.readiness && readinessProbe && { readinessProbe }),
    ...(keep.startup && startupProbe && { startupProbe }),
  };
}

function hasApp({ spec }: Pod, name: string): boolean {
  return spec.containers.some((container) => container.name === name);
}

function unknownContainer(pod: Pod, wanted: string, what: 'image' | 'container'): Refusal {
  const all = containersOf(pod).filter(
    ({ role }) => role === 'app' || (what === 'container' && role !== 'ephemeral'),
  );
  const names = all.map(({ name }) => name);
  return {
    code: 'UnknownTarget',
    wanted,
    isPodName: wanted === pod.metadata.name,
    isEphemeral: false,
    near: nearNames(names, wanted),
    names,
  };
}

/** The Pod with a container that begins at once, where it was to wait for a line on its stdin. */
export function withoutStartLine(
  pod: NewPod,
  name: string,
  { command, stdin: wantsStdin }: NewContainerWish,
): NewPod {
  const begin = (container: Container & { stdin?: boolean; stdinOnce?: boolean }) => {
    if (container.name !== name) return container;
    const { stdin, stdinOnce, ...rest } = container;
    const streams = wantsStdin ? { stdin, stdinOnce } : {};
    return { ...rest, ...streams, command: command.map(verbatim) };
  };
  const { containers, initContainers, ...spec } = pod.spec;
  return {
    ...pod,
    spec: {
      ...spec,
      ...(initContainers && { initContainers: initContainers.map(begin) }),
      containers: containers.map(begin),
    },
  };
}
