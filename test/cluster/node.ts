import { mkdirSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Programs } from './build.ts';
import type { Component } from './component.ts';
import { PAUSE_IMAGE } from './images.ts';
import { CGROUP, NODE_IP, NODE_NAME, PATHS, PORTS, STATE_DIR } from './layout.ts';
import { CNI_CONFIG_DIR } from './network.ts';
import { clientKubeconfig, pkiFile } from './pki.ts';

/** Path of containerd's socket, on the machine. */
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';

/** Empty: there are no volume plugins. */
export const VOLUME_PLUGINS = join(PATHS.config, 'volume-plugins');

const OVERLAYFS_MAGIC = 0x794c7630;

/** containerd, which pulls docker.io from the local registry. */
export function containerd(programs: Programs): Component {
  const hosts = join(PATHS.config, 'registries');
  const registry = `http://127.0.0.1:${PORTS.registry}`;
  write(
    join(hosts, 'docker.io', 'hosts.toml'),
    `server = "${registry}"\n\n[host."${registry}"]\ncapabilities = ["pull", "resolve"]\n`,
  );
  const config = join(PATHS.config, 'containerd.toml');
  // The plugin "opt" would leave a folder in /opt.
  write(
    config,
    `version = 3
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[grpc]
address = "${CONTAINERD_SOCKET}"

[plugins."io.containerd.cri.v1.images"]
snapshotter = "${snapshotter()}"
[plugins."io.containerd.cri.v1.images".pinned_images]
sandbox = "${PAUSE_IMAGE}"
[plugins."io.containerd.cri.v1.images".registry]
config_path = "${hosts}"

[plugins."io.containerd.cri.v1.runtime"]
disable_apparmor = true
# Where root may not lower the score (no CAP_SYS_RESOURCE), runc fails otherwise.
restrict_oom_score_adj = true
[plugins."io.containerd.cri.v1.runtime".cni]
bin_dirs = ["/usr/lib/cni"]
conf_dir = "${CNI_CONFIG_DIR}"
`,
  );
  return {
    name: 'containerd',
    command: [programs.containerd, '--config', config],
    path: [dirname(programs['containerd-shim-runc-v2'])],
  };
}

/** The kubelet: defaults but for what this small machine needs. */
export function kubelet(programs: Programs): Component {
  // Pods must not search the machine's own domains.
  write(join(PATHS.config, 'resolv.conf'), `nameserver ${NODE_IP}\n`);
  const config = join(PATHS.config, 'kubelet.yaml');
  write(
    config,
    `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 0.0.0.0
port: ${PORTS.kubelet}
healthzPort: ${PORTS.kubeletHealth}
authentication:
  x509:
    clientCAFile: ${pkiFile('ca.crt')}
cgroupDriver: cgroupfs
cgroupRoot: /${CGROUP}
failCgroupV1: false
failSwapOn: false
clusterDNS: [${NODE_IP}]
clusterDomain: cluster.local
resolvConf: ${join(PATHS.config, 'resolv.conf')}
containerRuntimeEndpoint: unix://${CONTAINERD_SOCKET}
volumePluginDir: ${VOLUME_PLUGINS}
maxPods: 250
# Without iptables on the machine.
makeIPTablesUtilChains: false
# A full disk of the host is no business of the tests.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard:
  memory.available: 0%
  nodefs.available: 0%
  nodefs.inodesFree: 0%
  imagefs.available: 0%
  imagefs.inodesFree: 0%
`,
  );
  return {
    name: 'kubelet',
    command: [
      programs.kubelet,
      `--config=${config}`,
      `--kubeconfig=${clientKubeconfig('kubelet')}`,
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${NODE_IP}`,
    ],
  };
}

// An overlay over an overlay (a container's own file system) is refused by the kernel.
function snapshotter(): string {
  return statfsSync(STATE_DIR).type === OVERLAYFS_MAGIC ? 'native' : 'overlayfs';
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
