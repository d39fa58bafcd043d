import type { Hint } from '../../model/debug/hints.ts';
import { idsWords } from './notice-words.ts';

/** What was found inside, and what to do with it; a sentence or two. */
export function hintWords(hint: Hint): string {
  switch (hint.code) {
    case 'TargetFiles': {
      const { container, pid, path, link, isReadOnly } = hint;
      const where = link === undefined ? path : `${link}, a link to ${path}`;
      const limit = isReadOnly ? ' Its root file system is read-only.' : '';
      return `The main process of ${container} is PID ${pid}. Its files are under ${where}.${limit}`;
    }
    case 'TargetFilesDenied': {
      const { container, pid, path } = hint;
      return `The main process of ${container} is PID ${pid}, but its files under ${path} cannot be read: ${reason(hint)}.${remedy(hint)}`;
    }
    case 'TargetNotSeen':
      return hint.isJoined
        ? `No process of ${hint.container} is visible: the container runtime does not support targets.`
        : `No process of ${hint.container} was found: it has restarted meanwhile, or the container runtime keeps its processes apart.`;
    case 'TargetNotRunning':
      return `Container ${hint.container} does not run now: its processes are visible once it does.`;
  }
}

type Denied = Extract<Hint, { code: 'TargetFilesDenied' }>;

function reason({ denied, own, target }: Denied): string {
  switch (denied) {
    case 'user':
    case 'group':
      return `it runs as ${idsWords(target)}, and this container as ${idsWords(own)} without SYS_PTRACE`;
    case 'capabilities':
      return 'it has capabilities that this container does not have';
    case 'policy':
      return 'a security policy of the node, or the process itself, does not allow it';
  }
}

function remedy({ remedy: flag }: Denied): string {
  return flag === undefined ? '' : ` A debug container with ${flag} can read them.`;
}
