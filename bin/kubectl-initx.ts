import { main } from '../src/cli.ts';
import { processIo } from '../src/io/io.ts';

// No top-level await: `bun build --bytecode` wants CommonJS.
main(process.argv.slice(2), processIo()).then((exitCode) => {
  process.exitCode = exitCode;
});
