import { shellWord, UserError } from '../../errors.ts';
import type { Invocation } from '../command.ts';
import type { OutputOptions } from '../flags/output.ts';
import type { SelectionOptions } from '../flags/selection.ts';
import { type FileSelection, type Selection, selectionOf } from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';

type ExplainOptions = OutputOptions<'table' | 'wide' | 'json' | 'yaml' | 'sarif' | 'github'> &
  SelectionOptions & { readonly logs?: number; readonly at?: number; readonly lint?: boolean };

/** Enough for an error with what led to it. */
const FEW_LINES = 5;

/** The Pods of files. */
export interface FileExplanations {
  readonly kind: 'files';
  readonly files: FileSelection;
  /** When they were saved, if that was said; milliseconds since the epoch. */
  readonly at: number | undefined;
}

/** What would be refused in files, and advice on the rest. */
export interface Lint {
  readonly kind: 'lint';
  readonly files: FileSelection;
}

/** What `explain` is asked for. */
export type ExplainRequest = OutputOptions<ExplainOptions['output']> &
  (
    | { readonly kind: 'pods'; readonly names: readonly string[]; readonly logLines: number }
    | FileExplanations
    | Lint
  );

/** Reads words and flags; throws a UserError where they ask for what there is not. */
export function explainRequest({ words, rest = [], options }: Invocation): ExplainRequest {
  const given = options as unknown as ExplainOptions;
  const { output, color, logs: logLines = FEW_LINES } = given;
  const selection = selectionOf([...words, ...rest], given);
  if (given.at !== undefined && selection.kind !== 'files') {
    throw new UserError('--at is about the Pods of a file: give it with -f');
  }
  refuseForLint(given, selection.kind);
  if (given.lint && selection.kind === 'files') {
    return { kind: 'lint', files: selection.files, output, color };
  }
  switch (selection.kind) {
    case 'files':
      return { kind: 'files', files: selection.files, at: given.at, output, color };
    case 'names':
      return { kind: 'pods', names: selection.targets.map(podName), logLines, output, color };
    case 'list':
      throw new UserError('give the name of a Pod, or a file with -f', {
        hint: 'See kubectl initx explain --help.',
      });
  }
}

/** What of a command line means something only with, or only without, --lint. */
function refuseForLint(
  { lint = false, output, at, logs }: ExplainOptions,
  kind: Selection['kind'],
): void {
  const isForLint = output === 'sarif' || output === 'github';
  if (!lint) {
    if (isForLint) throw new UserError(`-o ${output} is for --lint`);
    return;
  }
  if (kind !== 'files') throw new UserError('--lint is about files: give them with -f');
  if (output !== 'table' && !isForLint) {
    throw new UserError(`--lint has no -o ${output}`, { hint: 'It has table, sarif and github.' });
  }
  const name = at !== undefined ? '--at' : logs !== undefined ? '--logs' : undefined;
  if (name !== undefined) throw new UserError(`${name} means nothing to --lint`);
}

function podName({ workload, name }: Target): string {
  if (workload === undefined) return name;
  const word = `${workload.kind.toLowerCase()}/${name}`;
  throw new UserError(`explain takes Pods, and "${word}" is of another kind`, {
    hint: `Find its Pods with kubectl get pods, or explain its template: kubectl get ${shellWord(word)} -o yaml | kubectl initx explain -f -`,
  });
}
