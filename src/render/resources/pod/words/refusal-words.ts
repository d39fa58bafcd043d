import type { ResourceWarning } from '../../../../model/resources/admission/resource-warnings.ts';
import type { PodCost } from '../../../../model/resources/pod/pod-cost.ts';

/** Why the API server refuses the Pod before quota is asked, in its words. */
export function refusalLines({
  refusals,
  absent,
  serverRefusal,
}: Pick<PodCost, 'refusals' | 'absent' | 'serverRefusal'>): readonly string[] {
  return [
    ...(serverRefusal === undefined ? [] : [serverRefusal]),
    ...absent.map(({ kind, name }) => `${kind} "${name}" not found`),
    ...refusals.map(({ field, message }) => `${field}: ${message}`),
  ];
}

/** What the server warns of, and what is the matter. */
export function warningLines(warnings: readonly ResourceWarning[]): readonly string[] {
  return warnings.map(
    ({ field, message, isTiny }) =>
      `${field}: ${message}. Bytes come whole, and the suffix m means thousandths of one${isTiny ? ': was Mi meant?' : '.'}`,
  );
}
