import { type CommandOptions, run } from './command.ts';

/** Seconds to wait before each further try. */
const PAUSES = [2, 10, 30];

/**
 * As {@link run}, for a command that downloads and that may be run again. Its failure is told to
 * `onRetry`, so that a registry which does not answer for a moment is noticed and harmless.
 */
export async function runDownload(
  command: string,
  args: readonly string[],
  options: CommandOptions & {
    readonly onRetry: (line: string) => void;
    readonly pauses?: readonly number[];
  },
): Promise<string> {
  for (const pause of options.pauses ?? PAUSES) {
    try {
      return await run(command, args, options);
    } catch (error) {
      options.onRetry(`${messageOf(error)}\ntrying again in ${pause} s`);
      await Bun.sleep(pause * 1000);
    }
  }
  return run(command, args, options);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
