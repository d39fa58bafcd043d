import { displayOrder, type Term } from '../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import type { PodUsage } from '../../../model/resources/pod/usage.ts';
import { isPositive } from '../../../model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../../model/resources/quantity/resource-list.ts';
import {
  isCpuOrMemory,
  isOvercommitAllowed,
} from '../../../model/resources/quantity/resource-name.ts';
import { columns, nameWidthIn, shortened, wrapped } from '../../text/layout.ts';
import { counted } from '../../text/listed.ts';
import { type Style, styleOf } from '../../text/style.ts';
import type { Terminal } from '../../text/terminal.ts';
import { amountText, columnText } from '../amounts.ts';
import { reservationPictures } from './reservation-picture.ts';
import { usageTable } from './usage-table.ts';
import { limitSentence, limitText } from './words/limit-words.ts';
import { qosSentence, resizeLines } from './words/pod-words.ts';
import { requestSentence } from './words/request-words.ts';

export interface PodTextOptions extends Terminal {
  readonly isWide: boolean;
}

/** A titled paragraph, or a list if it has several lines. */
export interface PodTextSection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What the Pod's own fields do not tell. */
export interface PodTextExtras {
  readonly usage: PodUsage | undefined;
  readonly sections: readonly PodTextSection[];
}

/**
 * What one Pod costs and why, as text that ends with a newline. Names must have been made harmless
 * before (`sanitiseDeep`).
 */
