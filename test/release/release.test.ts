import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json';
import { archiveName, PLATFORMS, type Platform } from '../../scripts/release/platforms.ts';
import { signAdHoc } from '../../scripts/release/sign-macho.ts';
import { verifySignature } from '../../scripts/release/verify-signature.ts';
import { makeRelease, releaseFiles } from './release-files.ts';

/** What the tests run the programs of a release with. */
const canRun = process.platform === 'linux' && process.arch === 'x64' && Bun.which('go') !== null;
const root = join(import.meta.dirname, '..', '..');
const example = join(root, 'examples', 'stuck-pod.yaml');
// Each archive holds a hundred megabytes.
setDefaultTimeout(120_000);

let folder = '';
let release = '';

/** Runs a program; gives its stdout, and throws with stderr if it fails. */
async function run(command: readonly string[], cwd: string, env = {}): Promise<string> {
  const child = Bun.spawn([...command], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) === 0) return out;
  throw new Error(`${command.join(' ')}: ${out}${error}`);
}

/** The files of an archive, by name. */
async function unpacked(name: string): Promise<string> {
  const into = join(folder, name);
  if (existsSync(into)) return into;
  mkdirSync(into);
  const archive = join(release, name);
  const command = name.endsWith('.zip')
    ? ['go', 'run', join(import.meta.dirname, 'unzip', 'main.go'), archive, into]
    : ['tar', '-xzf', archive, '-C', into];
  await run(command, folder);
  return into;
}

