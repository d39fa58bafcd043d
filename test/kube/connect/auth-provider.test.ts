import { expect, test } from 'bun:test';
import {
  authProviderCredentials,
  checkAuthProvider,
} from '../../../src/kube/connect/auth-provider.ts';

const NOW = Date.UTC(2026, 0, 1);

function tokenEndingAt(milliseconds: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: milliseconds / 1000 })}.signature`;
}

const oidc = (config: object) => authProviderCredentials({ name: 'oidc', config }, NOW);

test('the id-token of oidc is used until ten seconds before its end, as by kubectl', () => {
  const token = tokenEndingAt(NOW + 60_000);
  expect(oidc({ 'id-token': token })).toMatchObject({
    authorization: `Bearer ${token}`,
    expires: NOW + 50_000,
  });
  expect(() => oidc({ 'id-token': tokenEndingAt(NOW + 10_000) })).toThrow(
    'No valid id-token, and cannot refresh without refresh-token',
  );
});

test('where kubectl would fetch a new id-token, it is said that kubectl does', () => {
  const expired = { 'id-token': tokenEndingAt(NOW - 1000), 'refresh-token': 'r' };
  expect(() => oidc(expired)).toThrow('the id-token of auth-provider oidc has expired');
  expect(() => oidc({ 'refresh-token': 'r' })).toThrow('is not there yet');
});

test.each(['nonsense', 'a.b.c', `${'x'.repeat(9)}..`])('%p is no id-token', (token) => {
  expect(() => oidc({ 'id-token': token })).toThrow('ID Token is not a valid JWT');
});

test('providers that kubectl dropped are refused', () => {
  expect(() => checkAuthProvider({ name: 'gcp' })).toThrow('no Auth Provider found for name "gcp"');
  expect(() => checkAuthProvider({ name: 'oidc' })).not.toThrow();
});
