import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MADE_FOR, versionSkew } from '../../src/model/version-skew.ts';

test.each([
  ['v1.37.2', 'Same', 0],
  ['v1.37.0-alpha.1', 'Same', 0],
  ['v1.29.3-eks-adc7111', 'ServerOlder', -8],
  ['v1.30.2+k3s1', 'ServerOlder', -7],
  ['v1.28.9-gke.1289000', 'ServerBeforeSidecars', -9],
  ['v1.38.0', 'ServerNewer', 1],
  ['v2.0.0', 'Unknown', undefined],
  ['1.37', 'Unknown', undefined],
  ['', 'Unknown', undefined],
])('%p: %s', (gitVersion, code, minorVersions) => {
  expect(versionSkew(gitVersion)).toEqual({ code, minorVersions } as never);
});

test('the version that the client was made for is the one of the cluster of the tests', () => {
  const file = join(import.meta.dirname, '..', 'cluster', 'go', 'kubernetes', 'go.mod');
  const [, minor] = /k8s\.io\/kubernetes v1\.(\d+)\./.exec(readFileSync(file, 'utf8')) ?? [];
  expect(Number(minor)).toBe(MADE_FOR.minor);
});
