import { wrapped } from '../text/layout.ts';

/** A flag by its names and what it is for. */
export interface OptionLine {
  readonly flags: string;
  readonly description: string;
}

const GAP = 2;

/** The flags that every command takes, as `kubectl options` lists its own. */
export function optionsText(options: readonly OptionLine[], width: number): string {
  // Those without a short name begin where the long names of the others do.
  const named = options.map(({ flags, description }) => ({
    flags: flags.startsWith('--') ? `    ${flags}` : flags,
    description,
  }));
  const column = Math.max(...named.map(({ flags }) => flags.length)) + GAP + 2;
  const lines = named.map(
    ({ flags, description }) => `  ${flags}`.padEnd(column) + wrapped(description, width, column),
  );
  const heading = wrapped('These flags of kubectl may stand before or after every command:', width);
  return `${heading}\n\n${lines.join('\n')}\n`;
}
