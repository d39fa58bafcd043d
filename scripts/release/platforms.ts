/** What a release is made for. */
export interface Platform {
  /** As archives, krew, Homebrew and Scoop name it. */
  readonly name: string;
  readonly os: 'linux' | 'darwin' | 'windows';
  readonly arch: 'amd64' | 'arm64';
  /** Bun's name of it. Baseline builds also run on processors without AVX2. */
  readonly target: Bun.Build.CompileTarget;
  /** The C library that it needs, on Linux. */
  readonly libc?: 'glibc' | 'musl';
}

export const PLATFORMS: readonly Platform[] = [
  {
    name: 'linux-amd64',
    os: 'linux',
    arch: 'amd64',
    target: 'bun-linux-x64-baseline',
    libc: 'glibc',
  },
  { name: 'linux-arm64', os: 'linux', arch: 'arm64', target: 'bun-linux-arm64', libc: 'glibc' },
  {
    name: 'linux-amd64-musl',
    os: 'linux',
    arch: 'amd64',
    target: 'bun-linux-x64-baseline-musl',
    libc: 'musl',
  },
  {
    name: 'linux-arm64-musl',
    os: 'linux',
    arch: 'arm64',
    target: 'bun-linux-arm64-musl',
    libc: 'musl',
  },
  { name: 'darwin-amd64', os: 'darwin', arch: 'amd64', target: 'bun-darwin-x64' },
  { name: 'darwin-arm64', os: 'darwin', arch: 'arm64', target: 'bun-darwin-arm64' },
  { name: 'windows-amd64', os: 'windows', arch: 'amd64', target: 'bun-windows-x64-baseline' },
  { name: 'windows-arm64', os: 'windows', arch: 'arm64', target: 'bun-windows-arm64' },
];

/** The program's file name there. */
export function programName({ os }: Platform): string {
  return os === 'windows' ? 'kubectl-initx.exe' : 'kubectl-initx';
}

/** The file of a release for a platform. */
export function archiveName(platform: Platform): string {
  return `kubectl-initx-${platform.name}.${platform.os === 'windows' ? 'zip' : 'tar.gz'}`;
}
