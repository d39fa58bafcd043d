import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from './build.ts';
import type { Component } from './component.ts';
import { NODE_IP, PATHS } from './layout.ts';
import { clientKubeconfig } from './pki.ts';

/** CoreDNS on the bridge: Services and Pods of the cluster, and no other name exists. */
export function coredns(programs: Programs): Component {
  const config = join(PATHS.config, 'Corefile');
  writeFileSync(
    config,
    `cluster.local:53 in-addr.arpa:53 {
  bind ${NODE_IP}
  errors
  kubernetes cluster.local in-addr.arpa {
    kubeconfig ${clientKubeconfig('coredns')} kubectl-initx-test
    pods insecure
    ttl 1
  }
}

.:53 {
  bind ${NODE_IP}
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`,
  );
  return { name: 'coredns', command: [programs.coredns, '-conf', config] };
}
