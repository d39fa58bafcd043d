import { expect, test } from 'bun:test';
import { apiPath } from '../../../src/kube/objects/api-path.ts';

const path = (namespace: string | undefined, name?: string) =>
  apiPath({ groupPath: '/api/v1', namespace, resource: 'pods', name });

test('paths of all objects, of a namespace, of one, of a part of one', () => {
  expect(path(undefined)).toBe('/api/v1/pods');
  expect(path('shop')).toBe('/api/v1/namespaces/shop/pods');
  expect(path('shop', 'web-0')).toBe('/api/v1/namespaces/shop/pods/web-0');
  const log = { groupPath: '/api/v1', namespace: 'shop', resource: 'pods', name: 'web-0' };
  expect(apiPath({ ...log, subresource: 'log' })).toBe('/api/v1/namespaces/shop/pods/web-0/log');
});

test('what a path would read as something else is encoded', () => {
  expect(path('shop', 'a?b#c d')).toBe('/api/v1/namespaces/shop/pods/a%3Fb%23c%20d');
});

// As kubectl 1.37.2 refuses them: kubectl get pod NAME.
test.each([
  ['', 'resource name may not be empty'],
  ['.', 'invalid resource name ".": [may not be \'.\']'],
  ['..', 'invalid resource name "..": [may not be \'..\']'],
  ['a%b', 'invalid resource name "a%b": [may not contain \'%\']'],
  ['a/b', 'invalid resource name "a/b": [may not contain \'/\']'],
])("the name %p is refused in kubectl's words", (name, message) => {
  expect(() => path('shop', name)).toThrow(message);
});

// kubectl get pod web -n NAMESPACE.
test.each([
  ['..', 'invalid namespace "..": [may not be \'..\']'],
  ['a/b', 'invalid namespace "a/b": [may not contain \'/\']'],
  ['a%b', 'invalid namespace "a%b": [may not contain \'%\']'],
])("the namespace %p is refused in kubectl's words", (namespace, message) => {
  expect(() => path(namespace, 'web')).toThrow(message);
});
