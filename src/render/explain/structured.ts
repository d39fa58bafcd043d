import type { Cause } from '../../model/explain/cause/cause.ts';
import type { ContainerLog } from '../../model/explain/container-log.ts';
import type { Explanation, LiveExplanation } from '../../model/explain/explanation.ts';
import type { ExplainedContainer } from '../../model/explain/kubelet/explained-container.ts';
import type { StartStep } from '../../model/explain/kubelet/gates.ts';
import type { NextStart } from '../../model/explain/kubelet/next-condition.ts';
import type { Shutdown } from '../../model/explain/kubelet/shutdown.ts';
import type { Segment, Timeline } from '../../model/explain/timeline/segments.ts';
import type { StartPath } from '../../model/explain/timeline/start-path.ts';
import type { Verdict } from '../../model/explain/verdict/codes.ts';
import type { ContainerState } from '../../model/kubernetes/container-state.ts';
import { API_VERSION } from '../text/api-version.ts';
import { rfc3339 } from '../text/instant.ts';
import type { Structured } from '../text/json-yaml.ts';
import { debugCommand, logCommand } from './log-section.ts';

/**
 * One Pod as `-o json` has it: schema/pod-explanation.v1alpha1.schema.json describes every field.
 * Texts stand as the cluster sent them; `toJson` and `toYaml` make them harmless to look at.
 */
export function structuredExplanation(explanation: Explanation): Structured {
  const { name, namespace, uid, node, workload, isNameGenerated } = explanation;
  return {
    apiVersion: API_VERSION,
    kind: 'PodExplanation',
    metadata: {
      ...(isNameGenerated ? { name: '', generateName: name } : { name }),
      namespace,
      ...(uid !== undefined && { uid }),
    },
    ...(workload && { workload }),
    observedAt: rfc3339(explanation.observedAt),
    ...(explanation.observedBy && { observedBy: explanation.observedBy }),
    ...(node !== undefined && { node }),
    ...(explanation.kind === 'live' ? liveOf(explanation) : { verdict: FORECAST }),
    containers: explanation.containers.map(containerOf),
    ...(explanation.kind === 'live'
      ? {
          timeline: timelineOf(explanation.timeline),
          ...(explanation.startPath && { startPath: startPathOf(explanation.startPath) }),
        }
      : { startOrder: explanation.startOrder.map(stepOf) }),
    ...(explanation.shutdown && { shutdown: shutdownOf(explanation.shutdown) }),
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

/** Scripts look at one place for code and outcome, of a manifest too. */
const FORECAST: Structured = {
  code: 'Forecast',
  outcome: 'forecast',
  holdsBack: [],
  evidence: ['status is unset'],
};

function liveOf(explanation: LiveExplanation): Structured {
  const { phase, columns, misleading, verdict, causes, next, log, lookInside } = explanation;
  const { ready, status, restarts } = columns;
  return {
    status: { phase, ready, status, restarts, ...(misleading && { misleading }) },
    verdict: verdictOf(verdict),
    causes: causes.map(causeOf),
    ...(next && { next: nextOf(next) }),
    ...(lookInside && {
      lookInside: {
        container: lookInside.container,
        command: debugCommand(explanation, lookInside),
      },
    }),
    ...(log && { logs: { ...logOf(log), command: logCommand(explanation, log) } }),
  };
}

function causeOf(cause: Cause): Structured {
  switch (cause.code) {
    case 'probe-fails': {
      const { killEarliest, killLatest, ...rest } = cause;
      return { ...rest, ...instants({ killEarliest, killLatest }) };
    }
    case 'sidecar-stops': {
      const { latest, ...rest } = cause;
      return { ...rest, ...instants({ latest }) };
    }
    case 'grace-period': {
      const { first, ...rest } = cause;
      const until = rfc3339(cause.until);
      if (!first) return { ...rest, until };
      return { ...rest, until, first: { ...first, until: rfc3339(first.until) } };
    }
    case 'readiness-pending': {
      const { begins, ...rest } = cause;
      return { ...rest, ...instants({ begins }) };
    }
    case 'autoscaler': {
      const { at, ...rest } = cause;
      return { ...rest, ...instants({ at }) };
    }
    case 'node-silent':
      return { ...cause, since: rfc3339(cause.since) };
    case 'recent-restart': {
      const { startedAt, ...rest } = cause;
      return { ...rest, at: rfc3339(cause.at), ...instants({ startedAt }) };
    }
    case 'kubelet-answers':
    case 'deadline-first':
      return { ...cause, at: rfc3339(cause.at) };
    default:
      return cause;
  }
}

function shutdownOf({ since, ...rest }: Shutdown): Structured {
  return { ...rest, ...instants({ since }) };
}

function logOf({ writtenAt, ...log }: ContainerLog): Structured {
  return { ...log, ...instants({ writtenAt }) };
}

function stepOf({ container, condition }: StartStep): Structured {
  return { container: container.name, condition };
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
    case 'post-start': {
      const { killLatest, ...rest } = condition;
      return { ...next, condition: { ...rest, ...instants({ killLatest }) } };
    }
    case 'startup-probe': {
      const { killEarliest, killLatest, ...rest } = condition;
      return { ...next, condition: { ...rest, ...instants({ killEarliest, killLatest }) } };
    }
    case 'killed': {
      const { since, latest, ...rest } = condition;
      return { ...next, condition: { ...rest, ...instants({ since, latest }) } };
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
  const { container, state, lastState, ready, started, restartCount } = explained;
  const { gate, holdsBack, stale } = explained;
  const { name, role, spec } = container;
  return {
    name,
    role,
    ...(spec.image !== undefined && { image: spec.image }),
    state: stateOf(state),
    ...(lastState && { lastState: stateOf(lastState) }),
    ready,
    started,
    restartCount,
    gate,
    holdsBack,
    stale,
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

function startPathOf({ length, goesOn, steps }: StartPath): Structured {
  return {
    seconds: secondsOf(length),
    goesOn: goesOn === true,
    steps: steps.map(({ of, length: ofStep, kinds = {} }) => ({
      ...of,
      seconds: secondsOf(ofStep),
      ...(of.kind === 'container' && {
        within: Object.entries(kinds).map(([kind, time]) => ({ kind, seconds: secondsOf(time) })),
      }),
    })),
  };
}

function secondsOf(milliseconds: number): number {
  return milliseconds / 1000;
}

function segmentOf({ kind, start, end, exitCode, failed }: Segment): Structured {
  return {
    kind,
    start: rfc3339(start),
    ...instants({ end }),
    ...(exitCode !== undefined && { exitCode }),
    ...(failed && { failed }),
  };
}

/** The known ones of some instants. */
function instants(fields: Readonly<Record<string, number | undefined>>): Structured {
  const known = Object.entries(fields).flatMap(([name, at]) =>
    at === undefined ? [] : [[name, rfc3339(at)] as const],
  );
  return Object.fromEntries(known);
}
