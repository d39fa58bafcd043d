import { UserError } from '../../../errors.ts';
import type { Invocation } from '../../command.ts';
import { selectionOf } from '../../selection/selection.ts';

/** What `debug list` is asked for. */
export interface ListRequest {
  readonly kind: 'list';
  readonly allNamespaces: boolean;
  readonly output: 'table' | 'yaml' | 'json';
}

/** A debug container that is there already. */
export interface SessionRequest {
  readonly kind: 'attach' | 'stop';
  readonly pod: string;
  /** Undefined: the only one that runs. */
  readonly container: string | undefined;
}

interface Options {
  readonly allNamespaces?: boolean;
  readonly output?: 'yaml' | 'json';
}

/**
 * The words that ask for something else than a new debug container: `list`, `attach POD [NAME]`,
 * `stop POD [NAME]`. A Pod of that name is meant by pod/NAME.
 */
export function otherRequest({
  words,
  options,
}: Invocation): ListRequest | SessionRequest | undefined {
  const { allNamespaces = false, output = 'table' } = options as Options;
  const [verb, pod, container, more] = words;
  if (verb === 'list') {
    if (pod === undefined) return { kind: 'list', allNamespaces, output };
    throw new UserError('debug list takes no names: it lists those of the whole namespace');
  }
  if (allNamespaces) throw new UserError('-A is for debug list');
  if (verb !== 'attach' && verb !== 'stop') return undefined;
  if (pod === undefined || more !== undefined) {
    throw new UserError(`debug ${verb} takes a Pod and the name of a debug container in it`, {
      hint: `kubectl initx debug ${verb} POD [NAME]; kubectl initx debug list shows both.`,
    });
  }
  return { kind: verb, pod: podName(pod), container };
}

function podName(word: string): string {
  const selection = selectionOf([word], {});
  const [target] = selection.kind === 'names' ? selection.targets : [];
  if (target === undefined || target.workload !== undefined) {
    throw new UserError(`"${word}" is no Pod`, { hint: 'Debug containers belong to Pods.' });
  }
  return target.name;
}
