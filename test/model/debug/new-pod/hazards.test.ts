import { expect, test } from 'bun:test';
import { copyHazards } from '../../../../src/model/debug/new-pod/hazards.ts';
import type { CopyWish } from '../../../../src/model/debug/new-pod/wish.ts';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';

const COPY: CopyWish = {
  name: 'copy',
  setImage: {},
  replace: false,
  sameNode: false,
  keep: {
    labels: false,
    annotations: false,
    liveness: false,
    readiness: false,
    startup: false,
    initContainers: true,
  },
};

function podWith(spec: object): Pod {
  return {
    metadata: { name: 'db', labels: { app: 'db' } },
    spec: { containers: [{ name: 'app' }], ...spec },
  };
}

const NONE = new Map<string, readonly string[]>();

test('ports of the node, also those of a Pod in its network', () => {
  const hostPort = { name: 'app', ports: [{ containerPort: 80, hostPort: 8080 }] };
  const port = { name: 'app', ports: [{ containerPort: 80 }] };
  expect(copyHazards(podWith({ containers: [hostPort] }), COPY, NONE)).toEqual([
    { code: 'HostPorts', ports: [8080] },
  ]);
  expect(copyHazards(podWith({ containers: [port] }), COPY, NONE)).toEqual([]);
  expect(copyHazards(podWith({ containers: [port], hostNetwork: true }), COPY, NONE)).toEqual([
    { code: 'HostPorts', ports: [80] },
  ]);
});

test('claims, by who else may use them', () => {
  const claims = ['many', 'node', 'pod', 'unread'];
  const volumes = claims.map((claimName) => ({
    name: claimName,
    persistentVolumeClaim: { claimName },
  }));
  const modes = new Map([
    ['many', ['ReadWriteMany']],
    ['node', ['ReadWriteOnce']],
    ['pod', ['ReadWriteOncePod']],
  ]);
  expect(copyHazards(podWith({ volumes }), COPY, modes)).toEqual([
    { code: 'Claim', claim: 'many', access: 'shared' },
    { code: 'Claim', claim: 'node', access: 'one-node' },
    { code: 'Claim', claim: 'pod', access: 'one-pod' },
    { code: 'Claim', claim: 'unread', access: 'shared' },
  ]);
  expect(copyHazards(podWith({ volumes }), { ...COPY, replace: true }, modes)).toEqual([]);
});

test('labels that are kept', () => {
  const keep = { ...COPY.keep, labels: true };
  expect(copyHazards(podWith({}), { ...COPY, keep }, NONE)).toEqual([{ code: 'KeptLabels' }]);
});
