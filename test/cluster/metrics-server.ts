import { readFileSync } from 'node:fs';
import { createObject, isServed } from './api.ts';
import type { Programs } from './build.ts';
import { waitUntil } from './command.ts';
import type { Component } from './component.ts';
import { METRICS_SERVICE, NODE_IP, NODE_NAME, PORTS } from './layout.ts';
import { clientKubeconfig, frontProxyFile, pkiFile } from './pki.ts';

const { name, namespace } = METRICS_SERVICE;
const VERSION = { group: 'metrics.k8s.io', version: 'v1beta1' };

/** metrics-server, which answers `kubectl top`; it has samples of a Pod some 20 s after its start. */
export function metricsServer(programs: Programs): Component {
  const kubeconfig = clientKubeconfig('metrics-server');
  return {
    name: 'metrics-server',
    command: [
      programs['metrics-server'],
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      // Told here, it need not wait for the API server to publish it.
      '--authentication-skip-lookup',
      `--requestheader-client-ca-file=${frontProxyFile('ca.crt')}`,
      '--requestheader-allowed-names=front-proxy-client',
      `--bind-address=${NODE_IP}`,
      `--secure-port=${PORTS.metricsServer}`,
      `--tls-cert-file=${pkiFile('metrics-server-serving.crt')}`,
      `--tls-private-key-file=${pkiFile('metrics-server-serving.key')}`,
      // The kubelet's own certificate is signed by itself.
      '--kubelet-insecure-tls',
      '--kubelet-use-node-status-port',
      '--kubelet-preferred-address-types=InternalIP',
      // Nodes that a benchmark makes up have no kubelet to ask.
      `--node-selector=kubernetes.io/hostname=${NODE_NAME}`,
      // As often as it can.
      '--metric-resolution=10s',
      '--kubelet-request-timeout=5s',
    ],
  };
}

/** Makes the API server ask metrics-server, by an address of the node: there is no kube-proxy. */
export async function publishMetricsApi(): Promise<void> {
  // The API server makes its own namespaces once it is up.
  await waitUntil(
    () => isServed(`/api/v1/namespaces/${namespace}`),
    30,
    () => `there is no namespace ${namespace}`,
  );
  await createObject(`/api/v1/namespaces/${namespace}/services`, {
    metadata: { name },
    spec: { ports: [{ name: 'https', port: 443 }] },
  });
  await createObject(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
    metadata: { name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [NODE_IP], conditions: { ready: true } }],
    ports: [{ name: 'https', port: PORTS.metricsServer }],
  });
  await createObject('/apis/apiregistration.k8s.io/v1/apiservices', {
    metadata: { name: `${VERSION.version}.${VERSION.group}` },
    spec: {
      ...VERSION,
      service: METRICS_SERVICE,
      caBundle: readFileSync(pkiFile('ca.crt')).toString('base64'),
      groupPriorityMinimum: 100,
      versionPriority: 100,
    },
  });
}

/** Whether the API is there; until then whoever asks for all APIs is told that one is missing. */
export function metricsApiIsServed(): Promise<boolean> {
  return isServed(`/apis/${VERSION.group}/${VERSION.version}`);
}
