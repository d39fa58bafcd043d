import type {
  ComparedPod,
  Comparison,
  SideTotal,
} from '../../../model/resources/comparison/comparison.ts';
import { formatQuantity, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import { API_VERSION } from '../../text/api-version.ts';
import { csvLine, csvName } from '../../text/csv.ts';
import { sanitiseDeep } from '../../text/sanitise.ts';
import { amountFields, knownFields, listFields } from '../structured-fields.ts';

/** A comparison as `-o json` has it: schema/resource-comparison.v1alpha1.schema.json describes it. */
export function structuredComparison(comparison: Comparison) {
  const { pods, before, after } = sanitiseDeep(comparison);
  return {
    apiVersion: API_VERSION,
    kind: 'ResourceComparison',
    items: pods.map(structuredPod),
    total: { before: sideOf(before), after: sideOf(after) },
  };
}

function structuredPod(pod: ComparedPod) {
  const { kind, namespace, name, change, before, after, containers, order, differences } = pod;
  return {
    kind,
    namespace,
    name,
    change,
    ...((before ?? after) && {
      replicas: knownFields({ before: before?.replicas, after: after?.replicas }),
    }),
    containers: containers.map(({ name: container, roleBefore, roleAfter, amounts }) => ({
      name: container,
      role: knownFields({ before: roleBefore, after: roleAfter }),
      amounts: amounts.map(({ of, resource, ...sides }) => ({
        of,
        resource,
        ...amountFields(sides),
      })),
    })),
    ...(order && { order }),
    differences: differences
      .filter(({ what }) => what !== 'replicas')
      .map(({ what, resource, ...sides }) => ({
        what,
        ...knownFields({ resource }),
        before: sideText(sides.before),
        after: sideText(sides.after),
      })),
  };
}

function sideOf({ pods, requests, unused }: SideTotal) {
  return { pods, requests: listFields(requests), unused: listFields(unused) };
}

function sideText(side: Quantity | string = ''): string {
  return typeof side === 'string' ? side : formatQuantity(side);
}

const HEAD = ['kind', 'namespace', 'name', 'change', 'container', 'what', 'resource'];

/** A line for each amount that differs, exact; empty where there is none. */
export function csvOfComparison({ pods }: Comparison): string {
  const rows = pods.flatMap((pod) => {
    const who = [pod.kind, pod.namespace, pod.name].map(csvName);
    const row = (...cells: readonly string[]) => [...who, pod.change, ...cells];
    const ofContainers = pod.containers.flatMap(({ name, amounts }) =>
      amounts.map(({ of, resource, before, after }) =>
        row(csvName(name), of, csvName(resource), sideText(before), sideText(after)),
      ),
    );
    const ofPod = pod.differences.map(({ what, resource, before, after }) =>
      row('', what, csvName(resource), sideText(before), sideText(after)),
    );
    return [...ofContainers, ...ofPod];
  });
  return [[...HEAD, 'before', 'after'], ...rows].map(csvLine).join('');
}
