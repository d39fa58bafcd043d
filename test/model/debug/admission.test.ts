import { expect, test } from 'bun:test';
import { amountsRefusal, podSecurityRefusal } from '../../../src/model/debug/admission.ts';
import { pod } from '../support/pods.ts';

const given = pod({ app: [{ name: 'app' }], ephemeralContainers: [{ name: 'old' }] });
const refused = (names: string) =>
  `pods "web" is forbidden: violates PodSecurity "baseline:latest": non-default capabilities (${names} must not include "SYS_PTRACE" in securityContext.capabilities.add)`;

test('a refusal that names only the new container is about its profile', () => {
  expect(podSecurityRefusal(refused('container "new"'), given, 'new')).toEqual({
    policy: 'baseline:latest',
    violations:
      'non-default capabilities (container "new" must not include "SYS_PTRACE" in securityContext.capabilities.add)',
    others: [],
    byOldDebuggers: false,
  });
});

test('R31: debug containers that were added before stand in the way of new ones', () => {
  const refusal = podSecurityRefusal(refused('containers "old", "new"'), given, 'new');
  expect(refusal).toMatchObject({ others: ['old'], byOldDebuggers: true });
});

test('a Pod that is older than the policy of its namespace cannot be helped', () => {
  const refusal = podSecurityRefusal(refused('containers "app", "new"'), given, 'new');
  expect(refusal).toMatchObject({ others: ['app'], byOldDebuggers: false });
});

test('other refusals are none of PodSecurity', () => {
  const message =
    'pods "web" is forbidden: User "joe" cannot patch resource "pods/ephemeralcontainers"';
  expect(podSecurityRefusal(message, given, 'new')).toBeUndefined();
});

test.each([
  [
    'exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1',
    { code: 'QuotaFull', quota: 'q' },
  ],
  [
    'failed quota: my.q: must specify requests.cpu for: app,debugger',
    { code: 'QuotaWantsAmounts', quota: 'my.q' },
  ],
  ['minimum cpu usage per Container is 100m, but request is 10m', { code: 'LimitRange' }],
  ['maximum memory usage per Pod is 1Gi, but limit is 2147483648', { code: 'LimitRange' }],
  ['User "u" cannot create resource "pods" in API group ""', undefined],
] as const)('what refuses amounts is told by its words: %s', (words, refusal) => {
  expect(amountsRefusal(`pods "x" is forbidden: ${words}`)).toEqual(refusal);
});
