import { UserError } from '../../errors.ts';
import type { FieldsFormat, OutputOptions } from '../flags/output.ts';
import type { SelectionOptions } from '../flags/selection.ts';

/** How every answer is printed. */
export interface Shown
  extends OutputOptions<'table' | 'wide' | 'json' | 'yaml' | 'csv' | 'name' | FieldsFormat> {
  /** Whether lists have titles. */
  readonly hasTitles: boolean;
}

/** What the flags come to before they mean anything. */
export interface ResourcesOptions extends Omit<Shown, 'hasTitles'>, SelectionOptions {
  readonly by?: string;
  readonly sortBy?: string;
  readonly top?: number;
  readonly min?: readonly string[];
  readonly waste?: boolean;
  readonly whatIf?: readonly string[];
  readonly usage?: boolean;
  readonly check?: boolean;
  readonly against?: readonly string[];
  readonly labelColumns?: readonly string[];
  readonly showLabels?: boolean;
  readonly containers?: boolean;
  readonly resources?: readonly string[];
  readonly namespaceSelector?: string;
  readonly nodeSelector?: string;
  readonly nodeTaints?: string;
  /** False with --no-headers. */
  readonly headers?: boolean;
}

/** Flags by what they come to. */
type FlagNames = { readonly [Name in keyof ResourcesOptions]?: `--${string}` };

export const OF_NODES: FlagNames = { nodeSelector: '--node-selector', nodeTaints: '--node-taints' };
export const FOR_SUMS: FlagNames = {
  namespaceSelector: '--namespace-selector',
  allNamespaces: '--all-namespaces',
  selector: '--selector',
  fieldSelector: '--field-selector',
  sortBy: '--sort-by',
  top: '--top',
  min: '--min',
  waste: '--waste',
  labelColumns: '--label-columns',
  showLabels: '--show-labels',
  containers: '--containers',
  resources: '--resources',
  ...OF_NODES,
};
export const IS_FOR_SUMS = 'is for sums over many Pods';
export const NOT_COMPARED: FlagNames = {
  ...FOR_SUMS,
  by: '--by',
  whatIf: '--what-if',
  usage: '--usage',
};
export const WHAT_IF: FlagNames = { whatIf: '--what-if' };
export const FOR_SINGLE_PODS: FlagNames = { ...WHAT_IF, check: '--check' };

/** Refuses flags that mean nothing for what is asked. */
export function refuse(
  given: ResourcesOptions,
  flags: FlagNames,
  reason: string,
  hint?: string,
): void {
  const names = Object.keys(flags) as (keyof ResourcesOptions)[];
  const wrong = names.find((name) => given[name] !== undefined);
  if (wrong !== undefined) throw new UserError(`${flags[wrong]} ${reason}`, { hint });
}
