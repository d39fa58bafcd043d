import type {
  ClosedNodes,
  FitExplanation,
  FitFact,
  InitRaise,
} from '../../../../model/resources/nodes/fit-explanation.ts';
import type { Fit, Shortage } from '../../../../model/resources/nodes/node-fit.ts';
import type { Unjudged } from '../../../../model/resources/nodes/node-placement.ts';
import { capitalised, listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';

/** Whether one more such Pod finds room on a node, and what stands in the way (R19). */
export function fitLines(explanation: FitExplanation, isPlaced = false): readonly string[] {
  const { fit, facts, scheduler, unjudged } = explanation;
  const said = scheduler === undefined ? [] : [`The scheduler found no node: ${scheduler.trim()}`];
  const rest =
    unjudged.length === 0 ? [] : [`Not judged here: ${listed(unjudgedWords(unjudged))}.`];
  if (fit.nodes.length > 0) {
    const fits = `${isPlaced ? 'One more such Pod' : 'It'} fits ${onNodes(fit.nodes)} now.`;
    const doubt =
      said.length === 0
        ? ''
        : unjudged.length === 0
          ? ' The scheduler may not have looked again.'
          : ' So what is not judged keeps it away, or the scheduler has not looked again.';
    return [...said, `${fits}${doubt}`, ...rest];
  }
  const { nearest } = fit;
  return [
    ...said,
    ...(facts.length === 0
      ? [`${isPlaced ? 'One more such Pod' : 'It'} fits no node now: too little is free.`]
      : []),
    ...facts.map((fact) => factSentence(fact, explanation)),
    ...(nearest === undefined
      ? []
      : [`Nearest is node ${nearest.name}: ${nearest.short.map(shortageWords).join('; ')}.`]),
    // Why it fits nowhere is not only that these are full.
    ...(explanation.open > 0
      ? explanation.closed.map((each) => `${capitalised(closedWords(each))}.`)
      : []),
    ...rest,
  ];
}

const UNJUDGED: Readonly<Record<Unjudged, string>> = {
  'pod-affinity': 'Pod affinity',
  'topology-spread': 'topology spread',
  'volume-claims': 'volume claims',
  'resource-claims': 'resource claims',
  'host-ports': 'host ports',
  'scheduling-gates': 'scheduling gates',
  'other-scheduler': 'what a scheduler of its own wants',
};

/** What the scheduler looks at as well. */
export function unjudgedWords(unjudged: readonly Unjudged[]): readonly string[] {
  return unjudged.map((each) => UNJUDGED[each]);
}

/** `node-1 has the taint gpu:NoSchedule, which it does not tolerate` */
function closedWords({ obstacle, nodes }: ClosedNodes): string {
  const isOne = nodes.length === 1;
  const who = someNodes(nodes);
  switch (obstacle.code) {
    case 'cordoned':
      return `${who} ${isOne ? 'is' : 'are'} cordoned`;
    case 'taint':
      return `${who} ${isOne ? 'has' : 'have'} the taint ${obstacle.taint}, which it does not tolerate`;
    case 'selector':
      return `${who} ${isOne ? 'lacks' : 'lack'} the labels of its nodeSelector`;
    case 'affinity':
      return `${who} ${isOne ? 'does' : 'do'} not match its node affinity`;
    case 'node-name':
      return `${who} ${isOne ? 'is' : 'are'} not the one that it names (spec.nodeName)`;
  }
}

function factSentence(fact: FitFact, { closed }: FitExplanation): string {
  switch (fact.code) {
    case 'no-nodes':
      return closed.length === 0
        ? 'There is no node.'
        : `No node is open to it: ${closed.map(closedWords).join('; ')}.`;
    case 'init-phase-too-large':
      return `It fits no node only because of its init phase: ${fact.raises.map(raiseWords).join('; ')}. What goes on running would fit ${onNodes(fact.nodes)}.`;
    case 'exceeds-empty-nodes':
      return `No node that is open to it could take it even without any other Pod: ${largestWords(fact.empty)}.`;
    case 'fits-cordoned-nodes':
      return `It would fit ${onNodes(fact.nodes)}, cordoned now.`;
  }
}

function raiseWords({ container, resource, use, running }: InitRaise): string {
  const text = (amount: InitRaise['use']) => amountText(resource, amount);
  return `with ${container} it needs ${text(use)} ${resource}, later ${text(running)}`;
}

function shortageWords({ name, needed, free }: Shortage): string {
  if (name === 'pods') return 'it has its full number of Pods';
  return `${amountText(name, free)} ${name} free, ${amountText(name, needed)} needed`;
}

/** Of each resource that no node has enough of: the most that one has. */
function largestWords({ resources }: Fit): string {
  const scarce = resources.filter(({ fitting }) => fitting === 0);
  const parts = (scarce.length > 0 ? scarce : resources).map(({ name, needed, largest }) => {
    const most = largest ? amountText(name, largest.free) : 'none';
    return `it needs ${amountText(name, needed)} ${name} and the largest has ${most}`;
  });
  return parts.join('; ');
}

const FEW = 3;

function onNodes(names: readonly string[]): string {
  return `on ${someNodes(names)}`;
}

function someNodes(names: readonly string[]): string {
  if (names.length <= FEW) return `${names.length === 1 ? 'node' : 'nodes'} ${listed(names)}`;
  return `${names.length} nodes (${names.slice(0, FEW - 1).join(', ')}, …)`;
}
