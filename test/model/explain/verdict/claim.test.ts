import { expect, test } from 'bun:test';
import { claimProblem, type FoundClaim } from '../../../../src/model/explain/verdict/claim.ts';

const ofClass = { phase: 'Pending', storageClassName: 'fast' };
const said = (reason: string) => ({ said: { reason, message: '' } });

/** pkg/controller/volume/persistentvolume/pv_controller.go says these; each is its own story. */
test.each<[string, Omit<FoundClaim, 'name'>, ReturnType<typeof claimProblem>]>([
  ['may not be read', { unreadable: 'forbidden' }, 'unreadable'],
  ['is not there', {}, 'not-there'],
  ['has lost its volume', { phase: 'Lost', volumeName: 'pv' }, 'lost'],
  ['is bound', { phase: 'Bound', volumeName: 'pv' }, 'elsewhere'],
  ['names a volume', { phase: 'Pending', volumeName: 'pv' }, 'volume-not-free'],
  ['names no class', { phase: 'Pending' }, 'no-default-class'],
  ['wants no class', { phase: 'Pending', storageClassName: '' }, 'no-volume'],
  ['wants a class that is not there', { ...ofClass, storageClass: { isThere: false } }, 'no-class'],
  [
    'wants a class that makes nothing',
    { ...ofClass, storageClass: { isThere: true, provisioner: 'kubernetes.io/no-provisioner' } },
    'no-volume',
  ],
  ['was refused', { ...ofClass, ...said('ProvisioningFailed') }, 'provisioning-failed'],
  ['is being made', { ...ofClass, ...said('Provisioning') }, 'provisioning'],
  ['waits for the node', { ...ofClass, ...said('WaitForFirstConsumer') }, undefined],
  ['waits for an answer', { ...ofClass, ...said('ExternalProvisioning') }, 'no-answer'],
])('a claim that %s', (_, found, problem) => {
  expect(claimProblem({ name: 'data', ...found })).toBe(problem);
});
