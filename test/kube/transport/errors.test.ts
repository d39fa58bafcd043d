import { expect, test } from 'bun:test';
import { apiErrorFromBody, apiErrorFromStatus } from '../../../src/kube/transport/errors.ts';

const forbidden = (message: string) => apiErrorFromStatus({ reason: 'Forbidden', message }, 403);

test.each([
  [
    'pods "x" is forbidden: User "u" cannot get resource "pods" in API group "" in the namespace "n"',
    'kubectl auth can-i get pods -n n',
  ],
  [
    'forbidden: User "u" cannot get path "/metrics"',
    "Ask the cluster's administrator for the right",
  ],
])('a missing right is named: %s', (message, hint) => {
  expect(forbidden(message).hint).toContain(hint);
});

test('a refusal without words of the server may be for want of a right', () => {
  expect(apiErrorFromBody('<html>', 403).hint).toContain('for the right');
});

test.each([
  'pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
  'pods "x" is forbidden: failed quota: q: must specify requests.cpu for: app',
  'pods "x" is forbidden: minimum cpu usage per Container is 100m, but request is 10m',
  'pods "x" is forbidden: error looking up service account n/a: serviceaccount "a" not found',
  'admission webhook "w.example.com" denied the request: you cannot do this',
])('no right helps against admission: %s', (message) => {
  expect(forbidden(message).hint).toBeUndefined();
});
