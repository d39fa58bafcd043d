import { join } from 'node:path';
import type { BuildConfig, BunPlugin } from 'bun';

/**
 * How much later than usual the engine compiles what runs often. A command is over before that
 * pays; the threads that would compile take time from it on a busy machine. Long work sets it back
 * (Bun.unsafe.setJITPolicy).
 */
const JIT_POLICY = 32;

export interface ExecutableOptions {
  readonly entry: string;
  readonly outfile: string;
  /** Bun's name of a platform; this one where it is left out. */
  readonly target?: Bun.Build.CompileTarget;
  /** Records of the functions that usual starts run (bytecode-order.ts). */
  readonly order?: readonly string[];
  /** What a test wants to see of the modules on their way into the executable. */
  readonly plugins?: readonly BunPlugin[];
}

/**
 * Compiles a program as a release is compiled. Throws an AggregateError with what is wrong.
 *
 * - ESM, because yoga-layout in ink has a top-level await, which CommonJS cannot hold.
 * - Splitting, so that what is reached by import() is a file of its own inside the executable,
 *   which costs nothing before it is wanted.
 */
export async function compileExecutable(options: ExecutableOptions): Promise<void> {
  const { entry, outfile, target, order, plugins = [] } = options;
  const config: BuildConfig = {
    entrypoints: [entry],
    compile: {
      outfile,
      ...(target !== undefined && { target }),
      jitPolicy: JIT_POLICY,
      ...(order && { bytecodeOrder: [...order] }),
      // A .env or bunfig.toml in the folder where a user happens to be must not touch the plugin.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
    format: 'esm',
    splitting: true,
    bytecode: true,
    minify: true,
    plugins: [...plugins, WITHOUT_THE_UNUSED],
  };
  await Bun.build(config);
}

const EMPTY = 'empty';

/** Leaves out what packages load at once and this program never uses. */
const WITHOUT_THE_UNUSED: BunPlugin = {
  name: 'without the unused',
  setup(build) {
    // ink asks for it in its developers' mode only, and it is not installed.
    build.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: EMPTY, namespace: EMPTY }));
    build.onLoad({ filter: /./, namespace: EMPTY }, () => ({
      contents: 'export default {};',
      loader: 'js',
    }));
    // Whether there is colour is decided by render/text/terminal.ts. chalk's own look at the
    // environment loads node:tty; this is its variant for places that have none.
    build.onResolve({ filter: /^#supports-color$/ }, ({ importer }) => ({
      path: join(importer, '..', 'vendor', 'supports-color', 'browser.js'),
    }));
    build.onLoad(
      { filter: /[\\/]commander[\\/]lib[\\/](?:command|help)\.js$/ },
      async ({ path }) => ({
        contents: withoutNodeModules(await Bun.file(path).text(), path),
        loader: 'js',
      }),
    );
  },
};

/** Of commander's imports the two that take a third of `--version`, and what serves in their place. */
const REPLACED = [
  // For subcommands that are programs of their own.
  [/^import childProcess from 'node:child_process';$/m, 'const childProcess = undefined;'],
  [
    /^import \{ stripVTControlCharacters \} from 'node:util';$/m,
    'const { stripANSI: stripVTControlCharacters } = Bun;',
  ],
] as const;

function withoutNodeModules(source: string, path: string): string {
  const replaced = REPLACED.reduce((text, [from, to]) => text.replace(from, to), source);
  if (!/node:(?:child_process|util)/.test(replaced)) return replaced;
  throw new Error(`${path} imports in another way than before: see scripts/executable.ts`);
}
