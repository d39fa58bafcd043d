import type { ColorChoice } from '../../render/text/terminal.ts';

export interface ResourcesOptions {
  readonly filename?: readonly string[];
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
  readonly by?: string;
  readonly sortBy?: string;
  readonly top?: number;
  readonly min?: readonly string[];
  readonly waste?: boolean;
  readonly whatIf?: readonly string[];
  readonly usage?: boolean;
  readonly check?: boolean;
  readonly output: 'table' | 'wide' | 'json' | 'yaml' | 'csv';
  readonly color: ColorChoice;
}
