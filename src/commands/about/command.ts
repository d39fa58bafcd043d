import type { CommandSpec } from '../command.ts';
import { CONNECTION_FLAGS } from '../flags/connection.ts';

export const VERSION: CommandSpec = {
  name: 'version',
  summary: 'show the versions of client and server',
  description:
    'Shows the versions of this client and of the server, and what their difference means for ' +
    'the answers.',
  usage: '[flags]',
  flags: [
    { flags: '--client', description: "only the client's; no server is asked" },
    { flags: '-o, --output <format>', description: 'how to print it', choices: ['json', 'yaml'] },
    ...CONNECTION_FLAGS,
  ],
  examples: `Examples:
  kubectl initx version
  kubectl initx version --client
  kubectl initx version -o json | jq .skew`,
  load: () => import('./version.ts'),
};

export const RULES_COMMAND: CommandSpec = {
  name: 'rules',
  summary: 'show the Kubernetes rules behind the answers',
  description:
    'Shows the rules by which Kubernetes treats init containers, sidecars and ephemeral ' +
    'containers, as far as the answers depend on them, each with a link to its documentation.',
  usage: '[RULE...]',
  words: { name: '[RULE...]', description: 'rules by number: R12', completes: 'rule' },
  flags: [],
  examples: `Examples:
  kubectl initx rules
  kubectl initx rules R12 R13`,
  load: () => import('./rules.ts'),
};

export const OPTIONS: CommandSpec = {
  name: 'options',
  summary: 'show the flags that every command takes',
  description: 'Shows the flags of kubectl that choose a cluster and a user, and how to connect.',
  usage: '[flags]',
  flags: [],
  load: () => import('./options.ts'),
};
