import {
  child,
  duplicate,
  type FieldPlace,
  type FieldProblem,
  invalid,
  item,
  required,
  unsupported,
} from '../resources/admission/field-problem.ts';
import { environmentProblems } from './environment-validation.ts';
import { labelProblems, portNameProblems, portProblems } from './name-validation.ts';
import { probeProblems } from './probe-validation.ts';
import { plainInitProblems, restartProblems } from './restart-validation.ts';
import { mountProblems } from './volume-validation.ts';
import type { WrittenContainer, WrittenSpec } from './written-pod.ts';

/**
 * What the API server refuses in the containers of a Pod, its app containers first, except for
 * their resources (pkg/apis/core/validation/validation.go, validateContainers,
 * validateInitContainers and validateContainerCommon).
 */
export function containerProblems(
  spec: WrittenSpec,
  place: FieldPlace,
  volumes: ReadonlySet<string>,
): readonly FieldProblem[] {
  const { containers = [], initContainers = [], terminationGracePeriodSeconds: grace } = spec;
  const appsAt = child(place, 'containers');
  if (containers.length === 0) return [required(appsAt)];
  const names = new Set<string>();
  const apps = containers.flatMap((container, index) => {
    const at = item(appsAt, index);
    return [
      ...commonProblems(container, at, volumes),
      ...nameTaken(container, at, names),
      ...probeProblems(container, at, grace),
      ...restartProblems(container, at),
    ];
  });
  const inits = initContainers.flatMap((container, index) => {
    const at = item(child(place, 'initContainers'), index);
    const isSidecar = container.restartPolicy === 'Always';
    return [
      ...commonProblems(container, at, volumes),
      ...restartProblems(container, at),
      ...nameTaken(container, at, names),
      ...(isSidecar ? probeProblems(container, at, grace) : plainInitProblems(container, at)),
    ];
  });
  return [...apps, ...inits];
}

function nameTaken(
  { name = '' }: WrittenContainer,
  place: FieldPlace,
  names: Set<string>,
): readonly FieldProblem[] {
  const isTaken = names.has(name);
  names.add(name);
  return isTaken && name !== '' ? [{ ...duplicate(child(place, 'name'), name), rule: 'R13' }] : [];
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

function commonProblems(
  container: WrittenContainer,
  place: FieldPlace,
  volumes: ReadonlySet<string>,
): readonly FieldProblem[] {
  const { name = '', image = '', terminationMessagePolicy, imagePullPolicy } = container;
  const nameAt = child(place, 'name');
  const imageAt = child(place, 'image');
  return [
    ...(name === '' ? [required(nameAt)] : labelProblems(nameAt, name)),
    ...(image === '' ? [required(imageAt)] : []),
    ...(image === image.trim()
      ? []
      : [invalid(imageAt, image, 'must not have leading or trailing whitespace')]),
    ...unsupported(
      child(place, 'terminationMessagePolicy'),
      terminationMessagePolicy,
      MESSAGE_POLICIES,
    ),
    ...containerPortProblems(container, place),
    ...environmentProblems(container, place),
    ...mountProblems(container, place, volumes),
    ...unsupported(child(place, 'imagePullPolicy'), imagePullPolicy, PULL_POLICIES),
  ];
}

/** validateContainerPorts. */
function containerPortProblems(
  { ports = [] }: WrittenContainer,
  place: FieldPlace,
): readonly FieldProblem[] {
  const names = new Set<string>();
  return ports.flatMap(({ name = '', containerPort = 0, hostPort = 0, protocol }, index) => {
    const at = item(child(place, 'ports'), index);
    const misnamed = name === '' ? [] : portNameProblems(child(at, 'name'), name);
    const isTaken = name !== '' && misnamed.length === 0 && names.has(name);
    if (misnamed.length === 0) names.add(name);
    return [
      ...misnamed,
      ...(isTaken ? [duplicate(child(at, 'name'), name)] : []),
      ...(containerPort === 0
        ? [required(child(at, 'containerPort'))]
        : portProblems(child(at, 'containerPort'), containerPort)),
      ...(hostPort === 0 ? [] : portProblems(child(at, 'hostPort'), hostPort)),
      ...unsupported(child(at, 'protocol'), protocol, ['SCTP', 'TCP', 'UDP']),
    ];
  });
}
