import type {
  ComparedPod,
  Comparison,
  SideTotal,
} from '../../../model/resources/comparison/comparison.ts';
import { totalOf } from '../../../model/resources/comparison/comparison.ts';
import type { ContainerChange } from '../../../model/resources/comparison/container-changes.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import { isEqual } from '../../../model/resources/quantity/quantity.ts';
import { columns, wrapped } from '../../text/layout.ts';
import { listed } from '../../text/listed.ts';
import { sanitiseDeep } from '../../text/sanitise.ts';
import { type Style, styleOf } from '../../text/style.ts';
import type { Terminal } from '../../text/terminal.ts';
import { amountText } from '../amounts.ts';
import { differenceText, differenceTitle } from '../pod/words/difference-words.ts';

/** One line of what changes: of whom, what, from what to what. */
type Line = readonly [who: string, what: string, before: string, after: string];

/** What changes, Pod by Pod and in sum, as text that ends with a newline. */
export function renderComparison(
  given: Comparison,
  options: Terminal & { readonly isWide: boolean },
): string {
  const comparison = sanitiseDeep(given);
  const style = styleOf(options);
  const { pods } = comparison;
  const of = (change: ComparedPod['change']) => pods.filter((pod) => pod.change === change);
  const sections = [
    ...of('changed').map((pod) => changedText(pod, style)),
    ...[...of('new'), ...of('gone')].map((pod) => wholeText(pod, style)),
    sameText(of('same'), pods.length, options.isWide, style),
    sumText(comparison, style),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function changedText(pod: ComparedPod, style: Style): string {
  const lines = [
    ...pod.containers.flatMap(containerLines),
    ...(pod.order === undefined
      ? []
      : [line('the Pod', 'start order', listed(pod.order.before), listed(pod.order.after))]),
    ...pod.differences.map((difference) => {
      const { what, resource, before, after } = difference;
      const who = what === 'replicas' ? 'all' : pod.kind === 'Pod' ? 'the Pod' : 'each Pod';
      const text = (amount: typeof before) => differenceText(amount, resource);
      return line(who, differenceTitle(difference), text(before), text(after));
    }),
  ];
  return [subject(pod, style), table(lines, style)].join('\n');
}

function line(who: string, what: string, before: string, after: string): Line {
  return [who, what, before || 'not said', after || 'not said'];
}

/** A container that is new comes from `none`, and one that is gone goes there. */
function containerLines({
  name,
  roleBefore,
  roleAfter,
  amounts,
}: ContainerChange): readonly Line[] {
  return [
    ...(roleBefore === roleAfter
      ? []
      : [line(name, 'role', roleBefore ?? 'none', roleAfter ?? 'none')]),
    ...amounts.map(({ of, resource, before, after }) => {
      const text = (amount: typeof before) =>
        amount === undefined ? 'none' : amountText(resource, amount);
      const what = `${resource} ${of === 'requests' ? 'request' : 'limit'}`;
      return line(name, what, text(before), text(after));
    }),
  ];
}

/** The last two cells are what was and what comes of it. */
function table(lines: readonly (readonly string[])[], style: Style): string {
  return columns(
    lines.map((cells) => [
      ...cells.slice(0, -1),
      style.becomes,
      ...cells.slice(-1).map((after) => style.strong(after)),
    ]),
  );
}

function subject({ kind, namespace, name }: ComparedPod, style: Style): string {
  return `${kind} ${style.strong(`${namespace}/${name || '(no name)'}`)}`;
}

/** A Pod or workload that is on one side only. */
function wholeText(pod: ComparedPod, style: Style): string {
  const [side] = [pod.after ?? pod.before].flatMap((each) => each ?? []);
  const what =
    side === undefined ? '' : `: ${howMany(side)} requesting ${sumWords(totalOf([side]))}`;
  return wrapped(`${subject(pod, style)} is ${pod.change}${what}.`, style.width, 2);
}

function howMany({ kind, replicas }: PodResources): string {
  if (kind === 'DaemonSet') return 'one Pod on each node,';
  return replicas === undefined || replicas === 1 ? '1 Pod' : `${replicas} Pods together`;
}

function sumWords({ requests }: SideTotal): string {
  const sums = [...requests].map(([resource, sum]) => `${resource} ${amountText(resource, sum)}`);
  return sums.length === 0 ? 'nothing' : listed(sums);
}

const FEW = 3;

/** Images and commands are not compared. */
const SAME = 'Requests and limits stay the same';

function sameText(
  pods: readonly ComparedPod[],
  all: number,
  isWide: boolean,
  style: Style,
): string {
  if (pods.length === 0) return '';
  if (pods.length === all) return `${SAME}.`;
  const names = pods.map((pod) => subject(pod, style));
  const isLong = !isWide && names.length > FEW;
  const shown = isLong ? [...names.slice(0, FEW), `${names.length - FEW} more`] : names;
  return wrapped(`${SAME} for ${listed(shown)}.`, style.width, 2);
}

function sumText({ before, after, totals }: Comparison, style: Style): string {
  const changed = totals.filter((total) => !isEqual(total.before, total.after));
  const lines = (changed.length > 0 ? changed : totals).map((total) => {
    const text = (amount: typeof total.before) => amountText(total.resource, amount);
    return [differenceTitle(total), text(total.before), text(total.after)] as const;
  });
  const pods = ['Pods', String(before.pods), String(after.pods)] as const;
  return [style.strong('In sum'), table([pods, ...lines], style)].join('\n');
}
