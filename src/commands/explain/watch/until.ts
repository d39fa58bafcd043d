import { InvalidArgumentError } from 'commander';
import type { Stage } from '../../../model/explain/watch/until.ts';
import { parseGoDuration } from '../../../model/kubernetes/go-duration.ts';

/** The stages that `--until` knows by a word alone. */
const WORDS = ['initialized', 'ready', 'completed', 'stuck', 'deleted'] as const;

/** `--until ready,stuck`: whatever comes first. */
export function parseStages(text: string): readonly Stage[] {
  return text.split(',').map(parseStage);
}

function parseStage(text: string): Stage {
  const word = WORDS.find((each) => each === text.toLowerCase());
  if (word !== undefined) return { kind: word };
  const [, container] = /^started:(.+)$/.exec(text) ?? [];
  if (container !== undefined) return { kind: 'started', container };
  throw new InvalidArgumentError(
    `Give one of ${WORDS.join(', ')} or started:CONTAINER, or several separated by commas.`,
  );
}

/** Milliseconds; as with `kubectl wait`, 0 is one look only, and less than 0 is no limit. */
export function parseTimeout(text: string): number {
  const [, sign, length = ''] = /^(-?)(.+)$/.exec(text) ?? [];
  const milliseconds = /^\d+$/.test(length) ? Number(length) * 1000 : parseGoDuration(length);
  if (milliseconds === undefined) {
    throw new InvalidArgumentError('It is a time such as 30s or 2m; 0 is one look only.');
  }
  return sign === '-' ? Number.POSITIVE_INFINITY : milliseconds;
}
