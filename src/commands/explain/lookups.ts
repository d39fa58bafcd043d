import { readClaim } from '../../kube/explain/claims.ts';
import { readService } from '../../kube/explain/services.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import type { AwaitedService, FoundService } from '../../model/explain/command/awaited-service.ts';
import { awaitedBy, unboundClaims } from '../../model/explain/explain.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import type { FoundClaim } from '../../model/explain/verdict/claim.ts';

/** Objects beside the Pod that an explanation asks about, as they tell the rest of the cause. */
export interface Lookup<Asked, Found> {
  readonly askedBy: (explanation: Explanation) => readonly Asked[];
  readonly keyOf: (asked: Asked) => string;
  /** Undefined where it cannot be read now. */
  readonly read: (asked: Asked) => Promise<Found | undefined>;
}

/** Who waits for more Services or claims names them in a list that we would not read to its end. */
export const MOST_LOOKUPS = 4;

/** The Services that the container to blame waits for. */
export function serviceLookup(client: KubeClient): Lookup<AwaitedService, FoundService> {
  return {
    askedBy: awaitedBy,
    keyOf: ({ namespace, name }) => `${namespace}/${name}`,
    read: (service) => readService(client, service),
  };
}

/** The PersistentVolumeClaims that may keep the Pod from being placed. */
export function claimLookup(client: KubeClient, namespace: string): Lookup<string, FoundClaim> {
  return {
    askedBy: unboundClaims,
    keyOf: (claim) => claim,
    read: (claim) => readClaim(client, namespace, claim),
  };
}
