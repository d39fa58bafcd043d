import type { EnvVar } from '../../kubernetes/api.ts';
import type { UserWish } from './container-user.ts';
import type { CustomContainer } from './custom.ts';
import type { PullPolicy } from './debug-container.ts';
import type { Profile } from './profiles.ts';

/** The image of the examples in the Kubernetes documentation. */
export const DEFAULT_IMAGE = 'busybox:1.28';

/** What is asked for of every container to debug in, whether in a running Pod or in a new one. */
export interface ContainerWish {
  readonly name?: string;
  readonly profile: Profile | 'auto';
  readonly user: UserWish;
  /** After `--`: in place of the image's own command, or of its arguments only. */
  readonly command: readonly string[];
  readonly argumentsOnly: boolean;
  readonly env: readonly EnvVar[];
  readonly stdin: boolean;
  readonly tty: boolean;
  /** The command begins once somebody is attached, so that none of its output is missed. */
  readonly waitsForLine: boolean;
  readonly pullPolicy?: PullPolicy;
  readonly custom?: CustomContainer;
}
