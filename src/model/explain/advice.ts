import type { PodContainer } from '../kubernetes/containers.ts';
import type { ServiceFinding } from './command/awaited-service.ts';
import type { Forecast, Note } from './explanation.ts';

/** Which notes of a forecast advise to change the manifest; the others only tell how it works. */
const IS_ADVICE: Readonly<Record<Note['code'], boolean>> = {
  'sidecar-without-startup-probe': true,
  'readiness-does-not-gate': true,
  'never-ends': true,
  'waits-for-later': true,
  'probes-later': true,
  'helper-may-hold': true,
  'fractional-bytes': true,
  'not-repeatable': true,
  'deadline-of-pod': true,
  'init-ports-not-in-service': true,
  'port-twice': true,
  'lost-words': true,
  'probe-port-unnamed': true,
  'root-forbidden': true,
  'hook-outlasts-grace': true,
  'hook-asks-itself': true,
  'config-missing': true,
  'gate-already-passed': false,
  'image-change-not-applied': false,
  'restarted-for-change': false,
  'inferred-completion': false,
  reinitialized: false,
  'backoff-was-reset': false,
  'restarts-on-failure': false,
  'failure-fails-pod': false,
  deadline: false,
  'waiting-pattern': false,
  'restart-rules': false,
  'init-skipped': false,
  'fails-too': false,
  'resize-pending': false,
  'stopped-sidecar': false,
  'ephemeral-cannot-start': false,
  'events-missing': false,
  'events-unreadable': false,
  'start-limit': false,
  'shutdown-order': false,
};

/** A note that advises to change a manifest, and the container that it is about. */
export interface PlacedAdvice {
  readonly note: Note;
  readonly container: PodContainer | undefined;
}

/** The advice among the notes on a manifest. */
export function adviceOf({ notes, containers }: Forecast): readonly PlacedAdvice[] {
  return notes
    .filter((note) => IS_ADVICE[note.code] || waitsInVain(note))
    .map((note) => {
      const name = 'container' in note ? note.container : undefined;
      const found = containers.find(({ container }) => container.name === name);
      return { note, container: found?.container };
    });
}

/** It waits for a Service that cannot answer, by all that the file tells. */
function waitsInVain(note: Note): boolean {
  const services = note.code === 'waiting-pattern' ? (note.services ?? []) : [];
  // Endpoints of a Service without a selector are written by somebody else.
  return services.some(
    ({ state, selector }) =>
      IN_VAIN.has(state) && (state !== 'no-endpoints' || selector !== undefined),
  );
}

const IN_VAIN: ReadonlySet<ServiceFinding['state']> = new Set([
  'itself',
  'in-turn',
  'no-endpoints',
  'wrong-port',
]);
