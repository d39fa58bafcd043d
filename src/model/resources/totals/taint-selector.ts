import type { Taint } from '../../kubernetes/node.ts';

/** Whether a node with these taints is meant. */
export type TaintSelector = (taints: readonly Taint[]) => boolean;

const TERM = /^(!?)\s*([A-Za-z0-9][A-Za-z0-9_./-]*)(?:=([A-Za-z0-9_.-]*))?(?::(\w+))?$/;
const EFFECTS: ReadonlySet<string> = new Set(['NoSchedule', 'PreferNoSchedule', 'NoExecute']);

/**
 * Reads `dedicated=gpu:NoSchedule,!node.kubernetes.io/unreachable`: taints as `kubectl taint` has them,
 * each of which a node must have, or with `!` must not; `none` means nodes without any. Undefined
 * for what is none of these.
 */
export function parseTaintSelector(text: string): TaintSelector | undefined {
  if (text.trim() === 'none') return (taints) => taints.length === 0;
  const terms = text.split(',').map((part) => termOf(part.trim()));
  const known = terms.filter((each) => each !== undefined);
  if (known.length < terms.length) return undefined;
  return (taints) => known.every((isMet) => isMet(taints));
}

function termOf(text: string): TaintSelector | undefined {
  const [, not, key, value, effect] = TERM.exec(text) ?? [];
  if (key === undefined || (effect !== undefined && !EFFECTS.has(effect))) return undefined;
  const isIt = (taint: Taint) =>
    taint.key === key &&
    (value ?? taint.value ?? '') === (taint.value ?? '') &&
    (effect ?? taint.effect) === taint.effect;
  return (taints) => taints.some(isIt) === (not === '');
}
