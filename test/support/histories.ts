import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod, PodEvent } from '../../src/model/kubernetes/api.ts';
import type { StatusColumns } from '../../src/model/kubernetes/status-column.ts';
import { applyDelta, delta, type Json, withoutNulls } from './json-delta.ts';

/** A Pod as a cluster showed it at one instant; `row` is what the server itself prints for it. */
export interface Sample {
  /** The server's clock in milliseconds, cut to seconds. */
  readonly observedAt: number;
  readonly pod: Pod;
  readonly row: StatusColumns;
  readonly events: readonly PodEvent[];
  readonly node: NodeFacts;
}

export interface NodeFacts {
  readonly ready: string;
}

/** A step of the scenario, done when there were `after` samples. */
export interface Interference {
  readonly after: number;
  readonly step: string;
  /** It decided itself what the Pod did next. */
  readonly decisive: boolean;
}

/** The life of one Pod on a real cluster: every state it was seen in. */
export interface History {
  readonly scenario: string;
  readonly kubernetes: string;
  readonly recordedOn: string;
  readonly steps: readonly Interference[];
  readonly samples: readonly Sample[];
}

const DIRECTORY = join(import.meta.dirname, '..', 'fixtures', 'histories');

const SUFFIX = '.jsonl';

function fileOf(scenario: string): string {
  return join(DIRECTORY, `${scenario}${SUFFIX}`);
}

/** All recorded histories, by the name of the scenario. */
export function loadHistories(): readonly History[] {
  if (!existsSync(DIRECTORY)) return [];
  const names = readdirSync(DIRECTORY)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  return names.sort().map((name) => decode(readFileSync(fileOf(name), 'utf8')));
}

/** Writes a history where `loadHistories` finds it. Returns the file. */
export function saveHistory(history: History): string {
  const file = fileOf(history.scenario);
  writeFileSync(file, encode(history));
  return file;
}

/** The history as seen by somebody who missed one sample. */
export function withoutSample(history: History, missed: number): History {
  const samples = history.samples.filter((_, index) => index !== missed);
  const steps = history.steps.map((step) => {
    return step.after > missed ? { ...step, after: step.after - 1 } : step;
  });
  return { ...history, samples, steps };
}

/** One line about the history, one with its first sample, then one with each sample's changes. */
function encode({ samples, ...about }: History): string {
  let before: Json | undefined;
  const lines = samples.map((sample) => {
    const after = withoutNulls(toStored(sample));
    const change = delta(before, after) ?? {};
    before = after;
    return change;
  });
  return `${[about, ...lines].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function decode(text: string): History {
  const [about, ...lines] = text.trimEnd().split('\n').map(parse);
  let before: Json | undefined;
  const samples = lines.map((change) => {
    before = applyDelta(before, change);
    return fromStored(before);
  });
  return { ...(about as unknown as Omit<History, 'samples'>), samples };
}

// Events are stored under their names, so that a repeated one costs its count and time only.
function toStored({ events, ...sample }: Sample): Json {
  const byName = events.map((event) => [event.metadata?.name ?? '', event]);
  return { ...sample, events: Object.fromEntries(byName) } as unknown as Json;
}

function fromStored(stored: Json): Sample {
  const { events, ...sample } = stored as unknown as Sample;
  return { ...sample, events: Object.values(events) };
}

function parse(line: string): Json {
  return JSON.parse(line);
}
