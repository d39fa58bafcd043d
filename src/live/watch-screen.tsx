import { Box, render, Text, useInput, useStdin, useWindowSize } from 'ink';

/** Of a terminal, in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What its user wants. */
export type Press = 'up' | 'down' | 'pageUp' | 'pageDown' | 'open' | 'back' | 'quit' | 'interrupt';

/** Whoever has the screen. */
export interface ScreenUser {
  readonly draw: (size: Size) => readonly string[];
  readonly press: (press: Press) => void;
  readonly fail: (error: unknown) => void;
}

/** A screen of its own, which leaves no trace. */
export interface WatchScreen {
  readonly redraw: () => void;
  /** Gives the terminal back as it was. */
  readonly close: () => Promise<void>;
}

/**
 * Opens a screen on the terminal of stdout. `draw` gives its lines, one less than it has rows;
 * after each key the screen is drawn anew. What either of them throws goes to `fail`: whoever gets
 * it closes the screen before it is told.
 */
export function watchScreen({ draw, press, fail }: ScreenUser): WatchScreen {
  // A window that was closed has no terminal left to be given back.
  for (const stream of [process.stdin, process.stdout]) {
    stream.on('error', () => press('interrupt'));
  }
  const drawn = (size: Size): readonly string[] => {
    try {
      return draw(size);
    } catch (error) {
      fail(error);
      return [];
    }
  };
  const screen = () => <Screen draw={drawn} press={pressed} />;
  const { rerender, unmount, waitUntilExit } = render(screen(), {
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  function redraw() {
    rerender(screen());
  }
  function pressed(key: Press) {
    try {
      press(key);
      redraw();
    } catch (error) {
      fail(error);
    }
  }
  return {
    redraw,
    close: async () => {
      unmount();
      await waitUntilExit();
    },
  };
}

interface ScreenProps {
  readonly draw: (size: Size) => readonly string[];
  readonly press: (press: Press) => void;
}

function Screen({ draw, press }: ScreenProps) {
  const size = useWindowSize();
  const { isRawModeSupported } = useStdin();
  useInput(
    (input, key) => {
      for (const meant of meaningsOf(input, key)) press(meant);
    },
    // Where stdin is no terminal, signals end it.
    { isActive: isRawModeSupported },
  );
  return (
    <Box flexDirection="column">
      {draw(size).map((line, index) => (
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

const LETTERS: Readonly<Record<string, Press>> = {
  q: 'quit',
  j: 'down',
  k: 'up',
  ' ': 'pageDown',
  // Enter, where it was pressed before the terminal was in raw mode.
  '\n': 'open',
};

/** Letters that are typed fast come as one text. */
function meaningsOf(input: string, key: Key): readonly Press[] {
  if (key.ctrl) return input === 'c' ? ['interrupt'] : [];
  if (key.escape || key.leftArrow) return ['back'];
  if (key.return || key.rightArrow) return ['open'];
  if (key.downArrow) return ['down'];
  if (key.upArrow) return ['up'];
  if (key.pageDown) return ['pageDown'];
  if (key.pageUp) return ['pageUp'];
  return [...input].flatMap((letter) => LETTERS[letter] ?? []);
}
