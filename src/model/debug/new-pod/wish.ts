import type { ContainerWish } from '../container/container-wish.ts';

/** The container of a new Pod in which somebody wants to be. */
export interface NewContainerWish extends ContainerWish {
  /** Undefined where none was given. */
  readonly image?: string;
  /** It is a shell because nothing else was said. */
  readonly isShellByDefault: boolean;
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
