import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { runDownload } from './download.ts';
import { GO_MODULES, type GoModule, type Program } from './go-modules.ts';
import { cacheDir } from './layout.ts';
import { withLock } from './lock.ts';
import { type Progress, seconds } from './progress.ts';

/** Path of each program. */
export type Programs = Readonly<Record<Program, string>>;

const BUILD_ENVIRONMENT = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' };

/** Builds what the cache lacks and gives the paths of all programs. */
export async function buildPrograms(progress: Progress): Promise<Programs> {
  await buildModules(GO_MODULES, progress);
  return programPaths();
}

/** Builds those of the modules that the cache lacks. */
export async function buildModules(
  modules: readonly GoModule[],
  progress: Progress,
): Promise<void> {
  if (modules.every(isInCache)) return;
  const waiting = () => progress.say('waiting for another build');
  await withLock(join(cacheDir(), 'build.lock'), waiting, () => buildMissing(modules, progress));
}

/** Whether `up` can start without building. */
export function isBuilt(): boolean {
  return GO_MODULES.every(isInCache);
}

function isInCache(module: GoModule): boolean {
  return existsSync(productDir(module));
}

/** Where each program is, or will be once built. */
export function programPaths(): Programs {
  const paths = GO_MODULES.flatMap((module) =>
    Object.keys(module.programs).map((name) => [name, join(productDir(module), name)]),
  );
  return Object.fromEntries(paths) as Programs;
}

async function buildMissing(modules: readonly GoModule[], progress: Progress): Promise<void> {
  removeUnfinished();
  const missing = modules.filter((module) => !isInCache(module));
  if (missing.length === 0) return;
  const names = missing.map((module) => module.name).join(', ');
  const duration = missing.length === GO_MODULES.length ? ' (about 9 minutes on 2 cores)' : '';
  progress.say(`building ${names} from source, once${duration}`);
  // One after another: a Go build keeps every core busy by itself.
  for (const module of missing) {
    await progress.step(`built ${module.name}`, () => buildModule(module, progress));
  }
}

async function buildModule(module: GoModule, progress: Progress): Promise<void> {
  const unfinished = join(cacheDir(), `unfinished-${module.name}`);
  mkdirSync(unfinished, { recursive: true });
  await downloadSources(module, progress);
  const started = performance.now();
  let compiled = 0;
  const heartbeat = setInterval(() => {
    const elapsed = seconds(performance.now() - started);
    progress.say(`  ${module.name}: ${compiled} packages compiled after ${elapsed}`);
  }, 15_000);
  try {
    const args = ['go', 'build', '-v', ...module.flags, '-o', output(module, unfinished)];
    // The build must not outlive a killed `up`.
    await run('setpriv', ['--pdeathsig', 'KILL', ...args, ...Object.values(module.programs)], {
      cwd: module.directory,
      env: BUILD_ENVIRONMENT,
      onStderrLine: () => {
        compiled += 1;
      },
    });
  } finally {
    clearInterval(heartbeat);
  }
  renameSync(unfinished, productDir(module));
}

// What a build lists is just what it compiles, so this downloads no module more than the build would.
// A step of its own, because a registry's hiccup must not cost the minutes of a build.
async function downloadSources(module: GoModule, progress: Progress): Promise<void> {
  const packages = Object.values(module.programs);
  await runDownload('go', ['list', '-deps', '-f', '{{""}}', ...module.flags, ...packages], {
    cwd: module.directory,
    env: BUILD_ENVIRONMENT,
    onRetry: progress.say,
  });
}

// Only called under the build lock, so that whoever made them is gone.
function removeUnfinished(): void {
  for (const name of readdirSync(cacheDir())) {
    if (name.startsWith('unfinished-')) {
      rmSync(join(cacheDir(), name), { recursive: true, force: true });
    }
  }
}

// Several programs are named after their packages; a single one as we like (etcd's is "server").
function output(module: GoModule, directory: string): string {
  const names = Object.keys(module.programs);
  return names.length === 1 ? join(directory, names.join()) : `${directory}/`;
}

/** Where the module's programs are once it is built. */
export function productDir(module: GoModule): string {
  return join(cacheDir(), `${module.name}-${pinsHash(module)}`);
}

/** Names everything that decides what a build gives: the module's own files and the build flags. */
function pinsHash(module: GoModule): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.arch, module.flags, module.programs]));
  const files = readdirSync(module.directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(\.go|go\.mod|go\.sum)$/.test(file))
    .sort();
  for (const file of files)
    hash.update(`${file}\n`).update(readFileSync(join(module.directory, file)));
  return hash.digest('hex').slice(0, 12);
}
