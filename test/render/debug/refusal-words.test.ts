import { expect, test } from 'bun:test';
import type { Refusal } from '../../../src/model/debug/refusal.ts';
import { accessWords } from '../../../src/render/debug/access-words.ts';
import { refusalWords } from '../../../src/render/debug/refusal-words.ts';

const SENTENCES: readonly (readonly [Refusal, message: string, hint: string])[] = [
  [{ code: 'PodFinished', phase: 'Failed' }, 'Pod web is Failed', 'explain web'],
  [{ code: 'PodDeleting' }, 'Pod web is being deleted', 'takes its place'],
  [{ code: 'Unscheduled', message: 'no room' }, 'Pod web has no node yet', 'no room'],
  [{ code: 'StaticPod' }, 'Pod web is static', 'kubectl exec web'],
  [{ code: 'StaticPod' }, 'takes no debug container', 'kubectl initx rules R32'],
  [{ code: 'Windows' }, 'runs on Windows', 'kubectl exec web'],
  [
    { code: 'NodeNotReady', node: 'n1', reason: 'KubeletNotReady' },
    'node n1 is not Ready (KubeletNotReady)',
    'describe node n1',
  ],
  [
    {
      code: 'UnknownTarget',
      wanted: 'ap',
      isPodName: false,
      isEphemeral: false,
      near: ['app'],
      names: ['app', 'proxy'],
    },
    'Pod web has no container "ap"',
    'Did you mean app? Its containers are app and proxy.',
  ],
  [
    {
      code: 'UnknownTarget',
      wanted: 'web',
      isPodName: true,
      isEphemeral: false,
      near: [],
      names: ['app'],
    },
    '"web" is the name of the Pod, not of a container in it',
    'app',
  ],
  [
    {
      code: 'UnknownTarget',
      wanted: 'd',
      isPodName: false,
      isEphemeral: true,
      near: [],
      names: ['app'],
    },
    'container d is a debug container itself',
    'app',
  ],
  [
    { code: 'TargetNotRunning', container: 'app', reason: 'CrashLoopBackOff', exitCode: 3 },
    'container app does not run (CrashLoopBackOff; its last run ended with exit code 3)',
    '--target',
  ],
  [
    { code: 'NameTaken', name: 'd', run: 'running' },
    'd runs in Pod web already',
    'attach web d -n shop',
  ],
  [{ code: 'NameTaken', name: 'd', run: 'ended', exitCode: 4 }, 'has already run', '-c'],
  [{ code: 'NameTaken', name: 'd', run: 'ended', exitCode: 4 }, 'never runs again', 'R30 R31'],
  [{ code: 'NameTaken', name: 'd', run: 'waiting' }, 'has not started', '-c'],
  [{ code: 'NameTaken', name: 'app', run: 'not-ephemeral' }, 'container "app" already', '--target'],
  [{ code: 'TargetUserUnknown', container: 'app' }, 'is not known', '--run-as'],
];

test.each(SENTENCES)('%j', (refusal, message, hint) => {
  const advice = refusalWords(refusal, { namespace: 'shop', pod: 'web' });
  expect(advice.message).toContain(message);
  expect(advice.hint).toContain(hint);
});

test('rights that are missing come with the Role that gives them', () => {
  const missing = [
    { verb: 'patch', resource: 'pods', subresource: 'ephemeralcontainers' },
    { verb: 'get', resource: 'pods', subresource: 'attach' },
    { verb: 'create', resource: 'pods', subresource: 'attach' },
  ];
  const { message, hint } = accessWords(missing, 'shop');
  expect(message).toContain(
    'patch pods/ephemeralcontainers, get pods/attach and create pods/attach in namespace shop',
  );
  const role = Bun.YAML.parse(hint.slice(hint.indexOf('apiVersion')));
  expect(role).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'debug-containers', namespace: 'shop' },
    rules: [
      { apiGroups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch'] },
      { apiGroups: [''], resources: ['pods/attach'], verbs: ['get', 'create'] },
    ],
  });
});
