import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Condition } from './condition.ts';

/** A manifest as written: only what the runner itself looks at is typed. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Something done to the Pod or its surroundings once a condition holds. */
export interface Step {
  readonly when: Condition;
  readonly apply?: Manifest;
  /** Arguments of kubectl, run in the scenario's namespace. */
  readonly kubectl?: readonly string[];
  readonly node?: 'kill-sandbox' | 'restart-kubelet';
}

export type ExpectedVerdict = string | readonly string[];

/** One Pod's story: the first document of test/scenarios/NAME.yaml, the rest are its manifests. */
export interface Scenario {
  readonly name: string;
  /** Rules that the story shows, as R1. */
  readonly rules: readonly string[];
  readonly manifests: readonly Manifest[];
  /** Label that finds the Pod where a controller makes it; else it is the Pod of the manifests. */
  readonly label?: string;
  /** Image that has to be absent from the node, so that its pull takes its time. */
  readonly removeImage?: string;
  /** Why it is recorded, but not played again by every run of the tests. */
  readonly recordedOnly?: string;
  readonly steps: readonly Step[];
  readonly until: Condition;
  /**
   * Verdicts in order, each "Code" or "Code container"; a trailing ? if it may pass unseen. A list
   * inside the list holds verdicts that take turns, as often as it comes, if at all.
   */
  readonly expect: readonly ExpectedVerdict[];
  /** Seconds of the back-offs on the way, each once while it stays the same; none if left out. */
  readonly backoffs: readonly number[];
  /** Seconds that a deletion would take at the most, when something runs for the last time. */
  readonly stopsWithin?: number;
  /** Seconds after which the story counts as broken. */
  readonly timeout: number;
}

/** Several times what the longest story takes: it only ends those that go nowhere. */
const TIMEOUT_SECONDS = 240;

type Given = 'steps' | 'timeout' | 'backoffs';
type Story = Omit<Scenario, 'name' | 'manifests' | Given> & Partial<Pick<Scenario, Given>>;

const DIRECTORY = import.meta.dirname;

export function loadScenarios(names: readonly string[] = []): readonly Scenario[] {
  const all = readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
  const unknown = names.find((name) => !all.includes(name));
  if (unknown) throw new Error(`no scenario ${unknown} in test/scenarios`);
  return (names.length > 0 ? names : all).map(loadScenario);
}

export function loadScenario(name: string): Scenario {
  const file = `${name}.yaml`;
  const [story, ...manifests] = loadAll(readFileSync(join(DIRECTORY, file), 'utf8'), {
    filename: file,
  }) as [Story, ...Manifest[]];
  return { name, steps: [], backoffs: [], timeout: TIMEOUT_SECONDS, ...story, manifests };
}

/** Whether it reaches below the API, into the node itself. */
export function needsNodeAccess({ steps, removeImage }: Scenario): boolean {
  return removeImage !== undefined || steps.some(({ node }) => node !== undefined);
}

/** Whether it would disturb others that run at the same time. */
export function runsAlone({ steps }: Scenario): boolean {
  return steps.some(({ node }) => node === 'restart-kubelet');
}

/** Whether the step itself decides what the Pod does next, which nothing before it can tell. */
export function isInterference({ kubectl, node }: Step): boolean {
  return kubectl !== undefined || node === 'kill-sandbox';
}
