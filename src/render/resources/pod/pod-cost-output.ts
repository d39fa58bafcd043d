import type { QuotaVerdict } from '../../../model/resources/admission/quota.ts';
import type { PodCost } from '../../../model/resources/pod/pod-cost.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import type { Change } from '../../../model/resources/pod/what-if.ts';
import { formatQuantity, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import { sanitiseDeep } from '../../text/sanitise.ts';
import { structuredFit } from './fit-structured.ts';
import { fitLines } from './fit-words.ts';
import { structuredPodResources } from './pod-structured.ts';
import { type PodTextOptions, type PodTextSection, renderPodResources } from './pod-text.ts';
import { limitRangeLines, quotaLines } from './policy-words.ts';
import { structuredUsage } from './usage-structured.ts';
import { whatIfLines } from './what-if-words.ts';

/** A Pod's cost with what else the command was asked for and has found. */
export interface PodCostOutput {
  readonly cost: PodCost;
  /** What changes that are only thought of would make of it. */
  readonly whatIf:
    | {
        readonly changes: readonly Change[];
        readonly before: PodResources;
        readonly after: PodResources;
      }
    | undefined;
}

/** One Pod as text that ends with a newline. Nothing from the cluster can control the terminal. */
export function renderPodCost(output: PodCostOutput, options: PodTextOptions): string {
  const { cost, whatIf } = sanitiseDeep(output);
  const sections: readonly PodTextSection[] = [
    ...(cost.quotas === undefined ? [] : [{ title: 'Quota', lines: quotaLines(cost.quotas) }]),
    ...runtimeClassSection(cost.unknownRuntimeClass),
    { title: 'Room on the nodes', lines: cost.fit ? fitLines(cost.fit) : [] },
    { title: 'LimitRange', lines: limitRangeLines(cost.violations, cost.filled) },
    ...(whatIf
      ? [
          {
            title: 'What if',
            lines: whatIfLines(whatIf.changes, whatIf.before, whatIf.after),
          },
        ]
      : []),
  ];
  return renderPodResources(cost.resources, { usage: cost.usage, sections }, options);
}

function runtimeClassSection(name: string | undefined): readonly PodTextSection[] {
  if (name === undefined) return [];
  const line = `What ${name} adds as overhead is not known here and not in the sums; with -f, --check asks for it.`;
  return [{ title: 'RuntimeClass', lines: [line] }];
}

/** One Pod as `-o json` has it. */
export function structuredPodCost({ cost, whatIf }: PodCostOutput) {
  return structuredPodResources(cost.resources, {
    ...(cost.quotas && { quotas: cost.quotas.map(quotaOf) }),
    ...(cost.unknownRuntimeClass !== undefined && {
      unknownRuntimeClass: cost.unknownRuntimeClass,
    }),
    ...(cost.fit && { fit: structuredFit(cost.fit) }),
    ...(cost.usage && { usage: structuredUsage(cost.usage) }),
    limitRange: {
      filled: cost.filled,
      violations: cost.violations.map(({ enforced, observed, ...violation }) => ({
        ...violation,
        enforced: formatQuantity(enforced),
        ...(observed && { observed: formatQuantity(observed) }),
      })),
    },
    ...(whatIf && {
      whatIf: {
        changes: whatIf.changes,
        after: structuredPodResources(whatIf.after, {}),
      },
    }),
  });
}

function quotaOf({ quota, matches, resources, room, refusal }: QuotaVerdict) {
  return {
    name: quota,
    matches,
    ...(matches && {
      resources: resources.map(({ name, ...amounts }) => ({ name, ...texts(amounts) })),
      ...(room !== undefined && { room }),
      ...(refusal && { refusal: { code: refusal.code, message: refusal.message } }),
    }),
  };
}

function texts(amounts: Readonly<Record<string, Quantity | undefined>>) {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, formatQuantity(amount)] as const],
    ),
  );
}
