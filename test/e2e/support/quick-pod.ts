/** A Pod to create, which is gone at once when it is deleted. */
export function quickPod(name: string, containers: readonly object[], more: object = {}) {
  const metadata = { name };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: quickSpec(containers, more) };
}

/** A Deployment of such Pods, one at first. */
export function quickDeployment(name: string, containers: readonly object[], more: object = {}) {
  const template = { metadata: { labels: { name } }, spec: quickSpec(containers, more) };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: { name } }, template },
  };
}

function quickSpec(containers: readonly object[], more: object) {
  const fixed = { terminationGracePeriodSeconds: 0, automountServiceAccountToken: false };
  return { ...fixed, ...more, containers };
}
