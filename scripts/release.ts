/**
 * `npm run release -- TAG`: all files of a release in dist/release, the same bit for bit whenever
 * they are made of the same commit. Without a tag it is that of HEAD; `--trial` makes them of any
 * commit. `--only NAME`, several times, makes those of some platforms.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json';
import { helperName, helperScript } from '../src/render/completion/scripts.ts';
import { withBytecodeOrder } from './bytecode-order.ts';
import { disagreements, releaseNotes } from './release/agreement.ts';
import { type Entry, tarGz, zip } from './release/archive.ts';
import { bundledPackages } from './release/bundled.ts';
import { homebrewFormula, scoopManifest } from './release/elsewhere.ts';
import { thirdPartyNotices } from './release/notices.ts';
import { mainPackage, platformPackage, platformPackageFile } from './release/npm-packages.ts';
import { archiveName, PLATFORMS, type Platform, programName } from './release/platforms.ts';
import { ENTRY, makeProgram } from './release/program.ts';
import { softwareBillOfMaterials } from './release/sbom.ts';

const root = join(import.meta.dirname, '..');
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    trial: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    out: { type: 'string', default: join(root, 'dist', 'release') },
  },
});
const { version, description } = packageJson;
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const out = flags.out;

if (!flags.trial) refuseDisagreement();
const time = Number(process.env.SOURCE_DATE_EPOCH) || Number(git('log', '-1', '--format=%ct'));
const platforms = PLATFORMS.filter(({ name }) => flags.only?.includes(name) ?? true);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const folders = new Set<string>();
const programs = new Map<Platform, Uint8Array>();
await withBytecodeOrder(ENTRY, async (order) => {
  for (const platform of platforms) {
    programs.set(platform, await makeProgram(platform, { order, folders }));
  }
});
const packages = bundledPackages(folders);
const text = (name: string, content: string): Entry => ({
  name,
  content: new TextEncoder().encode(content),
});
const legal = [
  text('LICENSE', readFileSync(join(root, 'LICENSE'), 'utf8')),
  text('README.md', readFileSync(join(root, 'README.md'), 'utf8')),
  text('THIRD-PARTY-NOTICES.txt', thirdPartyNotices(root, packages)),
];

const checksums = new Map<string, string>();
const common = { version, description, time };
for (const [platform, content] of programs) {
  const program = { name: programName(platform), content, isProgram: true };
  const system = platform.os === 'windows' ? 'win32' : platform.os;
  const helper = { ...text(helperName(system), helperScript(system)), isProgram: true };
  const entries = [program, helper, ...legal];
  const pack = platform.os === 'windows' ? zip : tarGz;
  publish(archiveName(platform), pack(entries, time));
  publish(platformPackageFile(platform), platformPackage(platform, [program, ...legal], common));
}
publish('kubectl-initx-npm.tgz', mainPackage(PLATFORMS, legal.slice(0, 2), common));
const bill = { version, runtime: Bun.version, time, packages };
publish('kubectl-initx.cdx.json', softwareBillOfMaterials(bill));
publish('kubectl-initx.rb', homebrewFormula({ version, description, checksums }));
publish('kubectl-initx.scoop.json', scoopManifest({ version, description, checksums }));
publish('release-notes.md', releaseNotes(changelog, version));
const lines = [...checksums].map(([name, sha256]) => `${sha256}  ${name}\n`);
writeFileSync(join(out, 'checksums.txt'), lines.join(''));
console.log(`Wrote ${checksums.size + 1} files to ${out}.`);

function refuseDisagreement(): void {
  const tag = positionals[0] ?? git('describe', '--tags', '--exact-match');
  const problems = disagreements({ tag, version, changelog });
  for (const problem of problems) console.error(`error: ${problem}`);
  if (problems.length > 0) process.exit(1);
}

function git(...args: readonly string[]): string {
  const { stdout, stderr, success } = Bun.spawnSync(['git', ...args], { cwd: root });
  if (success) return stdout.toString().trim();
  console.error(`git ${args.join(' ')}: ${stderr.toString().trim()}`);
  process.exit(1);
}

function publish(name: string, content: Uint8Array | string): void {
  writeFileSync(join(out, name), content);
  checksums.set(name, new Bun.CryptoHasher('sha256').update(content).digest('hex'));
}
