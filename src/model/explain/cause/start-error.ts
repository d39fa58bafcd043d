import type { ContainerHistory } from '../timeline/history.ts';
import type { Cause } from './cause.ts';

/** What is wrong with a command or a mount, by the words of runc and crun for it. */
export function startErrors({ container }: ContainerHistory, message: string): readonly Cause[] {
  const found = ERRORS.find(([words]) => words.test(message));
  if (!found) return [];
  const program = message.match(/exec:? "?([^"\s:]+)"?:/)?.[1];
  const [, meaning] = found;
  return [
    {
      code: 'start-error',
      container: container.name,
      meaning,
      ...(program && meaning !== 'mount-on-file' && { program }),
    },
  ];
}

const ERRORS = [
  [/exec format error/i, 'platform'],
  [/exec: .*executable file.*not found/i, 'no-program'],
  [/exec: .*no such file or directory/is, 'no-program'],
  [/exec: .*permission denied/is, 'not-permitted'],
  [/mount.*not a directory/is, 'mount-on-file'],
] as const;
