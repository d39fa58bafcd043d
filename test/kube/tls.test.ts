import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { compileProbe, runProbe } from './compiled-probe.ts';
import { type FakeApiServer, startFakeApiServer } from './fake-apiserver.ts';
import { makeTemporaryFiles } from './temporary-files.ts';
import { CASES, type TlsCase } from './tls-cases.ts';

/** What each verb of the probe prints when all is well; `groups` is a GET by node:https. */
const VERBS = {
  get: 'Namespace',
  list: 'NamespaceList',
  watch: 'Namespace',
  websocket: 'Namespace',
  groups: 'Namespace',
};

const files = makeTemporaryFiles();
const servers: FakeApiServer[] = [];
let probe = '';
let count = 0;

beforeAll(async () => {
  probe = await compileProbe(files.directory);
}, 60_000);

afterAll(() => {
  for (const server of servers) server.stop();
  files.remove();
});

function writeKubeconfig(each: TlsCase): string {
  const server = startFakeApiServer(each.server);
  servers.push(server);
  const url = each.url?.(server.port) ?? `https://localhost:${server.port}`;
  for (const [name, text] of Object.entries(each.files ?? {})) files.write(name, text);
  count += 1;
  return files.write(`config-${count}`, {
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server: url, ...each.cluster } }],
    users: [{ name: 'test', user: each.user ?? {} }],
  });
}

describe('the compiled executable', () => {
  for (const each of CASES) {
    for (const [verb, kind] of Object.entries(VERBS)) {
      test(`${verb} ${each.refusal ? 'refuses' : 'accepts'} ${each.title}`, async () => {
        const result = await runProbe(probe, [writeKubeconfig(each), verb], {
          cwd: files.directory,
          env: each.env ?? {},
        });
        if (each.refusal === undefined) {
          expect(result).toEqual({ code: 0, stdout: `${kind}\n`, stderr: '' });
          return;
        }
        expect(result).toMatchObject({ code: 1, stdout: '' });
        for (const words of each.refusal) expect(result.stderr).toMatch(words);
      });
    }
  }
});
