const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * How long a state that ends by itself may last before the verdict calls it `stuck`. Kubernetes
 * draws no such lines; each is longer than the step takes on a healthy cluster.
 *
 * States that are wrong as soon as they are seen (a failed run, an image that cannot be pulled, a
 * missing ConfigMap) are stuck at once. A startup probe has its own end.
 */
export const PATIENCE = {
  /** The scheduler answers within a second; silence means that none is responsible. */
  scheduler: MINUTE,
  /** The kubelet acknowledges a Pod as soon as its watch brings it. */
  kubelet: MINUTE,
  /** The cluster-autoscaler, too, gives a new node 15 minutes (--max-node-provision-time). */
  newNode: 15 * MINUTE,
  /** A kubelet, or the network of a node, that has only just come up. */
  settling: MINUTE,
  /** The kubelet reports volumes that do not mount after 2m3s (pkg/kubelet/volumemanager). */
  sandbox: 3 * MINUTE,
  /**
   * Only its author knows how long an init container may run. Three times the ten minutes after
   * which a Deployment gives up (progressDeadlineSeconds), somebody should look.
   */
  init: 30 * MINUTE,
  /** A pull, or the start of a container; the events of it are kept no longer. */
  start: 60 * MINUTE,
  /** A loop that asks for a Service, a port or a URL: longer than one round of start-up. */
  waitingLoop: MINUTE,
  /** A postStart hook has no timeout. */
  postStart: 2 * MINUTE,
  /** A helper may have to end by itself, or to bring something to its end. */
  helper: 3 * MINUTE,
  /** What the kubelet is late with a kill, beyond the grace period it gives. */
  probeKill: MINUTE,
  /** Most servers open their port within this time. */
  listening: MINUTE,
  /** A readiness probe that cannot be carried out, beyond a container that is only just there. */
  probeError: MINUTE,
  /** Containers that run but are not ready, and readiness gates. */
  readiness: 5 * MINUTE,
  /** After the grace period: the kubelet's own 2 s for sidecars, and time to clean up. */
  termination: 15 * SECOND,
} as const;
