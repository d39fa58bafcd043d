import type { PodUsage, ResourceUsage } from '../../../model/resources/pod/usage.ts';
import { formatQuantity } from '../../../model/resources/quantity/quantity.ts';

/** What is used now, as `-o json` has it; shares are whole percent. */
export function structuredUsage({ sample, containers, cpu, memory }: PodUsage) {
  return {
    measured: sample !== undefined,
    ...(sample?.timestamp !== undefined && { timestamp: sample.timestamp }),
    ...(sample?.window !== undefined && { window: sample.window }),
    cpu: usageOf(cpu),
    memory: usageOf(memory),
    containers: containers.map((each) => ({
      name: each.name,
      role: each.role,
      ...(each.missing === undefined
        ? { cpu: usageOf(each.cpu), memory: usageOf(each.memory) }
        : { missing: each.missing }),
      ...(each.isOfEarlierRun && { isOfEarlierRun: true }),
    })),
  };
}

function usageOf({ used, ofRequest, ofLimit }: ResourceUsage) {
  return {
    ...(used && { used: formatQuantity(used) }),
    ...(ofRequest !== undefined && { percentOfRequest: Number(ofRequest) }),
    ...(ofLimit !== undefined && { percentOfLimit: Number(ofLimit) }),
  };
}
