import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A directory of a test's own; `write` gives back the whole path. */
export interface TemporaryFiles {
  readonly directory: string;
  write(name: string, content: string | object, mode?: number): string;
  remove(): void;
}

/** Makes an empty directory for a test's files; objects are written as JSON. */
export function makeTemporaryFiles(): TemporaryFiles {
  const directory = mkdtempSync(join(tmpdir(), 'initx-test-'));
  return {
    directory,
    write: (name, content, mode = 0o600) => {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), {
        mode,
      });
      return path;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A kubeconfig with one context `here`, whose cluster and user have the given fields. */
export function simpleKubeconfig(cluster: object = {}, user: object = {}, context: object = {}) {
  return {
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u', ...context } }],
    clusters: [{ name: 'c', cluster: { server: 'https://c.test:6443', ...cluster } }],
    users: [{ name: 'u', user }],
  };
}
