import type { Pod, WrittenResourceList } from '../../kubernetes/api.ts';
import {
  formatQuantity,
  fromBytes,
  isGreater,
  milliValue,
  parseQuantity,
} from '../quantity/quantity.ts';
import { child, entry, type FieldPlace, type FieldProblem, item } from './field-problem.ts';

const SPEC: FieldPlace = { path: ['spec'], field: 'spec' };
/** One of them. */
export interface ResourceWarning extends FieldProblem {
  /** Of so few bytes that another unit must have been meant. */
  readonly isTiny: boolean;
}

const KIBIBYTE = fromBytes(1024n);
const IN_BYTES = ['memory', 'ephemeral-storage'] as const;

/**
 * What the API server takes and warns of: fractions of a byte, which nobody means (`128m` of memory
 * is an eighth of a byte; pkg/api/pod/warnings.go, warningsForPodSpecAndMeta).
 */
export function resourceWarnings({ spec }: Pick<Pod, 'spec'>): readonly ResourceWarning[] {
  const { initContainers = [], containers, overhead } = spec;
  const lists = { initContainers, containers };
  return [
    ...fractions(overhead, child(SPEC, 'overhead')),
    ...(['initContainers', 'containers'] as const).flatMap((list) =>
      lists[list].flatMap(({ resources }, index) => {
        const place = child(item(child(SPEC, list), index), 'resources');
        return (['limits', 'requests'] as const).flatMap((kind) =>
          fractions(resources?.[kind], child(place, kind)),
        );
      }),
    ),
  ];
}

function fractions(
  amounts: WrittenResourceList | undefined,
  place: FieldPlace,
): readonly ResourceWarning[] {
  return IN_BYTES.flatMap((name) => {
    const text = amounts?.[name];
    if (text === undefined) return [];
    const quantity = parseQuantity(text);
    if (milliValue(quantity) % 1000n === 0n) return [];
    const message = `fractional byte value ${JSON.stringify(formatQuantity(quantity))} is invalid, must be an integer`;
    return [{ ...entry(place, name), message, isTiny: isGreater(KIBIBYTE, quantity) }];
  });
}
