import type { ServiceFinding } from '../../../model/explain/command/awaited-service.ts';
import type { Note } from '../../../model/explain/explanation.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { listed } from '../../text/listed.ts';

type WaitingPatternNote = Extract<Note, { code: 'waiting-pattern' }>;

/** What the container's command says it does; the wording follows the command, not the outcome. */
export function patternSentence(note: WaitingPatternNote): string {
  const services = (note.services ?? []).map((each) => serviceSentence(each, note.container));
  return [commandSentence(note), ...services].join(' ');
}

function commandSentence(note: WaitingPatternNote): string {
  const { container, pattern, targets, loops, seconds } = note;
  const isOpen = note.services === undefined && areServices(targets);
  const target = targets.length > 0 ? ` ${listed(targets)}` : '';
  switch (pattern) {
    case 'dns':
      return loops
        ? `The command of ${container} loops until DNS resolves${target || ' a name'}.${isOpen ? ' Does that Service exist?' : ''}`
        : `The command of ${container} looks up${target || ' a name'} in DNS.`;
    case 'tcp':
      return loops
        ? `The command of ${container} loops until it can connect to${target || ' a port'}.`
        : `The command of ${container} connects to${target || ' a port'}.`;
    case 'http':
      return loops
        ? `The command of ${container} loops until${target || ' a server'} answers over HTTP as it should.`
        : `The command of ${container} fetches from${target || ' a server'}.`;
    case 'file':
      return `The command of ${container} loops until${target} exists.`;
    case 'object':
      return `The command of ${container} asks the API server for${target} until the answer is as wanted. Does it exist, and may the ServiceAccount of this Pod read it?`;
    case 'git':
      return `The command of ${container} clones with git${target && ` from${target}`}.`;
    case 'template':
      return `The command of ${container} writes files from a template.`;
    case 'sleep':
      return `The command of ${container} sleeps${seconds === undefined ? '' : ` for ${humanDuration(seconds * 1000)}`}.`;
  }
}

/** A name without dots, or one below svc; others may be of any server in the world. */
function areServices(targets: readonly string[]): boolean {
  return targets.length > 0 && targets.every((name) => !name.includes('.') || /\.svc\b/.test(name));
}

/** How it stands with a Service that an init container waits for. */
function serviceSentence(finding: ServiceFinding, container: string): string {
  const { service, state, endpoints, selector, port, ports = [], selects = [] } = finding;
  if (finding.inFile) {
    const sentence = fileSentence(finding, container);
    if (sentence !== undefined) return sentence;
  }
  switch (state) {
    case 'missing':
      return `Service ${service} does not exist.`;
    case 'no-endpoints':
      return selector === undefined
        ? `Service ${service} exists, but has neither a selector nor endpoints.`
        : `Service ${service} exists, but no Pod has the labels that it selects (${selector}).`;
    case 'not-ready':
      return endpoints === 1
        ? `Service ${service} exists, but its only Pod is not ready.`
        : `Service ${service} exists, but none of its ${endpoints} Pods is ready.`;
    case 'itself':
      return endpoints > 1
        ? `Service ${service} selects this very Pod, and none of its ${endpoints} Pods is ready: if they all wait like this, none of them ever starts.`
        : `Service ${service} selects this very Pod, which cannot be ready before ${container} has ended: it waits for itself.`;
    case 'wrong-port':
      return `Service ${service} has no port ${port}${ports.length > 0 ? `, only ${ports.join(', ')}` : ''}.`;
    case 'serves':
      return `Service ${service} exists and has ${endpoints === 1 ? 'a ready endpoint' : `${endpoints} ready endpoints`}. If the loop still goes on, look at what it asks for, at the command itself and at NetworkPolicies.`;
    case 'selects':
      return `Service ${service} selects ${listed(selects)}.`;
    case 'in-turn':
      return `Service ${service} selects ${listed(selects)}, which ${selects.length === 1 ? 'waits' : 'wait'} for this Pod in turn: neither is ever ready.`;
    case 'resolves':
      return `Service ${service} exists, so its name should resolve.`;
  }
}

/** Where a file cannot tell all that a cluster could. */
function fileSentence(
  { service, state, endpoints, selector }: ServiceFinding,
  container: string,
): string | undefined {
  switch (state) {
    case 'no-endpoints':
      return selector === undefined
        ? `Service ${service} is in the file, without a selector.`
        : `Service ${service} is in the file, but no Pod there has the labels that it selects (${selector}).`;
    case 'not-ready':
      return endpoints === 1
        ? `Service ${service} selects one Pod of the file, which is not ready.`
        : `Service ${service} selects ${endpoints} Pods of the file, none of which is ready.`;
    case 'itself':
      return `Service ${service} selects this very Pod, but no ready Pod in the file. Unless it also selects Pods elsewhere, this Pod waits for itself: it cannot be ready before ${container} has ended.`;
    case 'resolves':
      return `Service ${service} is in the file, so its name should resolve.`;
    default:
      return undefined;
  }
}
