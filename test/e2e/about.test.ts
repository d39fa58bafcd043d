import { describe, expect, test } from 'bun:test';
import { executable, kubectl, realCluster, run } from './support/real-cluster.ts';

describe.skipIf(realCluster.isAbsent)('about client and server', () => {
  test('version tells the same version of the server as kubectl', async () => {
    const { serverVersion } = JSON.parse(await kubectl(['version', '-o', 'json']));
    const { stdout, exitCode } = await run([executable, 'version', '-o', 'json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      serverVersion: { gitVersion: serverVersion.gitVersion, platform: serverVersion.platform },
      skew: { code: 'Same' },
    });
  });

  test('options has the flags of kubectl options', async () => {
    const names = (text: string) => [...new Set(text.match(/--[a-z][a-z-]+/g))].sort();
    const { stdout } = await run([executable, 'options']);
    expect(names(stdout)).toEqual(names((await kubectl(['options'])).replaceAll(/\t.*/g, '')));
  });
});
