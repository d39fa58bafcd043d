import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, tarGz } from './archive.ts';
import { type Platform, programName } from './platforms.ts';

/** What every package of a release says of itself. */
interface Common {
  readonly version: string;
  readonly description: string;
  readonly time: number;
}

/** npm's names of a platform. */
function npmNames({ os, arch, libc }: Platform) {
  const npmOs = os === 'windows' ? 'win32' : os;
  const cpu = arch === 'amd64' ? 'x64' : arch;
  const suffix = libc === 'musl' ? '-musl' : '';
  return { os: npmOs, cpu, libc, name: `@kubectl-initx/${npmOs}-${cpu}${suffix}` };
}

const HOMEPAGE = 'https://github.com/kubectl-initx/kubectl-initx';

/** The package that holds the executable of one platform; npm installs the one that fits. */
export function platformPackage(
  platform: Platform,
  files: readonly Entry[],
  common: Common,
): Uint8Array<ArrayBuffer> {
  const { name, os, cpu, libc } = npmNames(platform);
  const manifest = {
    name,
    version: common.version,
    description: `The executable of kubectl-initx for ${platform.name}`,
    license: 'Apache-2.0',
    homepage: HOMEPAGE,
    repository: { type: 'git', url: `git+${HOMEPAGE}.git` },
    os: [os],
    cpu: [cpu],
    ...(libc !== undefined && { libc: [libc] }),
    preferUnplugged: true,
    files: [programName(platform), 'THIRD-PARTY-NOTICES.txt'],
  };
  return packed(manifest, files, common.time);
}

/** The package by whose name people install: a launcher, and the platforms' packages as options. */
export function mainPackage(
  platforms: readonly Platform[],
  files: readonly Entry[],
  common: Common,
): Uint8Array<ArrayBuffer> {
  const launcher = readFileSync(join(import.meta.dirname, 'npm-launcher.cjs'));
  const names = platforms.map((platform) => npmNames(platform).name);
  const manifest = {
    name: 'kubectl-initx',
    version: common.version,
    description: common.description,
    license: 'Apache-2.0',
    homepage: HOMEPAGE,
    repository: { type: 'git', url: `git+${HOMEPAGE}.git` },
    keywords: ['kubernetes', 'kubectl', 'kubectl-plugin', 'init-containers', 'sidecar'],
    bin: { 'kubectl-initx': 'launcher.cjs' },
    engines: { node: '>=18' },
    files: ['launcher.cjs'],
    optionalDependencies: Object.fromEntries(names.map((name) => [name, common.version])),
  };
  const entry = { name: 'launcher.cjs', content: launcher, isProgram: true };
  return packed(manifest, [...files, entry], common.time);
}

function packed(manifest: object, files: readonly Entry[], time: number) {
  const content = new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
  const entries = [{ name: 'package.json', content }, ...files];
  return tarGz(
    entries.map((entry) => ({ ...entry, name: `package/${entry.name}` })),
    time,
  );
}

/** The file name of a platform's package. */
export function platformPackageFile(platform: Platform): string {
  const { name } = npmNames(platform);
  return `${name.replace('@kubectl-initx/', 'kubectl-initx-npm-')}.tgz`;
}
