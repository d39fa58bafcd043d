import { dump, SCALAR_STYLE, visit } from 'js-yaml';
import type {
  ContainerState,
  ExplainedContainer,
  Explanation,
  NextStart,
  Segment,
  Timeline,
  Verdict,
} from '../model/explanation.ts';
import { rfc3339 } from './instant.ts';

const API_VERSION = 'initx.dev/v1alpha1';

/** Plain data whose instants are RFC 3339 and whose absent facts are absent. */
type Structured = Readonly<Record<string, unknown>>;

/**
 * One Pod as `-o json` has it: schema/pod-explanation.v1alpha1.schema.json describes every field.
 * Texts stand as the cluster sent them; `toJson` and `toYaml` make them harmless to look at.
 */
export function structuredExplanation(explanation: Explanation): Structured {
  const { name, namespace, uid, node, phase, columns, misleading, hasStatus } = explanation;
  const { ready, status, restarts } = columns;
  return {
    apiVersion: API_VERSION,
    kind: 'PodExplanation',
    metadata: { name, namespace, ...(uid !== undefined && { uid }) },
    observedAt: rfc3339(explanation.observedAt),
    ...(node !== undefined && { node }),
    ...(hasStatus && {
      status: { phase, ready, status, restarts, ...(misleading && { misleading }) },
    }),
    verdict: verdictOf(explanation.verdict),
    ...(explanation.next && { next: nextOf(explanation.next) }),
    containers: explanation.containers.map(containerOf),
    ...(hasStatus && { timeline: timelineOf(explanation.timeline) }),
    notes: explanation.notes.map((note) =>
      note.code === 'deadline' ? { ...note, at: rfc3339(note.at) } : note,
    ),
  };
}

/** Several Pods, in the order in which they were asked for. */
export function structuredExplanations(explanations: readonly Explanation[]): Structured {
  return {
    apiVersion: API_VERSION,
    kind: 'PodExplanationList',
    items: explanations.map(structuredExplanation),
  };
}

function verdictOf({ code, outcome, container, since, ...verdict }: Verdict): Structured {
  return {
    code,
    outcome,
    ...(container !== undefined && { container }),
    ...instants({ since }),
    ...verdict,
  };
}

function nextOf({ condition, ...next }: NextStart): Structured {
  switch (condition.kind) {
    case 'startup-probe': {
      const { killAt, ...rest } = condition;
      return { ...next, condition: { ...rest, ...instants({ killAt }) } };
    }
    case 'backoff': {
      const { earliest, latest, ...rest } = condition;
      return { ...next, condition: { ...rest, ...instants({ earliest, latest }) } };
    }
    default:
      return { ...next, condition };
  }
}

function containerOf(explained: ExplainedContainer): Structured {
  const { container, state, lastState, ...facts } = explained;
  const { name, role, spec } = container;
  return {
    name,
    role,
    ...(spec.image !== undefined && { image: spec.image }),
    state: stateOf(state),
    ...(lastState && { lastState: stateOf(lastState) }),
    ...facts,
  };
}

function stateOf(state: ContainerState): Structured {
  switch (state.kind) {
    case 'unknown':
    case 'waiting':
      return state;
    case 'running':
      return { kind: state.kind, ...instants({ startedAt: state.startedAt }) };
    case 'terminated': {
      const { startedAt, finishedAt, ...rest } = state;
      return { ...rest, ...instants({ startedAt, finishedAt }) };
    }
  }
}

function timelineOf({ start, end, stages, rows }: Timeline): Structured {
  return {
    start: rfc3339(start),
    end: rfc3339(end),
    stages: stages.map(({ stage, at }) => ({ stage, at: rfc3339(at) })),
    rows: rows.map(({ container, segments }) => ({
      container,
      segments: segments.map(segmentOf),
    })),
  };
}

function segmentOf({ kind, start, end, exitCode }: Segment): Structured {
  return {
    kind,
    start: rfc3339(start),
    ...instants({ end }),
    ...(exitCode !== undefined && { exitCode }),
  };
}

/** The known ones of some instants. */
function instants(fields: Readonly<Record<string, number | undefined>>): Structured {
  const known = Object.entries(fields).flatMap(([name, at]) =>
    at === undefined ? [] : [[name, rfc3339(at)] as const],
  );
  return Object.fromEntries(known);
}

/** What a terminal would obey or not show; line breaks between the lines of the output stay. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{DI}\p{Zl}\p{Zp}]/u;

/** JSON whose invisible characters are escapes of its own, so that it is safe to look at. */
export function toJson(value: Structured): string {
  return `${escapeInvisible(JSON.stringify(value, undefined, 2), jsonEscape)}\n`;
}

/** The same data as YAML, as safe; long texts are not folded, so that they can be searched. */
export function toYaml(value: Structured): string {
  const text = dump(value, {
    noRefs: true,
    lineWidth: -1,
    transform: (documents) =>
      visit(documents, (node) => {
        // Only double quotes can hold escapes.
        if (node.kind === 'scalar' && hasInvisible(node.value)) {
          node.style = SCALAR_STYLE.DOUBLE_QUOTED;
        }
      }),
  });
  return escapeInvisible(text, yamlEscape);
}

function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text.replaceAll('\n', ''));
}

function escapeInvisible(text: string, escaped: (character: string) => string): string {
  return text.replace(new RegExp(INVISIBLE, 'gu'), (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** JSON knows UTF-16 units only. */
function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${hexadecimal(unit, 4)}`).join('');
}

function yamlEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hexadecimal(code, 8)}` : `\\u${hexadecimal(code, 4)}`;
}

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