export function renderPodResources(
  pod: PodResources,
  { usage, sections: more }: PodTextExtras,
  options: PodTextOptions,
): string {
  const style = styleOf(options);
  const pictured = options.isWide ? pod.requests : pod.requests.filter(isWasted);
  const sections = [
    heading(pod, style),
    amounts('Requests', requestRows(pod), style),
    containerTable(pod, style, options.isWide),
    ...reservationPictures(pod, pictured, style),
    amounts('Limits', limitRows(pod), style),
    usage ? usageTable(usage, style) : '',
    section({ title: 'QoS class', lines: [qosSentence(pod, options.isWide)] }, style),
    section({ title: 'Resize', lines: pod.resize ? resizeLines(pod.resize) : [] }, style),
    ...more.map((each) => section(each, style)),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

/** cpu and memory, and whatever else the init phase alone reserves. */
function isTold(term: Term): boolean {
  return isCpuOrMemory(term.resource) || isWasted(term);
}

function isWasted({ unusedAfterInit }: Term): boolean {
  return isPositive(unusedAfterInit);
}

/** Whose cost it is. */
export function heading(pod: PodResources, style: Style): string {
  const { kind, name, namespace, node, phase, hasEnded } = pod;
  const where = node === undefined ? '' : ` on node ${node}`;
  const which = kind === 'Pod' ? '' : `, ${howMany(pod)}. What follows is of one Pod.`;
  const subject = `${kind} ${style.strong(`${namespace}/${name || '(no name)'}`)}`;
  const title = wrapped(`${subject}${where}${which}`, style.width);
  if (!hasEnded) return title;
  const ended = `It has ended (${phase}): neither the scheduler nor quota counts it any more. What follows is what it took.`;
  return `${title}\n${wrapped(style.warning(ended), style.width)}`;
}

function howMany({ kind, replicas }: PodResources): string {
  if (kind === 'PodTemplate') return 'which runs no Pods by itself';
  if (kind === 'DaemonSet') return 'one Pod per node';
  if (replicas === undefined) return 'as many Pods as its controller wants';
  return counted(replicas, 'Pod');
}

type AmountRow = readonly [resource: string, amount: string, sentence: string];

function requestRows(pod: PodResources): readonly AmountRow[] {
  const names = new Set(['cpu', 'memory', ...pod.requests.map(({ resource }) => resource)]);
  return displayOrder([...names]).map((resource): AmountRow => {
    const term = pod.requests.find((each) => each.resource === resource);
    if (!term) return [resource, '0', 'No container requests any: nothing is reserved.'];
    const sentence = requestSentence(pod, term);
    return [resource, amountText(resource, term.effective), sentence];
  });
}

function limitRows(pod: PodResources): readonly AmountRow[] {
  const names = new Set(['cpu', 'memory', ...pod.limits.map(({ resource }) => resource)]);
  return displayOrder([...names]).map((resource): AmountRow => {
    const term = pod.limits.find((each) => each.resource === resource);
    return [resource, limitText(pod, resource), limitSentence(pod, resource, term)];
  });
}

/** `cpu  2100m  why`, the last column wrapped beside the others. */
function amounts(title: string, rows: readonly AmountRow[], style: Style): string {
  const widest = (at: 0 | 1) => Math.max(...rows.map((row) => row[at].length));
  const [first, second] = [widest(0), widest(1)];
  const hang = first + second + 4;
  // Beside long names of extended resources there is no room for a sentence.
  const isBeside = style.width - hang >= 36;
  const lines = rows.map(([resource, amount, sentence]) => {
    const shown = style.strong(isBeside ? amount.padEnd(second) : amount);
    const head = `${resource.padEnd(first)}  ${shown}`;
    const width = isBeside ? style.width - hang : style.width - 2;
    const indent = `\n${' '.repeat(isBeside ? hang : 2)}`;
    const text = wrapped(sentence, width).replaceAll('\n', indent);
    return isBeside ? `${head}  ${text}` : `${head}${indent}${text}`;
  });
  return [style.strong(title), ...lines].join('\n');
}

function containerTable(pod: PodResources, style: Style, isWide: boolean): string {
  const told = new Set(pod.requests.filter(isTold).map(({ resource }) => resource));
  const shown = pod.resources.filter((name) => isWide || isCpuOrMemory(name) || told.has(name));
  // Of an extended resource or hugepages request and limit are the same.
  const kindsOf = (name: string) =>
    isOvercommitAllowed(name) ? (['REQ', 'LIM'] as const) : (['REQ'] as const);
  const headOf = (names: readonly string[]) =>
    names.flatMap((name) => {
      const title = TITLES[name] ?? name.toUpperCase();
      return kindsOf(name).map((kind) => `${title} ${kind}`);
    });
  const nameWidth = nameWidthIn(style.width);
  const cellOf = (name: string) => {
    const lists = pod.containers.flatMap(({ requests, limits }) => [requests, limits]);
    const text = columnText(
      name,
      lists.flatMap((list) => list.get(name) ?? []),
    );
    return (list: ResourceList) => {
      const amount = list.get(name);
      return amount === undefined ? style.dash : text(amount);
    };
  };
  const cells = new Map(shown.map((name) => [name, cellOf(name)]));
  const tableOf = (names: readonly string[]) => {
    const rows = pod.containers.map(({ role, name, requests, limits }) => [
      role,
      shortened(name, nameWidth, style.ellipsis),
      ...names.flatMap((resource) =>
        kindsOf(resource).map(
          (kind) => cells.get(resource)?.(kind === 'REQ' ? requests : limits) ?? '',
        ),
      ),
    ]);
    return columns([['ROLE', 'CONTAINER', ...headOf(names)], ...rows]);
  };
  // What has no room beside the others stands below them.
  const tables: string[][] = [];
  for (const name of shown) {
    const last = tables.at(-1);
    if (last && widest(tableOf([...last, name])) <= style.width) last.push(name);
    else tables.push([name]);
  }
  return (tables.length === 0 ? [[]] : tables).map(tableOf).join('\n\n');
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => Bun.stringWidth(line)));
}

const TITLES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  memory: 'MEM',
  'ephemeral-storage': 'EPHEMERAL',
};

/** A title with its sentence, or with a list of them. Ends without a newline. */
export function section({ title, lines }: PodTextSection, style: Style): string {
  const [only, ...others] = lines;
  if (only === undefined) return '';
  if (others.length === 0) return withCommands(`${style.strong(title)}  ${only}`, style);
  return [style.strong(title), ...lines.map((line) => withCommands(`- ${line}`, style))].join('\n');
}

/** Sentences are wrapped, commands are not: they are there to be copied. */
function withCommands(text: string, { width }: Style): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('kubectl ') ? `  ${line}` : wrapped(line, width, 2)))
    .join('\n');
}
