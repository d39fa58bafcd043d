import { existsSync } from 'node:fs';
import { isBuilt, programPaths } from './build.ts';
import type { ControlPlaneOptions } from './control-plane.ts';
import { PATHS } from './layout.ts';
import { takeLock } from './lock.ts';
import { type NodeControl, nodeControl } from './node-control.ts';
import { installPackages, missingPackages, unsupportedReason } from './packages.ts';
import { type ClientFiles, issueClient } from './pki.ts';
import { lineProgress } from './progress.ts';
import { down, up } from './up.ts';

/** A cluster for tests. */
export type TestCluster = {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** A kubectl to compare with and to use. */
  readonly kubectl: string;
  /** Whether {@link TestCluster.node} is there: not so for a cluster that is only named. */
  readonly nodeAccess: boolean;
  /** What may be done to the node, and to who may use the cluster. */
  readonly node?: NodeControl & {
    /** Issues a certificate for a user in groups. */
    issueClient(user: string, groups: readonly string[]): Promise<ClientFiles>;
  };
  /** Ends the use; takes the cluster down where a test run started it and none uses it any more. */
  release(): Promise<void>;
};

/** Held, shared, by every test run while it uses the cluster. */
const USERS_LOCK = '/run/lock/kubectl-initx-test-users.lock';

/**
 * The cluster that INITX_TEST_KUBECONFIG names, else the one that is up, else a
 * new one where this machine allows it. Installs packages in CI only.
 */
export async function acquireCluster(
  options: ControlPlaneOptions = {},
): Promise<TestCluster | { readonly unavailable: string }> {
  const named = process.env.INITX_TEST_KUBECONFIG;
  if (named) return namedCluster(named);
  const unavailable = unsupportedReason() ?? (await missing());
  if (unavailable) return { unavailable };
  const users = await takeLock(USERS_LOCK, { shared: true });
  if (!users) return { unavailable: `cannot lock ${USERS_LOCK}` };
  const progress = lineProgress((line) => console.error(line));
  try {
    await up(progress, { ...options, temporary: true });
  } catch (error) {
    await users.release();
    throw error;
  }
  return {
    ...ownCluster(),
    release: async () => {
      await users.release();
      if (!existsSync(PATHS.temporary)) return;
      const alone = await takeLock(USERS_LOCK, { noWait: true });
      if (!alone) return;
      await down(progress);
      await alone.release();
    },
  };
}

function ownCluster(): Omit<TestCluster, 'release'> {
  const { kubectl, pki } = programPaths();
  return {
    kubeconfig: PATHS.kubeconfig,
    kubectl,
    nodeAccess: true,
    node: {
      ...nodeControl(),
      issueClient: (user, groups) => {
        const file = `issued-${user.replaceAll(/[^a-z0-9-]/gi, '-')}`;
        return issueClient(pki, file, user, groups);
      },
    },
  };
}

function namedCluster(kubeconfig: string): TestCluster | { readonly unavailable: string } {
  const kubectl = isBuilt() ? programPaths().kubectl : Bun.which('kubectl');
  if (!kubectl) return { unavailable: 'INITX_TEST_KUBECONFIG is set, but there is no kubectl' };
  return { kubeconfig, kubectl, nodeAccess: false, release: async () => {} };
}

async function missing(): Promise<string | undefined> {
  const packages = missingPackages();
  if (packages.length === 0) return undefined;
  if (!process.env.CI) return `missing packages: ${packages.join(' ')}`;
  await installPackages(packages);
  return undefined;
}
