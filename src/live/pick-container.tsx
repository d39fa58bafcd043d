import { Box, render, Text, useApp, useInput } from 'ink';
import { useState } from 'react';

/** A container that can be chosen. */
export interface Choice {
  readonly name: string;
  /** What tells it from the others, such as its state. */
  readonly detail: string;
}

/**
 * Lets a person choose a container with the arrow keys and Enter; undefined for Ctrl-C or Escape.
 * `first` is the place of the one to begin with.
 */
export async function pickContainer(
  choices: readonly Choice[],
  first: number,
): Promise<string | undefined> {
  let chosen: string | undefined;
  const list = (
    <Choices
      choices={choices}
      first={first}
      choose={(name) => {
        chosen = name;
      }}
    />
  );
  // ink would take a terminal for none where CI is set, as it is for people too.
  const options = { stdout: process.stderr, interactive: true, patchConsole: false };
  const { waitUntilExit, clear } = render(list, options);
  await waitUntilExit();
  clear();
  return chosen;
}

interface ChoicesProps {
  readonly choices: readonly Choice[];
  readonly first: number;
  readonly choose: (name: string) => void;
}

/** The list, with a mark before the one that Enter takes. */
function Choices({ choices, first, choose }: ChoicesProps) {
  const { exit } = useApp();
  const [at, setAt] = useState(first);
  useInput((input, key) => {
    const step = key.downArrow || input === 'j' ? 1 : key.upArrow || input === 'k' ? -1 : 0;
    if (step !== 0) setAt((at + step + choices.length) % choices.length);
    if (key.escape) exit();
    if (key.return) {
      choose(choices[at]?.name ?? '');
      exit();
    }
  });
  const width = Math.max(...choices.map(({ name }) => name.length));
  return (
    <Box flexDirection="column">
      <Text>Which container is to be debugged?</Text>
      {choices.map(({ name, detail }, index) => (
        <Text key={name} bold={index === at} wrap="truncate">
          {index === at ? '>' : ' '} {name.padEnd(width)} {detail}
        </Text>
      ))}
    </Box>
  );
}
