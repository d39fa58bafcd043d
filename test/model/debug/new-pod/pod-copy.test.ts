import { expect, test } from 'bun:test';
import {
  type NewPodPlan,
  planCopy,
  withoutStartLine,
} from '../../../../src/model/debug/new-pod/pod-copy.ts';
import type { CopyWish, NewContainerWish } from '../../../../src/model/debug/new-pod/wish.ts';
import { isRefusal } from '../../../../src/model/debug/refusal.ts';
import type { Pod } from '../../../../src/model/kubernetes/api.ts';

const COPY: CopyWish = {
  name: 'copy',
  setImage: {},
  replace: false,
  sameNode: false,
  keep: {
    labels: false,
    annotations: true,
    liveness: false,
    readiness: false,
    startup: false,
    initContainers: true,
  },
};
const WISH: NewContainerWish = {
  profile: 'auto',
  user: { kind: 'default' },
  command: ['ls', '$$'],
  argumentsOnly: false,
  env: [{ name: 'b', value: '2' }],
  stdin: false,
  tty: false,
  isShellByDefault: false,
  waitsForLine: true,
};

const POD: Pod = {
  metadata: {
    name: 'web',
    namespace: 'shop',
    annotations: { note: 'x', 'kubernetes.io/config.mirror': 'y' },
  },
  spec: {
    nodeName: 'n1',
    containers: [
      {
        name: 'app',
        image: 'app:1',
        args: ['serve'],
        env: [
          { name: 'a', value: '1' },
          { name: 'b', value: '1' },
        ],
        securityContext: { runAsUser: 1000 },
      },
    ],
  },
};

function plan(wish: Partial<NewContainerWish>, pod = POD): NewPodPlan {
  const planned = planCopy(pod, COPY, { ...WISH, ...wish }, ['x7k2p']);
  if (isRefusal(planned)) throw new Error(planned.code);
  return planned;
}

function best(planned: NewPodPlan) {
  const [rung] = planned.rungs;
  if (rung === undefined) throw new Error('no rung');
  return planned.pod(rung);
}

test('R32: the copy of a static Pod is none, and is bound to no node', () => {
  const { metadata, spec } = best(plan({}));
  expect(metadata).toEqual({ name: 'copy', namespace: 'shop', annotations: { note: 'x' } });
  expect(spec.nodeName).toBeUndefined();
});

test('--as-target is the user of the container that is changed, whatever its new image says', () => {
  const status = {
    containerStatuses: [{ name: 'app', user: { linux: { uid: 1000, gid: 2000 } } }],
  };
  const [app] = best(plan({ name: 'app', user: { kind: 'target' } }, { ...POD, status })).spec
    .containers;
  expect(app?.securityContext).toMatchObject({ runAsUser: 1000, runAsGroup: 2000 });
});

test.each(['app', undefined])('--as-target is refused where that user is not known: %s', (name) => {
  const spec = { containers: [{ name: 'app' }] };
  const wish = { ...WISH, name, user: { kind: 'target' } } as const;
  expect(planCopy({ ...POD, spec }, COPY, wish as NewContainerWish, ['x7k2p'])).toEqual({
    code: 'TargetUserUnknown',
    container: 'app',
  });
});

test('a container that is changed keeps its variables and, where policy wants it, its rights', () => {
  const planned = plan({ name: 'app' });
  const [app] = best(planned).spec.containers;
  expect(app?.args).toBeUndefined();
  expect(app?.env).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: '2' },
  ]);
  expect(planned.rungs.map(({ securityContext }) => securityContext)).toEqual([
    { runAsUser: 1000, capabilities: { add: ['SYS_PTRACE'] } },
    { runAsUser: 1000 },
  ]);
});

test('without a shell in the image the command begins at once', () => {
  const planned = plan({ name: 'app' });
  const waiting = best(planned);
  expect(waiting.spec.containers[0]).toMatchObject({ stdin: true, stdinOnce: true });
  const [app] = withoutStartLine(waiting, 'app', { ...WISH, waitsForLine: false }).spec.containers;
  // The kubelet makes $ of $$.
  expect(app?.command).toEqual(['ls', '$$$$']);
  expect(app).not.toHaveProperty('stdin');
  expect(app).not.toHaveProperty('stdinOnce');
});

test('R34: the namespace of the node is not shared a second time', () => {
  const onNode = { ...POD, spec: { ...POD.spec, hostPID: true } };
  expect(best(plan({}, onNode)).spec).not.toHaveProperty('shareProcessNamespace');
  expect(best(plan({})).spec.shareProcessNamespace).toBe(true);
});
