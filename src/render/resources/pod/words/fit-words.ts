import type {
  FitExplanation,
  FitFact,
  InitRaise,
} from '../../../../model/resources/pod/fit-explanation.ts';
import type { Fit, Shortage } from '../../../../model/resources/pod/node-fit.ts';
import { listed } from '../../../text/listed.ts';
import { amountText } from '../../amounts.ts';

/** Whether one more such Pod finds room on a node, and what stands in the way (R19). */
export function fitLines(
  { fit, facts, scheduler, nodeSelector }: FitExplanation,
  isPlaced = false,
): readonly string[] {
  const said = scheduler === undefined ? [] : [`The scheduler found no node: ${scheduler.trim()}`];
  const unjudged = unjudgedWords(nodeSelector);
  if (fit.nodes.length > 0) {
    const another = isPlaced ? 'one more such Pod' : 'it';
    const fits = `By its requests alone ${another} fits ${onNodes(fit.nodes)} now.`;
    return [
      ...said,
      said.length > 0
        ? `${fits} So something else keeps it away. ${unjudged}`
        : `${fits} ${unjudged}`,
    ];
  }
  const { nearest } = fit;
  return [
    ...said,
    ...(facts.length === 0
      ? [
          `${isPlaced ? 'One more such Pod' : 'It'} fits no node now: too little is free. ${unjudged}`,
        ]
      : []),
    ...facts.map(factSentence),
    ...(nearest === undefined
      ? []
      : [`Nearest is node ${nearest.name}: ${nearest.short.map(shortageWords).join('; ')}.`]),
  ];
}

function unjudgedWords(nodeSelector: readonly string[]): string {
  const own = nodeSelector.length === 0 ? '' : `Its nodeSelector (${listed(nodeSelector)}), `;
  return `${own}${own === '' ? 'Taints' : 'taints'}, affinity and volumes are not judged here.`;
}

function factSentence(fact: FitFact): string {
  switch (fact.code) {
    case 'no-nodes':
      return 'It fits no node: there is none that is not cordoned.';
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
  if (names.length <= FEW) return `on ${names.length === 1 ? 'node' : 'nodes'} ${listed(names)}`;
  return `on ${names.length} nodes (${names.slice(0, FEW - 1).join(', ')}, …)`;
}
