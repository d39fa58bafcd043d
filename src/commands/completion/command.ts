import type { CommandSpec } from '../command.ts';

const EXAMPLES = `Examples:
  # Let kubectl complete "kubectl initx", wherever it completes its own commands
  kubectl initx completion --install

  # Complete "kubectl-initx", the program by its bare name
  source <(kubectl-initx completion bash)
  kubectl-initx completion zsh > "\${fpath[1]}/_kubectl-initx"
  kubectl-initx completion fish > ~/.config/fish/completions/kubectl-initx.fish
  kubectl-initx completion powershell | Out-String | Invoke-Expression`;

export const COMPLETION: CommandSpec = {
  name: 'completion',
  summary: 'let a shell complete commands, flags and the names of Pods',
  description:
    'Prints a script that lets a shell complete kubectl-initx. With --install it writes ' +
    'kubectl_complete-initx beside the program: kubectl runs that to complete "kubectl initx".',
  usage: '(bash | zsh | fish | powershell | --install)',
  words: { name: '[SHELL]', description: 'the shell', completes: 'shell' },
  flags: [
    {
      flags: '--install',
      description: 'write the program that kubectl runs to complete "kubectl initx"',
    },
  ],
  examples: EXAMPLES,
  load: () => import('./run.ts'),
};
