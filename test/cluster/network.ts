import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, tryRun } from './command.ts';
import { BRIDGE, NODE_IP, PATHS, POD_CIDR } from './layout.ts';

/** Where containerd finds the pod network. */
export const CNI_CONFIG_DIR = join(PATHS.config, 'cni');

/**
 * Makes the bridge of the pods ahead of the first pod: its address is the
 * node's, and the API server may not advertise one of the loopback.
 */
export async function makeNetwork(): Promise<void> {
  await run('ip', ['link', 'add', BRIDGE, 'type', 'bridge']);
  await run('ip', ['address', 'add', `${NODE_IP}/16`, 'dev', BRIDGE]);
  await run('ip', ['link', 'set', BRIDGE, 'up']);
  mkdirSync(CNI_CONFIG_DIR, { recursive: true });
  writeFileSync(join(CNI_CONFIG_DIR, '10-bridge.conflist'), JSON.stringify(podNetwork()));
}

/** Removes the bridge and what is left of the pods' links to it. */
export async function removeNetwork(): Promise<void> {
  const links = await tryRun('ip', ['-o', 'link', 'show', 'master', BRIDGE]);
  for (const [, name] of links.matchAll(/^\d+: ([^:@]+)/gm)) {
    if (name) await tryRun('ip', ['link', 'delete', name]);
  }
  await tryRun('ip', ['link', 'delete', BRIDGE]);
}

/** Whether the bridge exists. */
export async function hasNetwork(): Promise<boolean> {
  return (await tryRun('ip', ['link', 'show', BRIDGE])) !== '';
}

// No masquerading and no host ports: both would need iptables.
function podNetwork(): object {
  return {
    cniVersion: '1.0.0',
    name: 'kubectl-initx-test',
    plugins: [
      {
        type: 'bridge',
        bridge: BRIDGE,
        isGateway: true,
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: POD_CIDR, rangeStart: '10.88.1.1', gateway: NODE_IP }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  };
}
