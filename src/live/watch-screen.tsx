import { Box, render, Text, useInput, useStdin, useWindowSize } from 'ink';
import { useState } from 'react';

/** The size of a terminal and how far its user has scrolled. */
export interface Place {
  readonly columns: number;
  readonly rows: number;
  readonly scroll: number;
}

/** Draws a screen as lines. */
export type Draw = (place: Place) => {
  readonly lines: readonly string[];
  readonly maxScroll: number;
};

/** A screen of its own, which leaves no trace. */
export interface WatchScreen {
  /** Draws it anew. */
  readonly show: (draw: Draw) => void;
  /** How its user ended it. */
  readonly ended: Promise<'quit' | 'interrupt'>;
  /** Gives the terminal back as it was. */
  readonly close: () => Promise<void>;
}

/** Opens the screen on the terminal of stdout. */
export function watchScreen(first: Draw): WatchScreen {
  const ended = Promise.withResolvers<'quit' | 'interrupt'>();
  // A window that was closed has no terminal left to be given back.
  for (const stream of [process.stdin, process.stdout]) {
    stream.on('error', () => ended.resolve('interrupt'));
  }
  const screen = (draw: Draw) => <Screen draw={draw} end={ended.resolve} />;
  const { rerender, unmount, waitUntilExit } = render(screen(first), {
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    show: (draw) => rerender(screen(draw)),
    ended: ended.promise,
    close: async () => {
      unmount();
      await waitUntilExit();
    },
  };
}

interface ScreenProps {
  readonly draw: Draw;
  readonly end: (how: 'quit' | 'interrupt') => void;
}

function Screen({ draw, end }: ScreenProps) {
  const { columns, rows } = useWindowSize();
  const { isRawModeSupported } = useStdin();
  const [scroll, setScroll] = useState(0);
  const { lines, maxScroll } = draw({ columns, rows, scroll });
  useInput(
    (input, key) => {
      if (input === 'q' || key.escape) end('quit');
      else if (input === 'c' && key.ctrl) end('interrupt');
      else setScroll(Math.min(Math.max(scroll + stepOf(input, key, rows), 0), maxScroll));
    },
    // Where stdin is no terminal, signals end it.
    { isActive: isRawModeSupported },
  );
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        // Lines have no other identity than their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Text key={index} wrap="truncate-end">
          {line === '' ? ' ' : line}
        </Text>
      ))}
    </Box>
  );
}

type Key = Parameters<Parameters<typeof useInput>[0]>[1];

function stepOf(input: string, key: Key, rows: number): number {
  if (key.downArrow || input === 'j') return 1;
  if (key.upArrow || input === 'k') return -1;
  if (key.pageDown || input === ' ') return rows - 3;
  return key.pageUp ? 3 - rows : 0;
}
