import type { Pod } from '../kubernetes/api.ts';
import { stateOf } from '../kubernetes/container-state.ts';
import { containersOf } from '../kubernetes/containers.ts';
import type { Refusal } from './refusal.ts';

/**
 * Whether a name is still free in the Pod (R13). The API takes the very same container a second
 * time without a word, and an old run would pass for a new one.
 */
export function nameRefusal(pod: Pod, name: string): Refusal | undefined {
  const taken = containersOf(pod).find((each) => each.name === name);
  if (taken === undefined) return undefined;
  if (taken.role !== 'ephemeral') return { code: 'NameTaken', name, run: 'not-ephemeral' };
  const state = stateOf(taken.status);
  if (state.kind === 'running') return { code: 'NameTaken', name, run: 'running' };
  if (state.kind !== 'terminated') return { code: 'NameTaken', name, run: 'waiting' };
  return { code: 'NameTaken', name, run: 'ended', exitCode: state.exitCode };
}

/** `debugger-x7k2p`, as kubectl calls them; `suffixes` are tried until one is free. */
export function freeName(pod: Pod, suffixes: Iterable<string>): string {
  for (const suffix of suffixes) {
    const name = `debugger-${suffix}`;
    if (nameRefusal(pod, name) === undefined) return name;
  }
  throw new Error('no name is free');
}
