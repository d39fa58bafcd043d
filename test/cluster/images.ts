import { readFileSync } from 'node:fs';
import { run } from './command.ts';
import { BUSYBOX } from './packages.ts';
import { type TarEntry, tar } from './tar.ts';

const MEGABYTE = 1024 * 1024;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The image of pod sandboxes. */
export const PAUSE_IMAGE = 'docker.io/library/pause:1';

/** An image that the registry serves, as docker.io/library/<name>. */
export type ImageSource = {
  /** Every name:tag it is served as. */
  readonly names: readonly string[];
  readonly files: readonly TarEntry[];
  /** A further layer of so many bytes that do not compress, for a pull that takes its time. */
  readonly random?: { readonly seed: number; readonly bytes: number };
  readonly config: {
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly User?: string;
    readonly Env?: readonly string[];
  };
};

/** All images of the test cluster. */
export async function imageSources(programs: {
  readonly pause: string;
  readonly httpserver: string;
}): Promise<readonly ImageSource[]> {
  const shell = await shellFiles();
  const server = executable('server', programs.httpserver);
  const shellConfig = { Cmd: ['sh'], Env: [`PATH=${PATH}`] };
  const large = (tag: string, seed: number): ImageSource => ({
    names: [`large:${tag}`],
    files: shell,
    random: { seed, bytes: 320 * MEGABYTE },
    config: { ...shellConfig, Cmd: ['sleep', '86400'] },
  });
  return [
    {
      names: ['pause:1'],
      files: [executable('pause', programs.pause)],
      config: { Entrypoint: ['/pause'], User: '65535:65535' },
    },
    {
      names: ['busybox:1.28', 'busybox:latest', 'alpine:latest'],
      files: shell,
      config: shellConfig,
    },
    {
      names: ['named-user:latest'],
      files: shell,
      config: { ...shellConfig, Cmd: ['sleep', '86400'], User: 'app' },
    },
    {
      names: ['httpserver:latest'],
      files: [...shell, server],
      config: { Entrypoint: ['/server'], Env: [`PATH=${PATH}`] },
    },
    {
      // As the distroless images: no shell, and a user that is nobody in particular.
      names: ['distroless:latest'],
      files: [...accountFiles(), server],
      config: { Entrypoint: ['/server'], User: '65532' },
    },
    large('latest', 1),
    large('second', 2),
  ];
}

async function shellFiles(): Promise<readonly TarEntry[]> {
  const applets = (await run(BUSYBOX, ['--list-full'])).trim().split('\n').sort();
  const folders = [
    'bin',
    'sbin',
    'usr',
    'usr/bin',
    'usr/sbin',
    'home',
    'home/app',
    'var',
    'var/log',
  ];
  return [
    ...folders.map((path) => ({ path: `${path}/`, folder: true }) as const),
    ...accountFiles(),
    executable('bin/busybox', BUSYBOX),
    ...applets
      .filter((path) => path !== 'bin/busybox')
      .map((path) => ({ path, linkTo: '/bin/busybox', mode: 0o777 })),
  ];
}

function accountFiles(): readonly TarEntry[] {
  return [
    { path: 'etc/', folder: true },
    { path: 'tmp/', folder: true, mode: 0o1777 },
    text(
      'etc/passwd',
      'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home/app:/bin/sh\n' +
        'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
    ),
    text('etc/group', 'root:x:0:\napp:x:1000:\nnonroot:x:65532:\n'),
  ];
}

function text(path: string, content: string): TarEntry {
  return { path, data: Buffer.from(content) };
}

function executable(path: string, source: string): TarEntry {
  return { path, data: readFileSync(source), mode: 0o755 };
}

/** The layer that all but {@link ImageSource.random} is in. */
export function fileLayer(source: ImageSource): Buffer {
  return tar(source.files);
}
