import { existsSync, readFileSync } from 'node:fs';
import { run } from './command.ts';

/**
 * What the cluster and its tests take from the distribution: a file that shows it is there, and its
 * package.
 */
const NEEDS: readonly { file: readonly string[]; package: string }[] = [
  { file: ['/usr/sbin/runc', '/usr/bin/runc', '/usr/local/sbin/runc'], package: 'runc' },
  { file: ['/usr/lib/cni/bridge'], package: 'containernetworking-plugins' },
  { file: ['/sbin/ip', '/usr/sbin/ip', '/bin/ip'], package: 'iproute2' },
  { file: ['/usr/bin/unshare', '/bin/unshare'], package: 'util-linux' },
  { file: ['/bin/mount', '/usr/bin/mount'], package: 'mount' },
  { file: ['/usr/bin/qemu-aarch64'], package: 'qemu-user' },
  { file: ['/usr/aarch64-linux-gnu/lib/libc.so.6'], package: 'libc6-arm64-cross' },
];

/** The static shell and tools that go into the images. */
export const BUSYBOX = '/bin/busybox';

/** Debian packages that the cluster and its tests need and this machine has not. */
export function missingPackages(): readonly string[] {
  const missing = NEEDS.filter((need) => !need.file.some((file) => existsSync(file)));
  const names = missing.map((need) => need.package);
  return hasStaticBusybox() ? names : [...names, 'busybox-static'];
}

/** Installs packages with apt-get; only ever called when asked for, or in CI. */
export async function installPackages(names: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const again = ['-o', 'Acquire::Retries=3'];
  await run('apt-get', ['update', '-q', ...again], { env });
  const install = ['install', '-y', '-q', '--no-install-recommends', ...again];
  await run('apt-get', [...install, ...names], { env });
}

/** Why no cluster can run here whatever is installed, or undefined. */
export function unsupportedReason(): string | undefined {
  if (process.platform !== 'linux') return 'the test cluster runs on Linux only';
  if (process.getuid?.() !== 0) return 'the test cluster needs root';
  if (Bun.which('go') === null) return 'the test cluster is built with Go, which is not there';
  return undefined;
}

// The package busybox has the same path and needs a libc that the images lack.
function hasStaticBusybox(): boolean {
  return existsSync(BUSYBOX) && !readFileSync(BUSYBOX).subarray(0, 4096).includes('/ld-linux');
}
