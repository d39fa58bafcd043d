export type StageName =
  | 'created'
  | 'scheduled'
  | 'acknowledged'
  | 'sandbox'
  | 'initialized'
  | 'containersReady'
  | 'ready'
  | 'deleted';

export interface Timeline {
  readonly start: number;
  readonly end: number;
  readonly stages: readonly { readonly stage: StageName; readonly at: number }[];
  readonly rows: readonly TimelineRow[];
}

interface TimelineRow {
  readonly container: string;
  readonly segments: readonly Segment[];
}

export type SegmentKind =
  | 'queued'
  | 'pulling'
  | 'running'
  | 'probing'
  | 'backoff'
  | 'failing'
  /** Runs and back-offs before the last two runs, which nobody keeps. */
  | 'unknown';

export interface Segment {
  readonly kind: SegmentKind;
  readonly start: number;
  /** Absent while it goes on. */
  readonly end?: number;
  /** How a run ended: 0 or the failing code. */
  readonly exitCode?: number;
  /** The run ended with an error: not by its code alone, see `Run`. */
  readonly failed?: true;
}
