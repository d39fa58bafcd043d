import { readFileSync } from 'node:fs';
import type { Programs } from './build.ts';
import type { Component } from './component.ts';
import { NODE_IP, PATHS, PORTS, SERVICE_CIDR } from './layout.ts';
import { VOLUME_PLUGINS } from './node.ts';
import { clientKubeconfig, frontProxyFile, pkiFile } from './pki.ts';

export type ControlPlaneOptions = {
  /**
   * Leave Nodes without a kubelet, and the Pods on them, as they are: for
   * benchmarks that make thousands of both.
   */
  readonly keepFakeNodes?: boolean;
};

const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** etcd, which the API server waits for. Nothing here need survive a power cut: no fsync. */
export function etcd(programs: Programs): Component {
  const client = `http://127.0.0.1:${PORTS.etcd}`;
  const peer = `http://127.0.0.1:${PORTS.etcdPeer}`;
  return {
    name: 'etcd',
    command: [
      programs.etcd,
      '--name=test',
      `--data-dir=${PATHS.etcd}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=test=${peer}`,
      '--quota-backend-bytes=8589934592',
      '--unsafe-no-fsync',
    ],
  };
}

/** The API server, on every address of the machine, IPv6 too where there is IPv6. */
export function apiserver(programs: Programs, options: ControlPlaneOptions): Component {
  return {
    name: 'kube-apiserver',
    command: [
      programs['kube-apiserver'],
      `--etcd-servers=http://127.0.0.1:${PORTS.etcd}`,
      `--bind-address=${hasIpv6() ? '::' : '0.0.0.0'}`,
      `--secure-port=${PORTS.apiserver}`,
      `--advertise-address=${NODE_IP}`,
      `--service-cluster-ip-range=${SERVICE_CIDR}`,
      `--client-ca-file=${pkiFile('ca.crt')}`,
      `--tls-cert-file=${pkiFile('apiserver.crt')}`,
      `--tls-private-key-file=${pkiFile('apiserver.key')}`,
      `--service-account-issuer=${ISSUER}`,
      `--service-account-key-file=${pkiFile('sa.pub')}`,
      `--service-account-signing-key-file=${pkiFile('sa.key')}`,
      `--kubelet-client-certificate=${pkiFile('apiserver-kubelet.crt')}`,
      `--kubelet-client-key=${pkiFile('apiserver-kubelet.key')}`,
      // The node's name resolves nowhere: logs, exec and attach go by its address.
      '--kubelet-preferred-address-types=InternalIP',
      // How it speaks for others to the servers behind it; it finds them without a kube-proxy.
      `--requestheader-client-ca-file=${frontProxyFile('ca.crt')}`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      `--proxy-client-cert-file=${frontProxyFile('client.crt')}`,
      `--proxy-client-key-file=${frontProxyFile('client.key')}`,
      '--enable-aggregator-routing=true',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      // It taints new nodes as not ready; without the controllers left out nobody would take that away.
      ...(options.keepFakeNodes ? ['--disable-admission-plugins=TaintNodesByCondition'] : []),
      '--allow-privileged=true',
    ],
  };
}

/** What works against the API server once that is up. */
export function controllers(
  programs: Programs,
  options: ControlPlaneOptions,
): readonly Component[] {
  const kept = [
    'pod-garbage-collector-controller',
    'node-lifecycle-controller',
    'taint-eviction-controller',
  ];
  const selected = options.keepFakeNodes ? ['*', ...kept.map((name) => `-${name}`)] : ['*'];
  return [
    {
      name: 'kube-controller-manager',
      command: [
        programs['kube-controller-manager'],
        `--kubeconfig=${clientKubeconfig('controller-manager')}`,
        `--secure-port=${PORTS.controllerManager}`,
        '--bind-address=127.0.0.1',
        '--leader-elect=false',
        '--use-service-account-credentials',
        `--root-ca-file=${pkiFile('ca.crt')}`,
        `--cluster-signing-cert-file=${pkiFile('ca.crt')}`,
        `--cluster-signing-key-file=${pkiFile('ca.key')}`,
        `--service-account-private-key-file=${pkiFile('sa.key')}`,
        `--controllers=${selected.join()}`,
        // Its default is a folder of the host, which it makes.
        `--flex-volume-plugin-dir=${VOLUME_PLUGINS}`,
      ],
    },
    {
      name: 'kube-scheduler',
      command: [
        programs['kube-scheduler'],
        `--kubeconfig=${clientKubeconfig('scheduler')}`,
        `--secure-port=${PORTS.scheduler}`,
        '--bind-address=127.0.0.1',
        '--leader-elect=false',
      ],
    },
  ];
}

function hasIpv6(): boolean {
  try {
    return readFileSync('/proc/net/if_inet6', 'utf8').trim() !== '';
  } catch {
    return false;
  }
}
