import { displayOrder, type Term } from '../../../model/resources/effective/terms.ts';
import type { PodResources } from '../../../model/resources/pod/pod-resources.ts';
import type { PodUsage } from '../../../model/resources/pod/usage.ts';
import { multiply } from '../../../model/resources/quantity/quantity.ts';
import type { ResourceList } from '../../../model/resources/quantity/resource-list.ts';
import { columns, shortened, wrapped } from '../../text/layout.ts';
import { listed } from '../../text/listed.ts';
import { type Style, styleOf } from '../../text/style.ts';
import type { Terminal } from '../../text/terminal.ts';
import { amountText } from '../amounts.ts';
import { qosSentence, resizeLines, savingSentence } from './pod-words.ts';
import { limitSentence, requestSentence } from './request-words.ts';
import { reservationPictures } from './reservation-picture.ts';
import { usageTable } from './usage-table.ts';

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
  const pictured = options.isWide ? pod.requests : pod.requests.filter(isUsual);
  const sections = [
    heading(pod, style),
    amounts('Requests', requestRows(pod), style),
    containerTable(pod, style, options.isWide),
    ...reservationPictures(pod, pictured, style),
    amounts('Limits', limitRows(pod), style),
    usage ? usageTable(usage, style) : '',
    section({ title: 'QoS class', lines: [qosSentence(pod)] }, style),
    section({ title: 'Replicas', lines: allReplicas(pod) }, style),
    section({ title: 'Resize', lines: pod.resize ? resizeLines(pod.resize) : [] }, style),
    ...more.map((each) => section(each, style)),
    section({ title: 'To reserve less', lines: pod.savings.map(savingSentence) }, style),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function isUsual({ resource }: Term): boolean {
  return resource === 'cpu' || resource === 'memory';
}

function heading(pod: PodResources, style: Style): string {
  const { kind, name, namespace, node, phase, hasEnded } = pod;
  const where = node === undefined ? '' : ` on node ${node}`;
  const which = kind === 'Pod' ? '' : `, ${howMany(pod)}. What follows is of one Pod.`;
  const subject = `${kind} ${style.strong(`${namespace}/${name || '(no name)'}`)}`;
  const title = wrapped(`${subject}${where}${which}`, style.width);
  if (!hasEnded) return title;
  const ended = `It has ended (${phase}): neither the scheduler nor quota counts it any more. What follows is what it took.`;
  return `${title}\n${wrapped(style.warning(ended), style.width)}`;
}

function howMany({ replicas }: PodResources): string {
  if (replicas === undefined) return 'one Pod per node';
  return replicas === 1 ? '1 Pod' : `${replicas} Pods`;
}

/** What all Pods of a workload ask for together. */
function allReplicas({ replicas, requests }: PodResources): readonly string[] {
  if (replicas === undefined || replicas === 1) return [];
  const sums = requests.map(
    ({ resource, effective }) =>
      `${resource} ${amountText(resource, multiply(effective, replicas))}`,
  );
  return [`All ${replicas} Pods together request ${sums.length > 0 ? listed(sums) : 'nothing'}.`];
}

type AmountRow = readonly [resource: string, amount: string, sentence: string];

function requestRows(pod: PodResources): readonly AmountRow[] {
  const names = new Set(['cpu', 'memory', ...pod.requests.map(({ resource }) => resource)]);
  return displayOrder([...names]).map((resource): AmountRow => {
    const term = pod.requests.find((each) => each.resource === resource);
    if (!term) return [resource, 'none', 'No container requests any: none is reserved.'];
    const sentence = requestSentence(pod, term);
    return [resource, amountText(resource, term.effective), sentence];
  });
}

function limitRows(pod: PodResources): readonly AmountRow[] {
  const names = new Set(['cpu', 'memory', ...pod.limits.map(({ resource }) => resource)]);
  return displayOrder([...names]).map((resource): AmountRow => {
    const term = pod.limits.find((each) => each.resource === resource);
    const isUnbounded =
      (resource === 'cpu' || resource === 'memory') && pod.cgroup.unbounded[resource].length > 0;
    const amount = isUnbounded || !term ? 'none' : amountText(resource, term.effective);
    return [resource, amount, limitSentence(pod, resource, term)];
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
  const shown = isWide
    ? pod.resources
    : pod.resources.filter((name) => name === 'cpu' || name === 'memory');
  const head = shown.flatMap((name) => {
    const title = TITLES[name] ?? name.toUpperCase();
    return [`${title} REQ`, `${title} LIM`];
  });
  const nameWidth = Math.max(Math.floor((style.width - 20) / 3), 14);
  const cell = (list: ResourceList, name: string) => {
    const amount = list.get(name);
    return amount === undefined ? style.dash : amountText(name, amount);
  };
  const rows = pod.containers.map(({ role, name, requests, limits }) => [
    role,
    shortened(name, nameWidth, style.ellipsis),
    ...shown.flatMap((resource) => [cell(requests, resource), cell(limits, resource)]),
  ]);
  return columns([['ROLE', 'CONTAINER', ...head], ...rows]);
}

const TITLES: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'MEM' };

function section({ title, lines }: PodTextSection, style: Style): string {
  if (lines.length === 0) return '';
  if (lines.length === 1) return wrapped(`${style.strong(title)}  ${lines[0]}`, style.width, 2);
  return [style.strong(title), ...lines.map((line) => wrapped(`- ${line}`, style.width, 2))].join(
    '\n',
  );
}
