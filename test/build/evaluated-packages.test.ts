import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BunPlugin } from 'bun';
import { compileExecutable } from '../../scripts/executable.ts';

const root = join(import.meta.dirname, '..', '..');

/** Has each file of a package note, when it is evaluated, to which package it belongs. */
const NOTING: BunPlugin = {
  name: 'noting',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, ({ path }) => {
      const name = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1];
      const note = `globalThis.evaluated?.add(${JSON.stringify(name)});`;
      return { contents: `${readFileSync(path, 'utf8')}\n;${note}`, loader: 'js' };
    });
  },
};

let folder = '';
let executable = '';
let server: Bun.Server<undefined>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'initx-packages-'));
  executable = join(folder, 'probe');
  const entry = join(import.meta.dirname, 'packages-probe.ts');
  await compileExecutable({ entry, outfile: executable, plugins: [NOTING] });
  server = Bun.serve({ port: 0, fetch: ({ url }) => answer(new URL(url).pathname) });
});
afterAll(async () => {
  await server.stop(true);
  rmSync(folder, { recursive: true });
});

function answer(path: string): Response {
  const metadata = { name: 'web-0', namespace: 'default', uid: '1' };
  const containers = [{ name: 'app', image: 'a', resources: { requests: { cpu: '1' } } }];
  const pod = { kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers }, status: {} };
  if (path.endsWith('/pods/web-0')) return Response.json(pod);
  if (path.endsWith('/pods')) return Response.json({ kind: 'PodList', metadata: {}, items: [pod] });
  return Response.json({ kind: 'List', metadata: {}, items: [] });
}

/** The packages that a command line evaluates. */
async function evaluatedBy(...args: string[]): Promise<readonly string[]> {
  const child = Bun.spawn([executable, ...args], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: { HOME: folder },
  });
  const [stderr] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  expect(child.exitCode).not.toBe(1);
  return (/evaluated: (.*)\n/.exec(stderr)?.[1] ?? 'nothing was noted').split(' ');
}

const live = () => ['-s', `http://localhost:${server.port}`];

describe('a command evaluates only the packages that it uses', () => {
  test('--version: the parser of flags', async () => {
    expect(await evaluatedBy('--version')).toEqual(['commander']);
  });

  test('explain POD: neither react, ink, client-node nor cli-table3', async () => {
    expect(await evaluatedBy('explain', 'web-0', ...live())).toEqual(['chalk', 'commander']);
  });

  test('explain -f: the same', async () => {
    const file = join(root, 'examples', 'stuck-pod.yaml');
    expect(await evaluatedBy('explain', '-f', file)).toEqual(['chalk', 'commander']);
  });

  test('explain --until on a pipe: the same', async () => {
    const flags = ['--until', 'ready', '--timeout', '0', ...live()];
    expect(await evaluatedBy('explain', 'web-0', ...flags)).toEqual(['chalk', 'commander']);
  });

  test('explain -f of YAML that parsers read differently: js-yaml too', async () => {
    const file = join(folder, 'odd.yaml');
    writeFileSync(
      file,
      '{kind: Pod, apiVersion: v1, metadata: {name: &a web}, spec: {containers: [{name: *a, image: a}]}}',
    );
    expect(await evaluatedBy('explain', '-f', file)).toEqual(['chalk', 'commander', 'js-yaml']);
  });

  // So the absence of a package above is no fault of the noting.
  test('a list: cli-table3 too', async () => {
    expect(await evaluatedBy('resources', ...live())).toContain('cli-table3');
  });
});