describe.skipIf(!canRun)('the files of a release', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'initx-releases-'));
    release = await releaseFiles();
  }, 900_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
    if (release !== process.env.INITX_RELEASE) rmSync(release, { recursive: true });
  });

  test('checksums.txt has every file, and sha256sum agrees', async () => {
    const lines = await run(['sha256sum', '--check', '--strict', 'checksums.txt'], release);
    const checked = lines
      .trim()
      .split('\n')
      .map((line) => line.replace(': OK', ''));
    const others = readdirSync(release).filter((name) => name !== 'checksums.txt');
    expect(checked.toSorted()).toEqual(others.toSorted());
  });

  test.each(PLATFORMS.map(({ name }) => name))(
    'the archive of %s is whole',
    async (name) => {
      const platform = PLATFORMS.find((each) => each.name === name) as Platform;
      const isWindows = platform.os === 'windows';
      const files = await unpacked(archiveName(platform));
      const program = join(files, isWindows ? 'kubectl-initx.exe' : 'kubectl-initx');
      const helper = isWindows ? 'kubectl_complete-initx.cmd' : 'kubectl_complete-initx';
      expect(readdirSync(files).toSorted()).toEqual(
        [
          'LICENSE',
          'README.md',
          'THIRD-PARTY-NOTICES.txt',
          helper,
          program.slice(files.length + 1),
        ].toSorted(),
      );
      // PE names its machine, ELF and Mach-O theirs.
      const bytes = readFileSync(program);
      const machine = {
        windows: () => bytes.readUInt16LE(bytes.readUInt32LE(0x3c) + 4),
        linux: () => bytes.readUInt16LE(18),
        darwin: () => bytes.readUInt32LE(4),
      }[platform.os]();
      const [amd64, arm64] = {
        windows: [0x8664, 0xaa64],
        linux: [62, 183],
        darwin: [0x01000007, 0x0100000c],
      }[platform.os];
      expect(machine).toBe((platform.arch === 'amd64' ? amd64 : arm64) ?? 0);
      if (!isWindows) expect(statSync(program).mode & 0o777).toBe(0o755);
    },
    60_000,
  );

  test('the notices name every package and the runtime, with their licences', async () => {
    const files = await unpacked('kubectl-initx-linux-amd64.tar.gz');
    const notices = readFileSync(join(files, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const bill = JSON.parse(readFileSync(join(release, 'kubectl-initx.cdx.json'), 'utf8'));
    const names: string[] = bill.components.map((each: { name: string }) => each.name);
    expect(names).toContain('bun');
    for (const name of ['commander', 'ink', 'react', '@kubernetes/client-node', 'yoga-layout']) {
      expect(names).toContain(name);
    }
    for (const { name, version } of bill.components) {
      expect(notices.toLowerCase()).toContain(`\n${name} ${version}`);
    }
    expect(notices).toContain('JavaScriptCore');
    expect(notices).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  });

  test('the bill of materials names only packages of the lock file, in its versions', () => {
    const bill = JSON.parse(readFileSync(join(release, 'kubectl-initx.cdx.json'), 'utf8'));
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const locked = new Set(
      Object.entries(lock.packages as Record<string, { version?: string }>).map(
        ([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`,
      ),
    );
    const named = bill.components.map(
      ({ name, version }: { name: string; version: string }) => `${name}@${version}`,
    );
    expect(named.filter((each: string) => !locked.has(each))).toEqual([]);
  });

  describe('the signatures for macOS', () => {
    test.each(['darwin-amd64', 'darwin-arm64'])('%s: every page is as signed', async (name) => {
      const files = await unpacked(`kubectl-initx-${name}.tar.gz`);
      const report = verifySignature(readFileSync(join(files, 'kubectl-initx')));
      expect(report).toMatchObject({ identifier: 'kubectl-initx', adHoc: true, problems: [] });
      expect(report.pages).toBeGreaterThan(20_000);
    });

    test('one changed byte, one missing byte and no signature are found', async () => {
      const files = await unpacked('kubectl-initx-darwin-arm64.tar.gz');
      const program = readFileSync(join(files, 'kubectl-initx'));
      const changed = Buffer.from(program);
      changed[12_345_678] = (changed[12_345_678] ?? 0) ^ 1;
      expect(verifySignature(changed).problems).toEqual(['1 pages are not as signed, first 3014']);
      expect(verifySignature(program.subarray(0, -1)).problems).not.toEqual([]);
      expect(() => verifySignature(readFileSync(example))).toThrow('no 64-bit Mach-O');
    });

    test('to sign what is signed changes nothing', async () => {
      const files = await unpacked('kubectl-initx-darwin-amd64.tar.gz');
      const program = readFileSync(join(files, 'kubectl-initx'));
      expect(program.equals(signAdHoc(program, 'kubectl-initx'))).toBe(true);
    });

    test('go finds the segments where they are said to be', async () => {
      const files = await unpacked('kubectl-initx-darwin-amd64.tar.gz');
      writeFileSync(
        join(folder, 'main.go'),
        `package main
import ("debug/macho"; "fmt"; "os")
func main() {
  file, err := macho.Open(os.Args[1]); if err != nil { panic(err) }
  linkedit := file.Segment("__LINKEDIT")
  fmt.Print(file.Cpu, " ", linkedit.Offset+linkedit.Filesz)
}
`,
      );
      const program = join(files, 'kubectl-initx');
      const size = statSync(program).size;
      expect(await run(['go', 'run', join(folder, 'main.go'), program], folder)).toBe(
        `CpuAmd64 ${size}`,
      );
    });
  });

  test('the same commit makes the same files, bit for bit', async () => {
    const again = join(folder, 'again');
    await makeRelease(again, 'darwin-amd64', 'windows-arm64');
    const names = readdirSync(again).filter((name) => /\.(?:tgz|gz|zip|json)$/.test(name));
    expect(names.length).toBeGreaterThan(5);
    const differing = names.filter(
      (name) =>
        // Its checksums are those of all platforms.
        name !== 'kubectl-initx.scoop.json' &&
        !readFileSync(join(again, name)).equals(readFileSync(join(release, name))),
    );
    expect(differing).toEqual([]);
  }, 300_000);

  test('the program of the archive runs, and the helper beside it completes', async () => {
    const files = await unpacked('kubectl-initx-linux-amd64.tar.gz');
    const env = { PATH: files, HOME: folder };
    const helper = join(files, 'kubectl_complete-initx');
    expect(await run([join(files, 'kubectl-initx'), '--version'], folder)).toBe(
      `${packageJson.version}\n`,
    );
    expect(await run([helper, 'expl'], folder, env)).toStartWith('explain\t');
  });

  test('what the README says to type installs it', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, typed = ''] = /```sh\n(sha256sum [\s\S]*?)```/.exec(readme) ?? [];
    const [downloads, bin] = [join(folder, 'downloads'), join(folder, 'usr-local-bin')];
    for (const each of [downloads, bin]) mkdirSync(each);
    for (const name of ['checksums.txt', 'kubectl-initx-linux-amd64.tar.gz']) {
      copyFileSync(join(release, name), join(downloads, name));
    }
    const here = typed.replaceAll('sudo ', '').replaceAll('/usr/local/bin', bin);
    expect(here.trim().split('\n')).toHaveLength(3);
    await run(['sh', '-ec', here], downloads);
    expect(readdirSync(bin).toSorted()).toEqual(['kubectl-initx', 'kubectl_complete-initx']);
    expect(await run(['kubectl-initx', '--version'], downloads, { PATH: bin })).toBe(
      `${packageJson.version}\n`,
    );
  });

  // A container image that has only the C library; /proc is what every container has.
  test.skipIf(process.getuid?.() !== 0)('the program runs in a root with glibc alone', async () => {
    const files = await unpacked('kubectl-initx-linux-amd64.tar.gz');
    const rootFolder = join(folder, 'root');
    for (const each of ['proc', 'lib64']) mkdirSync(join(rootFolder, each), { recursive: true });
    const script = `set -e
for library in $(ldd "$FILES/kubectl-initx" | grep -o '/[^ ]*'); do
  cp --parents "$library" "$ROOT"
done
cp "$FILES/kubectl-initx" "$EXAMPLE" "$ROOT"
mount -t proc proc "$ROOT/proc"
chroot "$ROOT" /kubectl-initx explain -f /stuck-pod.yaml || test $? = 3`;
    const env = { FILES: files, ROOT: rootFolder, EXAMPLE: example };
    const command = ['unshare', '--mount', '--pid', '--fork', 'sh', '-c', script];
    expect(await run(command, folder, env)).toContain('STUCK');
  });

  test('npm installs the launcher with the executable of this platform, and npx runs it', async () => {
    const project = join(folder, 'npm');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"private":true}');
    const packages = ['kubectl-initx-npm.tgz', 'kubectl-initx-npm-linux-x64.tgz'];
    const cache = { npm_config_cache: join(folder, 'npm-cache') };
    const flags = ['--offline', '--no-audit', '--no-fund'];
    const files = packages.map((name) => join(release, name));
    await run(['npm', 'install', ...flags, ...files], project, cache);
    const npx = (...args: string[]) => ['npx', '--offline', 'kubectl-initx', ...args];
    expect(await run(npx('--version'), project, cache)).toBe(`${packageJson.version}\n`);
    const child = Bun.spawn(npx('explain', '-f', example), {
      cwd: project,
      env: { ...process.env, ...cache },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(await new Response(child.stdout).text()).toContain('STUCK');
    expect(await child.exited).toBe(3);
  });

  test('Homebrew and Scoop are given the archives of this version with their checksums', () => {
    const sums = readFileSync(join(release, 'checksums.txt'), 'utf8');
    const sumOf = (name: string) => new RegExp(`^(\\w+) {2}${name}$`, 'm').exec(sums)?.[1] ?? '?';
    const formula = readFileSync(join(release, 'kubectl-initx.rb'), 'utf8');
    for (const name of ['darwin-arm64', 'darwin-amd64', 'linux-arm64', 'linux-amd64']) {
      const file = `kubectl-initx-${name}.tar.gz`;
      expect(formula).toContain(`/v${packageJson.version}/${file}"\n      sha256 "${sumOf(file)}"`);
    }
    const scoop = JSON.parse(readFileSync(join(release, 'kubectl-initx.scoop.json'), 'utf8'));
    for (const [key, arch] of [
      ['64bit', 'amd64'],
      ['arm64', 'arm64'],
    ] as const) {
      const file = `kubectl-initx-windows-${arch}.zip`;
      const { url, hash } = scoop.architecture[key];
      expect({ hash, file: url.split('/').at(-1) }).toEqual({ hash: sumOf(file), file });
    }
  });
});
