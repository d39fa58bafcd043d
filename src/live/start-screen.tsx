import { Box, render, Text } from 'ink';
import { useEffect, useState } from 'react';

/** What one can watch while a container starts. */
export interface StartScreen {
  /** The step that goes on from now; the one before is done. */
  readonly show: (step: string) => void;
  /** Takes the screen away; what is written from then on is below it. */
  readonly close: () => void;
}

/** One step and when it began, in milliseconds. */
interface Step {
  readonly text: string;
  readonly since: number;
}

/** Shows steps on the terminal of stderr, each with the time it takes. */
export function startScreen(unicode: boolean): StartScreen {
  let steps: readonly Step[] = [];
  const screen = () => <Steps steps={steps} unicode={unicode} />;
  // ink would take a terminal for none where CI is set, as it is for people too.
  const options = {
    stdout: process.stderr,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  };
  // A terminal that is closed meanwhile must not keep the session from clearing up.
  process.stderr.on('error', () => undefined);
  const { rerender, clear, unmount } = render(screen(), options);
  return {
    show: (text) => {
      if (steps.at(-1)?.text === text) return;
      steps = [...steps, { text, since: Date.now() }];
      rerender(screen());
    },
    close: () => {
      clear();
      unmount();
    },
  };
}

const SPINNER = { unicode: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', ascii: '|/-\\' } as const;
const FRAME_MS = 100;

interface StepsProps {
  readonly steps: readonly Step[];
  readonly unicode: boolean;
}

/** The steps so far, of which the last goes on. */
function Steps({ steps, unicode }: StepsProps) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), FRAME_MS);
    return () => clearInterval(timer);
  }, []);
  const frames = unicode ? SPINNER.unicode : SPINNER.ascii;
  const frame = frames[Math.floor(now / FRAME_MS) % frames.length];
  return (
    <Box flexDirection="column">
      {steps.map(({ text, since }, index) => {
        const next = steps[index + 1];
        const seconds = Math.max(0, Math.floor(((next?.since ?? now) - since) / 1000));
        const mark = next === undefined ? frame : unicode ? '✓' : '+';
        return (
          <Text key={`${since} ${text}`} wrap="truncate-middle" dimColor={next !== undefined}>
            {mark} {text} {seconds > 0 ? `${seconds}s` : ''}
          </Text>
        );
      })}
    </Box>
  );
}
