import { expect, test } from 'bun:test';
import { type SessionEnd, sessionExitCode } from '../../../src/model/debug/session/session-end.ts';
import { sessionEndWords } from '../../../src/render/debug/session-words.ts';

const PLACE = { namespace: 'shop', pod: 'web-0', container: 'debugger-abcde' };
const AGAIN = 'kubectl initx debug attach web-0 debugger-abcde -n shop';

const ENDS: readonly (readonly [end: SessionEnd, exitCode: number, words: string | undefined])[] = [
  [{ kind: 'exited', exitCode: 0, reason: 'Completed' }, 0, undefined],
  [{ kind: 'exited', exitCode: 42, reason: 'Error' }, 42, undefined],
  [{ kind: 'exited', exitCode: 143, reason: 'Error' }, 143, undefined],
  [
    { kind: 'exited', exitCode: 137, reason: 'OOMKilled' },
    137,
    'container debugger-abcde ran out of memory and was killed (OOMKilled, exit code 137)',
  ],
  [
    {
      kind: 'exited',
      exitCode: 137,
      reason: 'Error',
      target: { container: 'app', exitCode: 1, reason: 'Error' },
    },
    137,
    'the session ended because its target app ended (Error, exit code 1): they share a process namespace',
  ],
  [
    { kind: 'exited', exitCode: 128, reason: 'StartError', message: 'exec: "nope": not found' },
    128,
    'container debugger-abcde could not start (StartError, exit code 128): exec: "nope": not found',
  ],
  [
    { kind: 'exited', exitCode: 143, reason: 'Error', podIsDeleted: true },
    143,
    'the session ended because pod web-0 was deleted (exit code 143)',
  ],
  [
    { kind: 'exited', exitCode: 0, reason: 'Completed', outputIsCut: true },
    0,
    'the connection broke before all output had come; container debugger-abcde has ended (exit code 0)',
  ],
  [
    { kind: 'detached' },
    0,
    `detached: container debugger-abcde is still running; take it up again with\n  ${AGAIN}`,
  ],
  [
    { kind: 'interrupted', signal: 'SIGTERM' },
    143,
    `interrupted: container debugger-abcde may still be running; take it up again with\n  ${AGAIN}`,
  ],
  [{ kind: 'lost', why: 'PodDeleted' }, 1, 'the session ended because pod web-0 was deleted'],
  [
    { kind: 'lost', why: 'NodeNotReady', node: 'n1', detail: 'Kubelet stopped posting status.' },
    1,
    'the session broke off because node n1 is not ready: Kubelet stopped posting status.',
  ],
  [
    { kind: 'lost', why: 'ConnectionBroken', detail: 'it was closed without a word' },
    1,
    `the connection broke off: it was closed without a word\nContainer debugger-abcde may still be running; take it up again with\n  ${AGAIN}`,
  ],
  [
    { kind: 'lost', why: 'Disconnected' },
    1,
    `the server ended the connection, but container debugger-abcde is still running; take it up again with\n  ${AGAIN}`,
  ],
  [
    { kind: 'lost', why: 'AttachFailed', detail: 'container is in CONTAINER_EXITED state' },
    1,
    'could not attach to container debugger-abcde: container is in CONTAINER_EXITED state',
  ],
];

for (const [end, exitCode, words] of ENDS) {
  test(`R30 the end of a session is told, exit code ${exitCode}: ${words?.split('\n')[0]}`, () => {
    expect(sessionEndWords(end, PLACE)).toBe(words as string);
    expect(sessionExitCode(end)).toBe(exitCode);
  });
}
