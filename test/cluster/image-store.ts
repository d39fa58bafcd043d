import { createCipheriv, createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileLayer, type ImageSource, imageSources } from './images.ts';
import { cacheDir } from './layout.ts';
import { withLock } from './lock.ts';
import { BUSYBOX } from './packages.ts';
import type { Progress } from './progress.ts';
import { tarEnd, tarHeader, tarPadding } from './tar.ts';

/** Images as a registry holds them: blobs by digest, and the manifest of each name:tag. */
export type ImageStore = {
  readonly directory: string;
  readonly manifests: Readonly<Record<string, string>>;
};

type Blob = { readonly digest: string; readonly size: number };

const TYPES = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

/** Media type of the manifests of a store. */
export const MANIFEST_TYPE = TYPES.manifest;

/** Makes the images, where the cache has not the very same ones already. */
export async function buildImages(
  programs: { readonly pause: string; readonly httpserver: string },
  progress: Progress,
): Promise<ImageStore> {
  const hash = createHash('sha256');
  const sources = [
    BUSYBOX,
    programs.pause,
    programs.httpserver,
    join(import.meta.dir, 'images.ts'),
    join(import.meta.dir, 'tar.ts'),
  ];
  for (const file of [...sources, import.meta.path]) hash.update(readFileSync(file));
  const directory = join(cacheDir(), `images-${hash.digest('hex').slice(0, 12)}`);
  const waiting = () => progress.say('waiting for another build of the images');
  if (!existsSync(directory)) {
    await withLock(join(cacheDir(), 'images.lock'), waiting, async () => {
      if (existsSync(directory)) return;
      await progress.step('built the images', async () => {
        writeStore(directory, await imageSources(programs));
      });
    });
  }
  return {
    directory,
    manifests: JSON.parse(readFileSync(join(directory, 'manifests.json'), 'utf8')),
  };
}

function writeStore(directory: string, sources: readonly ImageSource[]): void {
  const unfinished = join(cacheDir(), 'unfinished-images');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(join(unfinished, 'sha256'), { recursive: true });
  const manifests: Record<string, string> = {};
  for (const source of sources) {
    const manifest = writeImage(unfinished, source);
    for (const name of source.names) manifests[name] = manifest;
  }
  writeFileSync(join(unfinished, 'manifests.json'), JSON.stringify(manifests));
  renameSync(unfinished, directory);
}

function writeImage(store: string, source: ImageSource): string {
  const layers = [writeBlob(store, fileLayer(source))];
  if (source.random) layers.push(writeRandomLayer(store, source.random));
  const config = writeBlob(
    store,
    json({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: source.config,
      // The layers are not compressed, hence their digests are those of their content.
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.digest) },
    }),
  );
  return json({
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config: { mediaType: TYPES.config, ...config },
    layers: layers.map((layer) => ({ mediaType: TYPES.layer, ...layer })),
  }).toString();
}

function writeBlob(store: string, data: Buffer): Blob {
  const hex = createHash('sha256').update(data).digest('hex');
  writeFileSync(join(store, 'sha256', hex), data);
  return { digest: `sha256:${hex}`, size: data.length };
}

// The key stream of a cipher: as incompressible as chance, and the same for the same seed.
function writeRandomLayer(store: string, random: { seed: number; bytes: number }): Blob {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, random.seed), Buffer.alloc(16));
  const zeros = Buffer.alloc(1024 * 1024);
  const hash = createHash('sha256');
  const path = join(store, 'random');
  const file = openSync(path, 'w');
  let size = 0;
  const write = (data: Buffer) => {
    hash.update(data);
    writeSync(file, data);
    size += data.length;
  };
  write(tarHeader({ path: 'data', data: zeros }, random.bytes));
  for (let left = random.bytes; left > 0; left -= zeros.length) {
    write(cipher.update(zeros.subarray(0, Math.min(left, zeros.length))));
  }
  write(tarPadding(random.bytes));
  write(tarEnd());
  closeSync(file);
  const hex = hash.digest('hex');
  renameSync(path, join(store, 'sha256', hex));
  return { digest: `sha256:${hex}`, size };
}

function json(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}
