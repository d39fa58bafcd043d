/** A running oracle program (go/main.go), asked in batches. */
export interface Oracle {
  /** The answers to lines of input, in their order. One question at a time. */
  ask(lines: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts the program in one of its modes. */
export function startOracle(program: string, ...args: readonly string[]): Oracle {
  const child = Bun.spawn([program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const stderr = new Response(child.stderr).text();
  const read = lineReader(child.stdout, async () => {
    throw new Error(`the oracle ended: ${await stderr}`);
  });
  return {
    ask: async (lines) => {
      child.stdin.write(`${lines.join('\n')}\n`);
      const written = child.stdin.flush();
      const answers = await read(lines.length);
      await written;
      return answers;
    },
    close: async () => {
      await child.stdin.end();
      await child.exited;
    },
  };
}

function lineReader(stream: ReadableStream<Uint8Array>, onEnd: () => Promise<never>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let lines: string[] = [];
  let partial = '';
  return async (count: number): Promise<readonly string[]> => {
    while (lines.length < count) {
      const { value, done } = await reader.read();
      if (done) return onEnd();
      const parts = (partial + decoder.decode(value, { stream: true })).split('\n');
      partial = parts.pop() ?? '';
      lines = lines.concat(parts);
    }
    const wanted = lines.slice(0, count);
    lines = lines.slice(count);
    return wanted;
  };
}
