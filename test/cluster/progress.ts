/** Prints what a person waits for, with how long it took. */
export type Progress = {
  say(text: string): void;
  /** Prints the name of the step, and its duration once it is done. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
};

/** Progress as lines, each given to `write`. */
export function lineProgress(write: (line: string) => void): Progress {
  return {
    say: write,
    step: async (name, work) => {
      const started = performance.now();
      const result = await work();
      write(`${name} (${seconds(performance.now() - started)})`);
      return result;
    },
  };
}

/** A duration in the words of a progress line: 4.2 s, or 3 min 20 s. */
export function seconds(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1000);
  if (whole < 60) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
