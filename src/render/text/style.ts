import { Chalk } from 'chalk';
import type { SegmentKind } from '../../model/explain/timeline/segments.ts';
import type { Outcome } from '../../model/explain/verdict/codes.ts';

type Paint = (text: string) => string;

/** Colours and marks for one terminal. Without colour and Unicode every fact is still there. */
export interface Style {
  readonly width: number;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly warning: Paint;
  readonly outcome: Readonly<Record<Outcome | 'forecast', Paint>>;
  readonly segment: Readonly<Record<SegmentKind, { readonly mark: string; readonly paint: Paint }>>;
  /** Parts of what a Pod reserves: by sidecars that run already, by the container itself, unused. */
  readonly reservation: Readonly<
    Record<'beside' | 'own' | 'idle', { readonly mark: string; readonly paint: Paint }>
  >;
  readonly arrow: string;
  readonly failedEnd: { readonly mark: string; readonly paint: Paint };
  readonly passed: string;
  readonly ellipsis: string;
  readonly dash: string;
  /** Between what was and what comes of it. */
  readonly becomes: string;
}

const MARKS = {
  queued: ['·', '.'],
  pulling: ['▒', 'v'],
  running: ['█', '#'],
  probing: ['▓', '?'],
  backoff: ['░', '~'],
  failing: ['×', 'x'],
  unknown: ['┄', '-'],
} as const satisfies Record<SegmentKind, readonly [unicode: string, ascii: string]>;

export function styleOf(terminal: {
  readonly width: number;
  readonly unicode: boolean;
  readonly color: boolean;
}): Style {
  const { width, unicode } = terminal;
  // The sixteen basic colours follow the theme of every terminal, light or dark.
  const chalk = new Chalk({ level: terminal.color ? 1 : 0 });
  const paints: Record<SegmentKind, Paint> = {
    queued: chalk.dim,
    pulling: chalk.blue,
    running: chalk.green,
    probing: chalk.cyan,
    backoff: chalk.yellow,
    failing: chalk.red,
    unknown: chalk.dim,
  };
  const segment = (kind: SegmentKind) => ({
    mark: MARKS[kind][unicode ? 0 : 1],
    paint: paints[kind],
  });
  return {
    width,
    strong: chalk.bold,
    faint: chalk.dim,
    warning: chalk.yellow,
    outcome: {
      healthy: chalk.bold.green,
      complete: chalk.bold.green,
      progressing: chalk.bold.cyan,
      stuck: chalk.bold.yellow,
      failed: chalk.bold.red,
      forecast: chalk.bold,
    },
    segment: {
      queued: segment('queued'),
      pulling: segment('pulling'),
      running: segment('running'),
      probing: segment('probing'),
      backoff: segment('backoff'),
      failing: segment('failing'),
      unknown: segment('unknown'),
    },
    reservation: {
      beside: { mark: unicode ? '▒' : '+', paint: chalk.cyan },
      own: { mark: unicode ? '█' : '#', paint: chalk.green },
      idle: { mark: unicode ? '░' : '.', paint: chalk.dim },
    },
    arrow: unicode ? '◀' : '<',
    failedEnd: { mark: unicode ? '✗' : 'X', paint: chalk.bold.red },
    passed: unicode ? '✓' : '+',
    ellipsis: unicode ? '…' : '~',
    dash: unicode ? '–' : '-',
    becomes: unicode ? '→' : '->',
  };
}
