import type { Forecast, LiveExplanation } from '../../../model/explain/explanation.ts';
import type { ContainerVerdict } from '../../../model/explain/verdict/codes.ts';
import { humanDuration } from '../../../model/kubernetes/human-duration.ts';
import { capitalised } from '../../text/listed.ts';
import { CONTAINER_SENTENCES } from './container-verdict.ts';
import { containerNamed, withRole } from './containers.ts';
import { POD_SENTENCES } from './pod-verdict.ts';
import type { VerdictFacts } from './verdict-facts.ts';

/** The headline: one or two sentences on what the Pod does or what keeps it from doing so. */
export function verdictSentence(explanation: LiveExplanation): string {
  const { verdict, observedAt } = explanation;
  const { since, reason } = verdict;
  const length = since === undefined ? 0 : observedAt - since;
  // Both instants are whole seconds: less than one says nothing.
  const duration = length < 1000 ? undefined : humanDuration(length);
  const facts: VerdictFacts = {
    explanation,
    verdict,
    lasting: duration === undefined ? '' : ` for ${duration}`,
    ago: duration === undefined ? '' : ` ${duration} ago`,
    reason: reason ? ` (${reason})` : '',
  };
  return capitalised(
    verdict.container === undefined
      ? POD_SENTENCES[verdict.code](facts)
      : containerSentence(verdict, facts),
  );
}

function containerSentence({ code, container }: ContainerVerdict, facts: VerdictFacts): string {
  const explained = containerNamed(facts.explanation, container);
  if (!explained) throw new Error(`a verdict on ${container}, which the Pod does not have`);
  const subject = withRole(facts.explanation, container);
  return CONTAINER_SENTENCES[code]({ ...facts, subject, explained });
}

/** What a manifest without a status lets one say. */
export function forecastSentence({ startOrder, notes }: Forecast): string {
  const count = startOrder.length;
  const endless = notes.find(({ code }) => code === 'never-ends' || code === 'waits-for-later');
  if (endless && 'container' in endless) {
    return `A manifest without a status. Init container ${endless.container} never ends, so nothing after it will start.`;
  }
  if (count === 0) return 'A manifest without containers.';
  return count === 1
    ? 'A manifest without a status. Its one container starts once the Pod has a node and a sandbox.'
    : `A manifest without a status. Its ${count} containers start in this order, once the Pod has a node and a sandbox.`;
}
