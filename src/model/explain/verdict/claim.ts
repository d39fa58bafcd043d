/** A PersistentVolumeClaim that a Pod uses, with what tells why it has no volume. */
export interface FoundClaim {
  readonly name: string;
  /** Why it could not be read, if it could not: untrusted text. */
  readonly unreadable?: string;
  /** status.phase; absent where there is no such claim. */
  readonly phase?: string;
  /** spec.storageClassName; empty for none, absent where it names none. */
  readonly storageClassName?: string;
  /** spec.volumeName. */
  readonly volumeName?: string;
  /** The StorageClass of that name, as far as it could be looked at. */
  readonly storageClass?: { readonly isThere: boolean; readonly provisioner?: string };
  /** The Event about it that tells most: untrusted text. */
  readonly said?: { readonly reason: string; readonly message: string };
}

export type ClaimProblem =
  | 'unreadable'
  | 'not-there'
  | 'lost'
  /** Bound, but not for any node. */
  | 'elsewhere'
  /** The volume that it names. */
  | 'volume-not-free'
  | 'no-default-class'
  | 'no-class'
  /** Nothing makes one, and none that is there fits. */
  | 'no-volume'
  | 'provisioning-failed'
  | 'provisioning'
  | 'no-answer';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/**
 * Why a claim has no volume, or none for this Pod; undefined where it is not that
 * (pkg/controller/volume/persistentvolume/pv_controller.go, syncUnboundClaim).
 */
export function claimProblem(found: FoundClaim): ClaimProblem | undefined {
  const { phase, storageClassName, volumeName, storageClass, said } = found;
  if (found.unreadable !== undefined) return 'unreadable';
  if (phase === undefined) return 'not-there';
  if (phase === 'Lost') return 'lost';
  if (phase === 'Bound') return 'elsewhere';
  if (volumeName) return 'volume-not-free';
  if (storageClassName === undefined) return 'no-default-class';
  if (storageClassName === '') return 'no-volume';
  if (storageClass?.isThere === false) return 'no-class';
  if (storageClass?.provisioner === NO_PROVISIONER) return 'no-volume';
  switch (said?.reason) {
    case 'ProvisioningFailed':
      return 'provisioning-failed';
    case 'Provisioning':
      return 'provisioning';
    case 'WaitForFirstConsumer':
    case 'WaitForPodScheduled':
      return undefined;
    default:
      return 'no-answer';
  }
}
