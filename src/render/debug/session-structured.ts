import type { DebugSession } from '../../model/debug/session/sessions.ts';
import { API_VERSION } from '../text/api-version.ts';
import { rfc3339 } from '../text/instant.ts';
import type { Structured } from '../text/json-yaml.ts';

/** The list as versioned data, for scripts. */
export function structuredSessions(sessions: readonly DebugSession[]): Structured {
  return {
    apiVersion: API_VERSION,
    kind: 'DebugContainerList',
    items: sessions.map(structuredSession),
  };
}

function structuredSession(session: DebugSession): Structured {
  const { state, target, containerID, ...rest } = session;
  return {
    ...rest,
    ...(target !== undefined && { target }),
    ...(containerID !== undefined && { containerID }),
    state: structuredState(state),
  };
}

function structuredState(state: DebugSession['state']): Structured {
  const { kind, ...facts } = state;
  const times = Object.entries(facts).map(([name, value]) => [
    name,
    name.endsWith('At') && typeof value === 'number' ? rfc3339(value) : value,
  ]);
  return { kind, ...Object.fromEntries(times) };
}
