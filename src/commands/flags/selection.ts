import { shellWord, UserError } from '../../errors.ts';
import type { Flag } from './flag.ts';

/** What the flags that select Pods come to. */
export interface SelectionOptions {
  readonly filename?: readonly string[];
  readonly recursive?: boolean;
  /** Of the flags that choose a cluster; files know it too. */
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly fieldSelector?: string;
}

/** `-f` and `-R`, of a command that reads files. */
export function fileFlags(description: string): readonly Flag[] {
  return [
    { flags: '-f, --filename <file>', description, completes: 'file', repeatable: true },
    { flags: '-R, --recursive', description: 'with -f DIR: also the directories below it' },
    {
      flags: '-k, --kustomize <dir>',
      description: 'left to kubectl, which renders it',
      hidden: true,
      parse: refuseKustomization,
    },
  ];
}

function refuseKustomization(directory: string): never {
  throw new UserError('a kustomization has to be rendered first', {
    hint: `Use kubectl kustomize ${shellWord(directory)} | kubectl initx … -f -`,
  });
}

/** The flags that say which Pods of the cluster are listed, as those of `kubectl get`. */
export const LIST_FLAGS: readonly Flag[] = [
  { flags: '-A, --all-namespaces', description: 'the Pods of all namespaces' },
  {
    flags: '-l, --selector <labels>',
    description: 'only Pods with these labels: app=web,tier!=db',
  },
  {
    flags: '--field-selector <fields>',
    description: 'only Pods with these fields: spec.nodeName=node-1',
    suggests: ['metadata.name=', 'spec.nodeName=', 'status.phase='],
  },
];
