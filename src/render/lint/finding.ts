import type { FilePlace } from '../../errors.ts';

/** One thing that --lint has to say. */
export interface Finding {
  /** An error is refused by the API server or cannot be read; a warning is advice. */
  readonly level: 'error' | 'warning';
  /** What a comment silences it by; `refused` for all errors. */
  readonly code: string;
  readonly message: string;
  readonly place: FilePlace | undefined;
  /** Where one can read why, if that is documented. */
  readonly helpUri?: string | undefined;
}
