import type { FieldProblem } from '../../../model/resources/admission/field-problem.ts';
import type { QuotaVerdict } from '../../../model/resources/admission/quota.ts';
import type { OfferedSaving } from '../../../model/resources/pod/offered-savings.ts';
import type { PodCost } from '../../../model/resources/pod/pod-cost.ts';
import type { ReplicaCost } from '../../../model/resources/pod/replica-cost.ts';
import type { WhatIf } from '../../../model/resources/pod/what-if-cost.ts';
import { differencesOf } from '../../../model/resources/pod/what-if-differences.ts';
import { formatQuantity, type Quantity } from '../../../model/resources/quantity/quantity.ts';
import type { UpdateCost } from '../../../model/resources/rollout/update.ts';
import { trialFields } from '../resize.ts';
import { amountFields, knownFields } from '../structured-fields.ts';
import { structuredFit } from './fit-structured.ts';
import type { PodCostOutput } from './pod-cost-output.ts';
import { structuredPodResources } from './pod-structured.ts';
import { structuredUsage } from './usage-structured.ts';

/** One Pod as `-o json` has it. */
export function structuredPodCost({ cost, whatIf, verdict }: PodCostOutput) {
  return structuredPodResources(cost.resources, costFields(cost), {
    ...(verdict && { verdict }),
    ...(whatIf && { whatIf: structuredWhatIf(whatIf) }),
  });
}

function structuredWhatIf({ changes, before, after, assumed }: WhatIf) {
  return {
    changes,
    differences: differencesOf(before, after).map(({ what, resource, ...amounts }) => ({
      what,
      ...(resource !== undefined && { resource }),
      before: textOf(amounts.before),
      after: textOf(amounts.after),
    })),
    ...(assumed.length > 0 && { assumed }),
    after: structuredPodResources(after.resources, costFields(after)),
  };
}

function textOf(amount: Quantity | string): string {
  return typeof amount === 'string' ? amount : formatQuantity(amount);
}

function costFields(cost: PodCost) {
  const { quotas, unknownRuntimeClass, fit, usage, replicas, update } = cost;
  const { refusals, absent, warnings } = cost;
  return {
    savings: cost.savings.map(savingOf),
    ...(replicas && { replicas: replicasOf(replicas) }),
    ...(update && { update: updateOf(update) }),
    ...(absent.length > 0 && { absent }),
    ...(cost.serverRefusal !== undefined && { serverRefusal: cost.serverRefusal }),
    ...(refusals.length > 0 && { refusals: refusals.map(fieldOf) }),
    ...(warnings.length > 0 && { warnings: warnings.map(fieldOf) }),
    ...(quotas && { quotas: quotas.map(quotaOf) }),
    ...(unknownRuntimeClass !== undefined && { unknownRuntimeClass }),
    ...(fit && { fit: structuredFit(fit) }),
    ...(usage && { usage: structuredUsage(usage) }),
    limitRange: {
      filled: cost.filled,
      violations: cost.violations.map(({ enforced, observed, ...violation }) => ({
        ...violation,
        enforced: formatQuantity(enforced),
        ...(observed && { observed: formatQuantity(observed) }),
      })),
    },
  };
}

function replicasOf({ most, surge, unscalable, ...counts }: ReplicaCost) {
  return {
    ...knownFields(counts),
    ...(unscalable.length > 0 && { unscalable }),
    ...(most && {
      most: most.replicas,
      ...knownFields({ mostAdmitted: most.admitted, mostPlaced: most.placed }),
    }),
    ...(surge && { surge }),
  };
}

function updateOf({ refusal, isAsked, isChanged, existing, outcome }: UpdateCost) {
  const { toMake, made, blocker, goneFirst, bounds } = outcome ?? {};
  const goesFirst = goneFirst?.length;
  const counts = refusal === undefined ? { toMake, made, blocker, goesFirst, ...bounds } : {};
  return knownFields({ refusal, isAsked, isChanged, existing, ...counts });
}

function fieldOf({ field, message }: FieldProblem) {
  return { field, message };
}

/** One change alone stands under `change`, several that belong together under `changes`. */
function savingOf({ resource, changes, before, after, ...saving }: OfferedSaving) {
  const [change, ...others] = changes;
  return {
    resource,
    ...(others.length === 0 ? { change } : { changes }),
    before: formatQuantity(before),
    after: formatQuantity(after),
    ...(saving.qosClass && { qosClass: saving.qosClass }),
    ...(saving.patch && {
      patch: saving.patch,
      ...(saving.isKeptByScheduler && { isKeptByScheduler: true }),
    }),
    ...(saving.isBehindResize && { isBehindResize: true }),
    ...(saving.trial && { trial: trialFields(saving.trial.refusal) }),
    ...(saving.quotaRoom.length > 0 && { quotaRoom: saving.quotaRoom }),
    ...(saving.nodes.length > 0 && { nodes: saving.nodes }),
  };
}

function quotaOf({ quota, matches, resources, room, refusal }: QuotaVerdict) {
  return {
    name: quota,
    matches,
    ...(matches && {
      resources: resources.map(({ name, ...amounts }) => ({ name, ...amountFields(amounts) })),
      ...(room !== undefined && { room }),
      ...(refusal && { refusal: { code: refusal.code, message: refusal.message } }),
    }),
  };
}
