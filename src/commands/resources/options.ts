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

type Flags = readonly (keyof ResourcesOptions)[];

export const FOR_SUMS = [
  'namespaceSelector',
  'allNamespaces',
  'selector',
  'fieldSelector',
  'sortBy',
  'top',
  'min',
  'waste',
  'labelColumns',
  'showLabels',
  'containers',
  'resources',
  'nodeSelector',
  'nodeTaints',
] as const satisfies Flags;
export const IS_FOR_SUMS = 'is for sums over many Pods';
export const NOT_COMPARED = [...FOR_SUMS, 'by', 'whatIf', 'usage'] as const satisfies Flags;
export const FOR_SINGLE_PODS = ['whatIf', 'check'] as const satisfies Flags;
