import type { EnvVar, EphemeralContainer } from '../../kubernetes/api.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';

export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** The ephemeral container that is added: only fields that the API takes in one (R29). */
export interface DebugContainer extends EphemeralContainer {
  readonly image: string;
  readonly imagePullPolicy?: PullPolicy;
  readonly workingDir?: string;
  readonly env?: readonly EnvVar[];
  readonly stdinOnce?: boolean;
  readonly terminationMessagePolicy?: 'File' | 'FallbackToLogsOnError';
  readonly securityContext?: SecurityContext;
}
