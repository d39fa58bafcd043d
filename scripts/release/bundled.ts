import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';

/** A package of which a part is in the executable. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly licenseText: string;
}

/** Notes from which folders of node_modules files go into an executable. */
export function noteFolders(folders: Set<string>): BunPlugin {
  return {
    name: 'bundled packages',
    setup(build) {
      build.onLoad({ filter: /[\\/]node_modules[\\/]/ }, ({ path }) => {
        const [folder] = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path) ?? [];
        if (folder !== undefined) folders.add(folder);
        return undefined;
      });
    },
  };
}

/** The packages in these folders, each once, by name. Throws for one that names no licence. */
export function bundledPackages(folders: Iterable<string>): readonly BundledPackage[] {
  const packages = [...folders].map(readPackage).map((each) => [idOf(each), each] as const);
  return [...new Map(packages.sort(([a], [b]) => (a < b ? -1 : 1))).values()];
}

const idOf = ({ name, version }: BundledPackage) => `${name}@${version}`;

function readPackage(folder: string): BundledPackage {
  const { name, version, license, homepage } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  if (typeof license !== 'string') throw new Error(`${name} does not say what its licence is`);
  const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)(?:[.-]|$)/i.test(each));
  const text =
    file === undefined
      ? `The package has no text of its licence; its home is ${homepage}`
      : readFileSync(join(folder, file), 'utf8');
  return { name, version, license, licenseText: text.replaceAll('\r\n', '\n').trim() };
}
