import { expect, test } from 'bun:test';
import { notices } from '../../../src/model/debug/notices.ts';
import { type DebugWish, planDebug } from '../../../src/model/debug/plan.ts';
import { isRefusal } from '../../../src/model/debug/refusal.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { noticeWords } from '../../../src/render/debug/notice-words.ts';
import { pod } from '../support/pods.ts';

const wish: DebugWish = {
  image: 'busybox:1.28',
  profile: 'baseline',
  user: { kind: 'default' },
  command: [],
  argumentsOnly: false,
  env: [],
  stdin: false,
  tty: false,
  envFromTarget: false,
  waitsForLine: false,
  volumes: 'ro',
};

const volumeMounts = [{ name: 'conf', mountPath: '/etc/app.conf', subPath: 'app.conf' }];

function told(state: object): readonly string[] {
  const given: Pod = pod({
    app: [{ name: 'app', volumeMounts }],
    appStatuses: [{ name: 'app', state }],
    status: { phase: 'Running' },
  });
  const plan = planDebug(given, wish, ['aaaaa']);
  if (isRefusal(plan)) throw new Error(plan.code);
  const [rung] = plan.rungs;
  if (rung === undefined) throw new Error('no rung');
  return notices(given, plan, rung, []).map(noticeWords);
}

test('of a target that runs, what cannot be mounted is among its files', () => {
  expect(told({ running: { startedAt: '2026-01-01T00:00:00Z' } })).toContain(
    "Not mounted, since a debug container cannot have subPath mounts: /etc/app.conf. They are among the target's files.",
  );
});

test('of one that does not, neither files nor volumes are to be seen without more', () => {
  const [first, second] = told({ waiting: { reason: 'CrashLoopBackOff' } });
  expect(first).toContain(
    'so its processes cannot be seen. The network of the Pod can, and with --volumes what app mounts.',
  );
  expect(second).toBe(
    'Not mounted, since a debug container cannot have subPath mounts: /etc/app.conf.',
  );
});
