import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled.ts';

const LICENCES = ['LGPL-2.0', 'LGPL-2.1'];

/** What must go with the executable about the work of others in it. */
export function thirdPartyNotices(root: string, packages: readonly BundledPackage[]): string {
  const types = join(root, 'node_modules', 'bun-types');
  const { version } = JSON.parse(readFileSync(join(types, 'package.json'), 'utf8'));
  const bun = readFileSync(join(types, 'docs', 'project', 'license.mdx'), 'utf8');
  const licences = LICENCES.map((name) => {
    const file = join(import.meta.dirname, 'licences', `${name}.txt`);
    return section(`Licence ${name}`, readFileSync(file, 'utf8'));
  });
  return [
    'kubectl-initx is under the Apache License 2.0: see LICENSE. Its executable also holds what',
    'follows, under licences of its own.',
    '',
    section(
      `Bun ${version}, the runtime: https://bun.com`,
      bun.replace(/^---\n[\s\S]*?\n---\n/, ''),
    ),
    ...packages.map(({ name, version, license, licenseText }) =>
      section(`${name} ${version} (${license})`, licenseText),
    ),
    ...licences,
  ].join('\n');
}

function section(title: string, text: string): string {
  return `${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n\n${text.trim()}\n`;
}
