import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './imports.ts';

interface LockedPackage {
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
}

const project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
);
const packages = Object.entries(lock.packages);

/** npm's own warnings of these are silenced with all others, by .npmrc. */
test('no dependency is deprecated', () => {
  expect(packages.length).toBeGreaterThan(100);
  const deprecated = packages.flatMap(([path, { deprecated }]) => {
    return deprecated === undefined ? [] : [`${path}: ${deprecated}`];
  });
  expect(deprecated).toEqual([]);
});

test('each dependency with an install script has been judged in allowScripts', () => {
  const scripted = packages.flatMap(([path, { hasInstallScript }]) => {
    return hasInstallScript ? [path.slice(path.lastIndexOf('node_modules/') + 13)] : [];
  });
  expect(scripted.sort()).toEqual(Object.keys(project.allowScripts).sort());
});

test('what npm checks before each command is what package.json says is needed', () => {
  const { runtime, packageManager } = project.devEngines;
  expect({ node: runtime.version, npm: packageManager.version }).toEqual(project.engines);
});
