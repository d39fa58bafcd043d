import { main } from '../src/cli.ts';
import { processIo } from '../src/io/io.ts';

/** What takes longer than a start is long work, which the engine's compilers are good for. */
const LONG_WORK_MS = 100;

// The executable puts them off (scripts/executable.ts).
setTimeout(() => Bun.unsafe.setJITPolicy(1), LONG_WORK_MS).unref();

process.exitCode = await main(process.argv.slice(2), processIo());
