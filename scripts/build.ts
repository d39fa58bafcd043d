/**
 * `npm run build`: dist/kubectl-initx for this machine. With `--all`: one archive per platform
 * that krew knows, as a release publishes them, with their checksums.
 */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExecutable } from './executable.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** krew's os and arch with Bun's target; baseline builds also run on processors without AVX2. */
const PLATFORMS = {
  'linux-amd64': 'bun-linux-x64-baseline',
  'linux-arm64': 'bun-linux-arm64',
  'darwin-amd64': 'bun-darwin-x64',
  'darwin-arm64': 'bun-darwin-arm64',
  'windows-amd64': 'bun-windows-x64-baseline',
} as const;

if (process.argv.includes('--all')) await buildAll();
else await compile(join(dist, 'kubectl-initx'));

async function buildAll() {
  const checksums: string[] = [];
  for (const [platform, target] of Object.entries(PLATFORMS)) {
    const suffix = platform.startsWith('windows') ? '.exe' : '';
    const folder = join(dist, platform);
    await compile(join(folder, `kubectl-initx${suffix}`), target);
    cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
    const archive = `kubectl-initx-${platform}.tar.gz`;
    await run(['tar', '-czf', join(dist, archive), '-C', folder, '.']);
    const bytes = await Bun.file(join(dist, archive)).bytes();
    checksums.push(`${new Bun.CryptoHasher('sha256').update(bytes).digest('hex')}  ${archive}`);
    rmSync(folder, { recursive: true });
  }
  writeFileSync(join(dist, 'checksums.txt'), `${checksums.join('\n')}\n`);
}

async function compile(outfile: string, target?: Bun.Build.CompileTarget) {
  const entry = join(root, 'bin', 'kubectl-initx.ts');
  await compileExecutable({ entry, outfile, ...(target !== undefined && { target }) });
}

async function run(command: string[]) {
  const child = Bun.spawn(command, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root });
  const [out, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) === 0) return;
  console.error(`${command.join(' ')}\n${out}${error}`);
  process.exit(1);
}
