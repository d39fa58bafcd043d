import {
  child,
  type FieldPlace,
  type FieldProblem,
  forbidden,
  invalid,
  notSupported,
  required,
} from '../resources/admission/field-problem.ts';
import { portProblems } from './name-validation.ts';
import type { WrittenContainer, WrittenHandler, WrittenProbe } from './written-pod.ts';

/** The default of terminationGracePeriodSeconds (pkg/apis/core/v1/defaults.go). */
const GRACE_SECONDS = 30;

/**
 * What the API server refuses in the probes and hooks of an app container or sidecar
 * (pkg/apis/core/validation/validation.go, validateLifecycle, validateProbe, validateHandler).
 */
export function probeProblems(
  container: WrittenContainer,
  place: FieldPlace,
  graceSeconds = GRACE_SECONDS,
): readonly FieldProblem[] {
  const { lifecycle = {} } = container;
  const hooks = (['postStart', 'preStop'] as const).flatMap((name) => {
    const hook = lifecycle[name];
    const at = child(child(place, 'lifecycle'), name);
    return hook === undefined ? [] : handlerProblems(hook, at, graceSeconds);
  });
  const probes = (['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((name) => {
    const probe = container[name];
    const at = child(place, name);
    if (probe === undefined) return [];
    return [...oneProbeProblems(probe, at, graceSeconds), ...ofKind(name, probe, at)];
  });
  return [...hooks, ...probes];
}

const COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function oneProbeProblems(
  probe: WrittenProbe,
  place: FieldPlace,
  graceSeconds: number,
): readonly FieldProblem[] {
  const grace = probe.terminationGracePeriodSeconds;
  const graceAt = child(place, 'terminationGracePeriodSeconds');
  return [
    ...handlerProblems(probe, place, graceSeconds),
    ...COUNTS.flatMap((name) => {
      const count = probe[name] ?? 0;
      const words = 'must be greater than or equal to 0';
      return count < 0 ? [invalid(child(place, name), count, words)] : [];
    }),
    ...(grace !== undefined && grace <= 0
      ? [invalid(graceAt, grace, 'must be greater than 0')]
      : []),
  ];
}

function ofKind(
  name: 'livenessProbe' | 'readinessProbe' | 'startupProbe',
  probe: WrittenProbe,
  place: FieldPlace,
): readonly FieldProblem[] {
  if (name === 'readinessProbe') {
    const grace = probe.terminationGracePeriodSeconds;
    const at = child(place, 'terminationGracePeriodSeconds');
    return grace === undefined ? [] : [invalid(at, grace, 'must not be set for readinessProbes')];
  }
  // What is 0 or left out becomes 1.
  const threshold = probe.successThreshold || 1;
  return threshold === 1 ? [] : [invalid(child(place, 'successThreshold'), threshold, 'must be 1')];
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function handlerProblems(
  handler: WrittenHandler,
  place: FieldPlace,
  graceSeconds: number,
): readonly FieldProblem[] {
  const [first, ...more] = HANDLERS.filter((name) => handler[name] !== undefined);
  if (first === undefined) return [required(place, 'must specify a handler type')];
  return [
    ...actionProblems(handler, child(place, first), graceSeconds),
    ...more.map((name) =>
      forbidden(child(place, name), 'may not specify more than 1 handler type'),
    ),
  ];
}

/** Of the first action; further ones are refused whatever they say. */
function actionProblems(
  { exec, httpGet, tcpSocket, grpc, sleep }: WrittenHandler,
  place: FieldPlace,
  graceSeconds: number,
): readonly FieldProblem[] {
  if (exec !== undefined) return exec.command?.length ? [] : [required(child(place, 'command'))];
  if (httpGet !== undefined) {
    const { port = 0, scheme = 'HTTP' } = httpGet;
    return [
      ...portProblems(child(place, 'port'), port),
      ...(['HTTP', 'HTTPS'].includes(scheme)
        ? []
        : [notSupported(child(place, 'scheme'), scheme, ['HTTP', 'HTTPS'])]),
    ];
  }
  const socket = tcpSocket ?? grpc;
  if (socket !== undefined) return portProblems(child(place, 'port'), socket.port ?? 0);
  const seconds = sleep?.seconds ?? 0;
  const words = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
  return seconds < 0 || seconds > graceSeconds ? [invalid(place, seconds, words)] : [];
}
