/**
 * `npm run readme`: draws the picture of README.md with the built program, from the example that
 * was recorded on a real cluster, and writes what it tells of other recorded moments anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSituations } from '../test/support/readme-situations.ts';

const root = join(import.meta.dirname, '..');
const example = join(root, 'examples', 'stuck-pod');
const at = '2026-11-24T10:36:00Z';

const { stdout, stderr, exitCode } = Bun.spawnSync([
  join(root, 'dist', 'kubectl-initx'),
  ...['explain', '-f', `${example}.yaml`, '--at', at, '-o', 'svg'],
]);
// The Pod of the example is stuck.
if (exitCode !== 3) throw new Error(stderr.toString());
writeFileSync(`${example}.svg`, stdout);

const readme = join(root, 'README.md');
writeFileSync(readme, withSituations(readFileSync(readme, 'utf8')));
