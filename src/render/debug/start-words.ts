import type { StartStep } from '../../model/debug/start-step.ts';
import type { StartFailure, StartProgress } from '../../model/debug/waiting-reasons.ts';
import type { Advice } from './refusal-words.ts';

type Failed = Extract<StartProgress, { kind: 'failed' }>;

/** Which container, of what image, in which Pod. */
export interface Started {
  readonly name: string;
  readonly image: string;
  readonly namespace: string;
  readonly pod: string;
  /** What becomes of a Pod that was made for it; undefined for a container that was added. */
  readonly newPod?: 'deleted' | 'stays';
  /** There is a container as whose user it could run. */
  readonly hasTarget: boolean;
  /** Who says that it must not run as root: `the Pod`, or `profile restricted`. */
  readonly refuser: string;
}

/** Why the container does not start, what the kubelet says about it, and the remedy. */
export function failureWords({ failure, reason, message }: Failed, started: Started): Advice {
  const said = message === '' ? '' : `\n  ${message}`;
  return {
    message: `${headline(failure, started)} (${reason})${said}`,
    hint: `${remedy(failure, started)}\n${staysWords(started)}`,
  };
}

/** What an added container that has not started leaves behind (R31). */
export function staysWords({ name, namespace, pod, newPod }: Started): string {
  if (newPod === 'deleted') return `Pod ${pod}, which was made for it, is deleted again.`;
  if (newPod === 'stays') return `Pod ${pod} stays: kubectl delete pod ${pod} -n ${namespace}`;
  return `Container ${name} stays listed in Pod ${pod}: it cannot be removed. The Pod's own containers are not affected.`;
}

/** What is left of a wait that Ctrl-C has ended: the kubelet goes on, and nothing takes that back. */
export function leftWords(started: Started): string {
  const { name, namespace, pod, newPod } = started;
  if (newPod !== undefined) return staysWords(started);
  return `${staysWords(started)}\nIt may still start. Once it runs, end it: kubectl initx debug stop ${pod} ${name} -n ${namespace}`;
}

/** What is said of a container that needed a shell to wait for us, before the one without. */
export function withoutShellWords(name: string, what = 'adding another'): string {
  return `The image has no sh, so container ${name} could not wait for us to attach: ${what} that begins at once.`;
}

/** What is waited for. */
export function stepWords(waiting: StartStep, { name, image, pod }: Started): string {
  switch (waiting.step) {
    case 'unscheduled':
      return `Waiting for a node for Pod ${pod}${because(waiting.message)}`;
    case 'init':
      return `Waiting for init container ${waiting.container}, which ${
        waiting.exitCode === undefined
          ? 'comes first'
          : `has ended with exit code ${waiting.exitCode} and is run again`
      }`;
    case 'queued':
      return `Waiting for the kubelet to start container ${name}`;
    case 'pull-failed':
      return `Waiting for another try to pull image ${image}${because(waiting.message)}`;
    case 'pulling':
      return `Pulling image ${image}`;
    case 'pulled':
      return `Starting container ${name}`;
  }
}

function because(message: string): string {
  return message === '' ? '' : `: ${message}`;
}

function headline(failure: StartFailure, { name, image, pod, refuser }: Started): string {
  switch (failure) {
    case 'ImageNotFound':
      return `image ${image} was not found`;
    case 'ImageUnauthorized':
      return `the registry does not let the Pod pull image ${image}`;
    case 'ImageRateLimited':
      return `the registry limits how often images are pulled, and refuses ${image} for now`;
    case 'ImageWrongPlatform':
      return `image ${image} does not exist for the node's platform`;
    case 'ImageUnreachable':
      return `the node cannot reach the registry of image ${image}`;
    case 'ImageNameInvalid':
      return `"${image}" is no valid name of an image`;
    case 'ImageNeverPulled':
      return `image ${image} is not on the node, and --image-pull-policy=Never keeps it from being pulled`;
    case 'WouldRunAsRoot':
      return `${refuser} refuses root, and image ${image} runs as root`;
    case 'UserNotNumeric':
      return `${refuser} refuses root, and image ${image} gives its user by name, so that nobody can tell`;
    case 'TargetNotRunning':
      return `the target of container ${name} no longer runs`;
    case 'TargetUnknown':
      return `the target of container ${name} has never run`;
    case 'CommandNotFound':
      return `image ${image} does not have this command`;
    case 'ConfigMissing':
      return `container ${name} refers to something that does not exist`;
    case 'PodEnded':
      return `Pod ${pod} ended before container ${name} started`;
    case 'PodDeleted':
      return `Pod ${pod} was deleted before container ${name} started`;
    case 'Other':
      return `container ${name} does not start`;
  }
}

function remedy(failure: StartFailure, { hasTarget }: Started): string {
  const asTarget = hasTarget ? '--as-target, ' : '';
  switch (failure) {
    case 'WouldRunAsRoot':
      return `Give a user: ${asTarget}--run-as UID:GID, or --as-root where the namespace allows it. Or use another image.`;
    case 'UserNotNumeric':
      return `Give a user by number: ${asTarget}--run-as UID:GID.`;
    default:
      return REMEDIES[failure];
  }
}

const REMEDIES: Readonly<
  Record<Exclude<StartFailure, 'WouldRunAsRoot' | 'UserNotNumeric'>, string>
> = {
  ImageNotFound: 'Check the name and the tag, and give one that exists with --image.',
  ImageUnauthorized:
    "A debug container is pulled with the Pod's own imagePullSecrets: use an image that they give access to.",
  ImageRateLimited: 'Use an image from another registry, or one that the node has already.',
  ImageWrongPlatform: "Give an image for the node's architecture with --image.",
  ImageUnreachable:
    'Use an image from a registry that the node can reach, or one that it has already.',
  ImageNameInvalid: 'Give a name such as busybox:1.28 with --image.',
  ImageNeverPulled: 'Leave out --image-pull-policy, or give an image that the node has.',
  TargetNotRunning: 'Run the command again once the target runs; --target names another one.',
  TargetUnknown: 'Run the command again once the target runs; --target names another one.',
  CommandNotFound: 'Give a command that the image has, or another image with --image.',
  ConfigMissing: 'See what the message names.',
  PodEnded: 'Debug a Pod that runs.',
  PodDeleted: 'Debug the Pod that takes its place, if there is one.',
  Other: 'See the message of the kubelet above, and kubectl describe pod.',
};
