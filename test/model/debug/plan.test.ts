import { describe, expect, test } from 'bun:test';
import { type DebugWish, planDebug } from '../../../src/model/debug/plan.ts';
import { isRefusal } from '../../../src/model/debug/refusal.ts';
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import { pod } from '../support/pods.ts';

const RUNNING = { running: { startedAt: '2026-01-01T00:00:00Z' } };
const app = [{ name: 'app' }];
const web = pod({
  app,
  appStatuses: [{ name: 'app', state: RUNNING }],
  status: { phase: 'Running' },
});
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
};

function container(given: Pod, more: Partial<DebugWish> = {}) {
  const plan = planDebug(given, { ...wish, ...more }, ['aaaaa', 'bbbbb']);
  if (isRefusal(plan)) return plan;
  const [rung] = plan.rungs;
  if (rung === undefined) throw new Error('no rung');
  return plan.container(rung);
}

test('R29: the container has the fields of kubectl debug and no others', () => {
  expect(container(web)).toEqual({
    name: 'debugger-aaaaa',
    image: 'busybox:1.28',
    terminationMessagePolicy: 'File',
    targetContainerName: 'app',
  });
});

test('a command takes the place of the entrypoint, or of its arguments only', () => {
  expect(container(web, { command: ['ls', '-l'] })).toMatchObject({ command: ['ls', '-l'] });
  const args = container(web, { command: ['-l'], argumentsOnly: true });
  expect(args).toMatchObject({ args: ['-l'] });
  expect(args).not.toHaveProperty('command');
});

test('a script has its own $$, which the kubelet would make $', () => {
  const command = ['sh', '-c', 'kill -TERM $$; echo $HOME $(date)'];
  expect(container(web, { command })).toMatchObject({
    command: ['sh', '-c', 'kill -TERM $$$$; echo $HOME $(date)'],
  });
});

test('stdin of a pipe is closed once, that of a terminal is not', () => {
  expect(container(web, { stdin: true })).toMatchObject({ stdin: true, stdinOnce: true });
  expect(container(web, { stdin: true, tty: true })).not.toHaveProperty('stdinOnce');
});

describe('R34: a target is named only where it means something', () => {
  test('not in a Pod whose containers share a process namespace', () => {
    const shared = { ...web, spec: { ...web.spec, shareProcessNamespace: true } };
    expect(container(shared)).not.toHaveProperty('targetContainerName');
    expect(container(shared, { target: 'app' })).toMatchObject({ targetContainerName: 'app' });
  });

  test('not while it does not run', () => {
    expect(container(pod({ app }))).not.toHaveProperty('targetContainerName');
  });
});

describe('R13: names are taken once', () => {
  const ended = { terminated: { exitCode: 4, reason: 'Error' } };
  const used: Pod = {
    ...web,
    spec: { ...web.spec, ephemeralContainers: [{ name: 'debugger-aaaaa' }, { name: 'mine' }] },
    status: {
      ...web.status,
      ephemeralContainerStatuses: [
        { name: 'debugger-aaaaa', state: RUNNING },
        { name: 'mine', state: ended },
      ],
    },
  };

  test('ours is another one', () => {
    expect(container(used)).toMatchObject({ name: 'debugger-bbbbb' });
  });

  test.each([
    ['app', { run: 'not-ephemeral' }],
    ['debugger-aaaaa', { run: 'running' }],
    ['mine', { run: 'ended', exitCode: 4 }],
  ])('R31: %s is refused: its old run would pass for a new one', (name, facts) => {
    expect(container(used, { name })).toEqual({ code: 'NameTaken', name, ...facts } as never);
  });
});

test('--as-target needs to know as whom the target runs', () => {
  expect(container(web, { user: { kind: 'target' } })).toEqual({
    code: 'TargetUserUnknown',
    container: 'app',
  });
  const known = pod({
    app,
    appStatuses: [{ name: 'app', state: RUNNING, user: { linux: { uid: 7, gid: 8 } } }],
  });
  expect(container(known, { user: { kind: 'target' } })).toMatchObject({
    securityContext: { runAsUser: 7, runAsGroup: 8 },
  });
});
