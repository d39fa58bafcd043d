/**
 * A real one-node Kubernetes cluster for the tests, made of its own programs:
 *
 *   npm run cluster -- up           brings it up (the first time it is built: about 9 minutes)
 *   npm run cluster -- down         takes it down, and whatever an interrupted run left behind
 *   npm run cluster -- status       says what runs
 *   npm run cluster -- kubeconfig   prints the path of the administrator's kubeconfig
 *
 * It needs Linux, root, Go and a few Debian packages (`up` names those that
 * are missing, `up --install` installs them). Nothing else is on the way: no
 * Docker, no systemd, no image registry; the images are made here and pulled
 * from a registry that is part of the cluster.
 *
 * How it is put together:
 *
 *   go/                one go.mod for each thing that is built, which pins it
 *   build.ts           builds them into ~/.cache/kubectl-initx-test
 *   images.ts          what the images are; image-store.ts writes them, registry.ts serves them
 *   machine.ts         the process and mount namespaces that everything runs in
 *   up.ts              the order in which things start; teardown.ts removes every trace
 *   cluster.ts         what tests use: acquireCluster()
 */
import { existsSync } from 'node:fs';
import { PATHS } from './layout.ts';
import { installPackages, missingPackages, unsupportedReason } from './packages.ts';
import { lineProgress } from './progress.ts';
import { status } from './status.ts';
import { down, up } from './up.ts';

const USAGE = `usage: npm run cluster -- up [--install] [--keep-fake-nodes] | down | status | kubeconfig`;

const progress = lineProgress((line) => console.log(line));

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});

async function main([command, ...flags]: readonly string[]): Promise<number> {
  switch (command) {
    case 'up':
      return bringUp(flags);
    case 'down':
      await progress.step('the cluster is down', () => down(progress));
      return 0;
    case 'status':
      console.log(await status());
      return 0;
    case 'kubeconfig':
      if (!existsSync(PATHS.kubeconfig)) throw new Error('the cluster is not up');
      console.log(PATHS.kubeconfig);
      return 0;
    default:
      console.error(USAGE);
      return 1;
  }
}

async function bringUp(flags: readonly string[]): Promise<number> {
  const unsupported = unsupportedReason();
  if (unsupported) throw new Error(unsupported);
  const missing = missingPackages();
  if (missing.length > 0 && !flags.includes('--install')) {
    const packages = missing.join(' ');
    throw new Error(`missing packages: ${packages}\nnpm run cluster -- up --install installs them`);
  }
  if (missing.length > 0) {
    await progress.step(`installed ${missing.join(', ')}`, () => installPackages(missing));
  }
  const keepFakeNodes = flags.includes('--keep-fake-nodes');
  await progress.step('the cluster is up', () => up(progress, { keepFakeNodes }));
  console.log(`export KUBECONFIG=${PATHS.kubeconfig}`);
  return 0;
}
