import type { FitExplanation, FitFact } from '../../../model/resources/nodes/fit-explanation.ts';
import type { Fit, Shortage } from '../../../model/resources/nodes/node-fit.ts';
import { formatQuantity } from '../../../model/resources/quantity/quantity.ts';

/** Room on the nodes as `-o json` has it. */
export function structuredFit({ fit, facts, scheduler, ...rest }: FitExplanation) {
  const { room, closed, unjudged } = rest;
  return {
    ...fitOf(fit),
    room,
    ...(closed.length > 0 && {
      closed: closed.map(({ obstacle, nodes }) => ({ ...obstacle, nodes })),
    }),
    facts: facts.map(factOf),
    ...(scheduler !== undefined && { scheduler }),
    ...(unjudged.length > 0 && { unjudged }),
  };
}

function fitOf({ nodes, resources, nearest }: Fit) {
  return {
    nodes,
    resources: resources.map(({ name, needed, fitting, largest }) => ({
      name,
      needed: formatQuantity(needed),
      fitting,
      ...(largest && { largest: { node: largest.node, free: formatQuantity(largest.free) } }),
    })),
    ...(nearest && { nearest: { node: nearest.name, short: nearest.short.map(shortageOf) } }),
  };
}

function shortageOf({ name, needed, free }: Shortage) {
  return { name, needed: formatQuantity(needed), free: formatQuantity(free) };
}

function factOf(fact: FitFact) {
  switch (fact.code) {
    case 'no-nodes':
    case 'fits-cordoned-nodes':
      return fact;
    case 'exceeds-empty-nodes':
      return { code: fact.code, empty: fitOf(fact.empty) };
    case 'init-phase-too-large':
      return {
        code: fact.code,
        nodes: fact.nodes,
        raises: fact.raises.map(({ container, resource, use, effective, running }) => ({
          container,
          resource,
          use: formatQuantity(use),
          effective: formatQuantity(effective),
          running: formatQuantity(running),
        })),
      };
  }
}
