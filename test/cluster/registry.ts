import type { Programs } from './build.ts';
import type { Component } from './component.ts';
import { type ImageStore, MANIFEST_TYPE } from './image-store.ts';
import { PORTS } from './layout.ts';

const ADDRESS = `127.0.0.1:${PORTS.registry}`;

/** The registry, which reads the blobs from the store. */
export function registry(programs: Programs, store: ImageStore): Component {
  return {
    name: 'registry',
    command: [programs.registry, '-address', ADDRESS, '-blobs', store.directory],
  };
}

/** Tells the registry the names of its images: it keeps those in memory only. */
export async function publishImages(store: ImageStore): Promise<void> {
  for (const [name, manifest] of Object.entries(store.manifests)) {
    const [repository, tag] = name.split(':');
    const url = `http://${ADDRESS}/v2/library/${repository}/manifests/${tag}`;
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { 'Content-Type': MANIFEST_TYPE },
      body: manifest,
    });
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  }
}

/** Whether the registry answers. */
export async function registryAnswers(): Promise<boolean> {
  return (await fetch(`http://${ADDRESS}/v2/`)).ok;
}
