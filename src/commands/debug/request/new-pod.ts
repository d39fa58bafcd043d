import { UserError } from '../../../errors.ts';
import type { CopyWish, NewContainerWish } from '../../../model/debug/new-pod/wish.ts';
import type { Invocation } from '../../command.ts';
import { refuseFlags } from '../../refused-flags.ts';
import { boolOf } from './flag-values.ts';
import {
  checkPurpose,
  type DebugRequest,
  debugRequest,
  type Subject,
  type Terminals,
} from './request.ts';

/** A Pod is made to debug in, rather than a container added to one. */
export interface NewPodRequest {
  readonly origin:
    | { readonly kind: 'copy'; readonly subject: Subject; readonly copy: CopyWish }
    | { readonly kind: 'node'; readonly node: string };
  readonly wish: NewContainerWish;
  /** The Pod is deleted once the session has ended. */
  readonly removes: boolean;
  readonly attach: boolean;
  readonly timeoutMs: number;
  readonly dryRun: DebugRequest['dryRun'];
  readonly output: DebugRequest['output'];
  readonly quiet: boolean;
}

interface Options {
  readonly copyTo?: string;
  readonly setImage?: string | readonly string[];
  readonly shareProcesses?: string | true;
  readonly replace?: boolean;
  readonly sameNode?: boolean;
  readonly keepLabels?: boolean;
  readonly keepAnnotations?: boolean;
  readonly keepLiveness?: boolean;
  readonly keepReadiness?: boolean;
  readonly keepStartup?: boolean;
  readonly keepInitContainers?: string | true;
  readonly rm?: string | true;
  readonly image?: string;
  readonly target?: string;
  readonly asTarget?: boolean;
  readonly volumes?: string | true;
  readonly envFromTarget?: boolean;
  readonly stdin?: boolean;
  readonly attach?: string | true;
}

const FOR_COPIES = [
  'setImage',
  'shareProcesses',
  'replace',
  'sameNode',
  'keepLabels',
  'keepAnnotations',
  'keepLiveness',
  'keepReadiness',
  'keepStartup',
  'keepInitContainers',
] as const;

/** What only an ephemeral container can have. */
const FOR_EPHEMERAL = ['target', 'volumes', 'envFromTarget'] as const;

/**
 * Reads `--copy-to NAME` and `node/NAME`; undefined where a container is to be added to a Pod.
 * Throws a UserError where words and flags contradict each other.
 */
export function newPodRequest(
  invocation: Invocation,
  terminals: Terminals,
): NewPodRequest | undefined {
  const { words, options } = invocation;
  const given = options as Options;
  const node = nodeIn(words);
  const makesPod = node !== undefined || given.copyTo !== undefined;
  if (given.copyTo === undefined) {
    refuseFlags(given, FOR_COPIES, 'says how to copy a Pod, and needs --copy-to');
  }
  if (!makesPod) {
    refuseFlags(
      given,
      ['rm'],
      'deletes a Pod that debug has made, and needs --copy-to or node/NAME',
      'A container that was added to a Pod can never be removed.',
    );
    return undefined;
  }
  refuseForNewPod(given, node);
  const { subject, wish, ...rest } = debugRequest(
    // Whether there is anything to do depends on the Pod.
    {
      ...invocation,
      words: node === undefined ? words : ['node'],
      options: { ...options, image: given.image ?? 'any' },
    },
    terminals,
  );
  const { image: _, ...container } = wish;
  const isOwn = options.container !== undefined || given.setImage !== undefined;
  if (!isOwn) checkPurpose({ wish, ...rest }, given.image);
  const removes = boolOf('--rm', given.rm);
  if (removes && !rest.attach) {
    throw new UserError(
      '--rm deletes the Pod after the session, and with --attach=false there is none',
    );
  }
  const isAnyGiven = given.stdin !== undefined || given.attach !== undefined;
  return {
    ...rest,
    origin:
      node === undefined ? { kind: 'copy', subject, copy: copyOf(given) } : { kind: 'node', node },
    wish: {
      ...container,
      ...(given.image !== undefined && { image: given.image }),
      isShellByDefault: wish.stdin && wish.tty && !isAnyGiven,
    },
    removes: removes ?? (node !== undefined && rest.attach),
  };
}

/** What cannot be said of a Pod that is made, or of one on a node. */
function refuseForNewPod(given: Options, node: string | undefined): void {
  if (node !== undefined && given.copyTo !== undefined) {
    throw new UserError('a node cannot be copied: --copy-to is for Pods');
  }
  refuseFlags(
    given,
    FOR_EPHEMERAL,
    'is for a container that is added to a running Pod, and this makes a new Pod',
    given.target === undefined
      ? undefined
      : 'See --share-processes, and -c for one of its containers.',
  );
  if (node !== undefined && given.asTarget) {
    throw new UserError('--as-target needs a target container, and a node has none');
  }
}

function nodeIn(words: readonly string[]): string | undefined {
  const [word = '', ...more] = words;
  const [, name] = /^(?:nodes?|no)\/(.*)$/i.exec(word) ?? [];
  if (name === undefined) return undefined;
  if (name === '' || name.includes('/') || name.includes('%') || more.length > 0) {
    throw new UserError('give one node, as node/NAME');
  }
  return name;
}

function copyOf(given: Options): CopyWish {
  const name = given.copyTo ?? '';
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    throw new UserError(`--copy-to takes the name of a new Pod, and "${name}" is not a valid one`);
  }
  const shareProcesses = boolOf('--share-processes', given.shareProcesses);
  return {
    name,
    setImage: imagesOf([given.setImage ?? []].flat()),
    ...(shareProcesses !== undefined && { shareProcesses }),
    replace: given.replace ?? false,
    sameNode: given.sameNode ?? false,
    keep: {
      labels: given.keepLabels ?? false,
      annotations: given.keepAnnotations ?? false,
      liveness: given.keepLiveness ?? false,
      readiness: given.keepReadiness ?? false,
      startup: given.keepStartup ?? false,
      initContainers: boolOf('--keep-init-containers', given.keepInitContainers) ?? true,
    },
  };
}

/** `app=image:1,*=image:2`, as kubectl takes it. */
function imagesOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const pairs = texts
    .flatMap((text) => text.split(','))
    .map((text) => {
      const [, name = '', image = ''] = /^([^=]+)=(\S+)$/.exec(text) ?? [];
      if (name === '') {
        throw new UserError(`--set-image takes CONTAINER=IMAGE, and "${text}" is not that`);
      }
      return [name, image] as const;
    });
  return Object.fromEntries(pairs);
}
