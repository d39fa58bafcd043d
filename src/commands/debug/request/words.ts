import { UserError } from '../../../errors.ts';
import type { Invocation } from '../../command.ts';
import { flagOf } from '../../refused-flags.ts';
import { selectionOf } from '../../selection/selection.ts';

/** What `debug list` is asked for. */
export interface ListRequest {
  readonly kind: 'list';
  /** The one Pod whose debug containers are listed. */
  readonly pod: string | undefined;
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
  readonly container?: string;
}

/**
 * The words that ask for something else than a new debug container: `list [POD]`, `attach POD [NAME]`,
 * `stop POD [NAME]`. A Pod of that name is meant by pod/NAME.
 */
export function otherRequest({
  words,
  rest,
  options,
}: Invocation): ListRequest | SessionRequest | undefined {
  const { allNamespaces = false, output = 'table', container: wanted } = options as Options;
  const [verb, pod, ...names] = words;
  if (verb === 'list' || verb === 'attach' || verb === 'stop') checkFlags(verb, options, rest);
  if (verb === 'list') {
    if (names.length > 0) throw new UserError('debug list takes one Pod, or none for all');
    if (pod === undefined) return { kind: 'list', pod, allNamespaces, output };
    if (!allNamespaces) return { kind: 'list', pod: podName(pod), allNamespaces, output };
    throw new UserError('give debug list a Pod or -A, not both');
  }
  if (allNamespaces) throw new UserError('-A is for debug list');
  if (verb !== 'attach' && verb !== 'stop') return undefined;
  const [container, more] = [...names, ...(wanted === undefined ? [] : [wanted])];
  if (pod === undefined || more !== undefined) {
    throw new UserError(`debug ${verb} takes a Pod and the name of a debug container in it`, {
      hint: `kubectl initx debug ${verb} POD [NAME]; kubectl initx debug list shows both.`,
    });
  }
  return { kind: verb, pod: podName(pod), container };
}

/** What only shapes a new container, with what each is without being given. */
const SHAPING: Readonly<Record<string, unknown>> = {
  selector: undefined,
  image: undefined,
  target: undefined,
  profile: 'auto',
  asTarget: undefined,
  asRoot: undefined,
  runAs: undefined,
  volumes: undefined,
  envFromTarget: undefined,
  custom: undefined,
  env: undefined,
  argumentsOnly: undefined,
  imagePullPolicy: undefined,
  attach: undefined,
  copyTo: undefined,
  rm: undefined,
  dryRun: 'none',
};

/** A flag that has no effect would be taken for one that has. */
function checkFlags(
  verb: string,
  options: Invocation['options'],
  rest: readonly string[] | undefined,
): void {
  if (rest !== undefined) {
    throw new UserError(`debug ${verb} takes no command after --`, {
      hint: 'A command is for a new debug container: kubectl initx debug POD -- COMMAND.',
    });
  }
  const given = Object.keys(SHAPING).find((name) => options[name] !== SHAPING[name]);
  if (given === undefined) return;
  throw new UserError(
    `debug ${verb} does not take ${flagOf(given)}: that is for a new debug container`,
  );
}

function podName(word: string): string {
  const selection = selectionOf([word], {});
  const [target] = selection.kind === 'names' ? selection.targets : [];
  if (target === undefined || target.workload !== undefined) {
    throw new UserError(`"${word}" is not a Pod`, { hint: 'Debug containers belong to Pods.' });
  }
  return target.name;
}
