/** `npm run build`: dist/kubectl-initx for this machine. scripts/release.ts makes all the others. */
import { join } from 'node:path';
import { compileExecutable } from './executable.ts';

const root = join(import.meta.dirname, '..');

await compileExecutable({
  entry: join(root, 'bin', 'kubectl-initx.ts'),
  outfile: join(root, 'dist', 'kubectl-initx'),
});
