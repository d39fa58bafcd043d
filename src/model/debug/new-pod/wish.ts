import type { EnvVar } from '../../kubernetes/api.ts';
import type { UserWish } from '../container/container-user.ts';
import type { CustomContainer } from '../container/custom.ts';
import type { PullPolicy } from '../container/debug-container.ts';
import type { Profile } from '../container/profiles.ts';

/** The container of a new Pod in which somebody wants to be. */
export interface NewContainerWish {
  /** Undefined where none was given. */
  readonly image?: string;
  readonly name?: string;
  readonly profile: Profile | 'auto';
  readonly user: UserWish;
  readonly command: readonly string[];
  readonly argumentsOnly: boolean;
  readonly env: readonly EnvVar[];
  readonly stdin: boolean;
  readonly tty: boolean;
  /** It is a shell because nothing else was said. */
  readonly isShellByDefault: boolean;
  readonly waitsForLine: boolean;
  readonly pullPolicy?: PullPolicy;
  readonly custom?: CustomContainer;
}

/** How a Pod is to be copied, by kubectl's flags. */
export interface CopyWish {
  readonly name: string;
  /** By name of container; `*` stands for all. */
  readonly setImage: Readonly<Record<string, string>>;
  /** Undefined: whatever shows most. */
  readonly shareProcesses?: boolean;
  readonly replace: boolean;
  readonly sameNode: boolean;
  readonly keep: Kept;
}

/** What of the Pod its copy keeps. */
export interface Kept {
  readonly labels: boolean;
  readonly annotations: boolean;
  readonly liveness: boolean;
  readonly readiness: boolean;
  readonly startup: boolean;
  readonly initContainers: boolean;
}

/** The image of the examples in the Kubernetes documentation. */
export const DEFAULT_IMAGE = 'busybox:1.28';
