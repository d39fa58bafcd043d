import type { Stage } from '../../../model/explain/watch/until.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';

/** Why what was waited for has not come. */
export type Vain =
  | { readonly kind: 'timeout'; readonly afterMs: number }
  | { readonly kind: 'impossible' }
  /** Beside other stages `stuck` is the one that nobody hopes for. */
  | { readonly kind: 'stuck' };

/** One sentence on a wait that was in vain. */
export function vainWords(name: string, stages: readonly Stage[], vain: Vain): string {
  const hoped = stages.filter(({ kind }) => kind !== 'stuck' || stages.length === 1);
  const what = hoped.map(stageWords).join(' or ');
  switch (vain.kind) {
    case 'timeout':
      return vain.afterMs === 0
        ? `${name} has yet to ${what}`
        : `timed out after ${humanDuration(vain.afterMs)} waiting for ${name} to ${what}`;
    case 'impossible':
      return `${name} cannot ${what} any more`;
    case 'stuck':
      return `gave up waiting for ${name} to ${what}: it is stuck`;
  }
}

/** `be ready`, for a sentence about a Pod. */
export function stageWords(stage: Stage): string {
  switch (stage.kind) {
    case 'initialized':
    case 'ready':
    case 'stuck':
    case 'deleted':
      return `be ${stage.kind}`;
    case 'completed':
      return 'complete';
    case 'started':
      return `start ${stage.container}`;
  }
}

const MANY = 5;

/** `web-0, web-1 and 7 more`. */
export function namesWords(names: readonly string[]): string {
  if (names.length <= MANY + 1) return names.join(', ');
  return `${names.slice(0, MANY).join(', ')} and ${names.length - MANY} more`;
}
