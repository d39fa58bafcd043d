import { amounts, container, podOf, sidecar } from './small-resources.ts';

/**
 * The example of KEP-753, with the sums of the comment in k8s.io/component-helpers
 * resource/helpers_test.go: i2 needs 5 beside 1+2; the sidecar after it does not count for it.
 */
export const KEP_753 = podOf({
  initContainers: [
    container('i1', 'cpu=5'),
    sidecar('s1', 'cpu=1'),
    sidecar('s2', 'cpu=2'),
    container('i2', 'cpu=5'),
    sidecar('s3', 'cpu=3'),
  ],
  containers: [container('app', 'cpu=1')],
});

/** A migration that takes two cores beside a sidecar, before an app that takes half of one. */
export const MIGRATION = podOf({
  initContainers: [
    container('fetch-config', 'cpu=100m memory=64Mi', 'memory=64Mi'),
    sidecar('log-shipper', 'cpu=100m memory=128Mi'),
    container('migrate', 'cpu=2 memory=256Mi', 'cpu=2 memory=512Mi'),
  ],
  containers: [container('app', 'cpu=500m memory=512Mi', 'cpu=1 memory=1Gi')],
});

/** The same with the overhead of a RuntimeClass. */
export const IN_A_SANDBOX = podOf({
  ...MIGRATION.spec,
  overhead: amounts('cpu=250m memory=120Mi'),
});
