/** `npm run build`: dist/kubectl-initx for this machine. scripts/release.ts makes all the others. */
import { join } from 'node:path';
import { withBytecodeOrder } from './bytecode-order.ts';
import { compileExecutable } from './executable.ts';

const root = join(import.meta.dirname, '..');
const entry = join(root, 'bin', 'kubectl-initx.ts');
const outfile = join(root, 'dist', 'kubectl-initx');

await withBytecodeOrder(entry, (order) => compileExecutable({ entry, outfile, order }));
