import { join } from 'node:path';
import { buildModules, productDir } from '../cluster/build.ts';
import { BUILD_FLAGS, type GoModule } from '../cluster/go-modules.ts';
import { lineProgress } from '../cluster/progress.ts';

const ORACLE: GoModule = {
  name: 'oracle',
  directory: join(import.meta.dir, 'go'),
  programs: { oracle: '.' },
  flags: [...BUILD_FLAGS, '-ldflags=-s -w'],
};

/** Why there is no oracle here, or undefined. */
export function oracleUnavailable(): string | undefined {
  // Elsewhere the kubelet's code for cgroups is empty.
  if (process.platform !== 'linux') return 'needs Linux';
  return Bun.which('go') === null ? 'needs Go' : undefined;
}

/**
 * The path of the oracle program (go/main.go says how it is used). Built once, in seconds where
 * the cluster's Kubernetes has been built, else in minutes.
 */
export async function buildOracle(): Promise<string> {
  await buildModules(
    [ORACLE],
    lineProgress((line) => console.error(line)),
  );
  return join(productDir(ORACLE), 'oracle');
}
