import type { Explanation, Note } from '../../../model/explain/explanation.ts';
import type { VerdictCode } from '../../../model/explain/verdict/codes.ts';
import { RULES, type Rule } from '../../../model/rules.ts';

type Rules = readonly Rule['id'][];

/** The rules that a headline rests on; of the others it is no rule, but the Pod's own state. */
const OF_VERDICTS: Readonly<Partial<Record<VerdictCode, Rules>>> = {
  Volumes: ['R2'],
  Sandbox: ['R2'],
  InitRunning: ['R1'],
  InitStarting: ['R1'],
  InitBackoff: ['R1', 'R3'],
  InitFailedTerminal: ['R4'],
  SidecarStarting: ['R22'],
  SidecarCrashGating: ['R22', 'R23'],
  SidecarDegraded: ['R23'],
  Reinitializing: ['R11'],
  DeadlineExceeded: ['R12'],
};

const OF_NOTES: Readonly<Partial<Record<Note['code'], Rules>>> = {
  'sidecar-without-startup-probe': ['R22'],
  'readiness-does-not-gate': ['R24'],
  'gate-already-passed': ['R22'],
  'image-change-not-applied': ['R10'],
  'inferred-completion': ['R10'],
  reinitialized: ['R11'],
  'init-skipped': ['R11'],
  'not-repeatable': ['R11'],
  'restarts-on-failure': ['R3'],
  'failure-fails-pod': ['R4'],
  deadline: ['R12'],
  'deadline-of-pod': ['R12'],
  'waiting-pattern': ['R15'],
  'never-ends': ['R1'],
  'waits-for-later': ['R1'],
  'probes-later': ['R22'],
  'helper-may-hold': ['R25'],
  'init-ports-not-in-service': ['R9'],
  'stopped-sidecar': ['R27'],
  'ephemeral-cannot-start': ['R30'],
  'start-limit': ['R22'],
  'shutdown-order': ['R27'],
};

/** Where the documentation of Kubernetes says what an advice rests on. */
export function documentationOf(code: Note['code']): string | undefined {
  return RULES.find(({ id }) => OF_NOTES[code]?.includes(id))?.link;
}

/** Where the rules behind headline and notes can be read; undefined if no rule is behind them. */
export function rulesSentence(explanation: Explanation): string | undefined {
  const ofVerdict =
    explanation.kind === 'forecast' ? [] : (OF_VERDICTS[explanation.verdict.code] ?? []);
  const ofNotes = explanation.notes.flatMap(({ code }) => OF_NOTES[code] ?? []);
  const cited = [...new Set([...ofVerdict, ...ofNotes])];
  if (cited.length === 0) return undefined;
  const inOrder = cited.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return `The rules behind it: kubectl initx rules ${inOrder.join(' ')}`;
}
