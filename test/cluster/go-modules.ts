import { join } from 'node:path';

/** A folder with a go.mod that pins what is built from it. */
export type GoModule = {
  readonly name: string;
  readonly directory: string;
  /** Name of each program built, and its package. */
  readonly programs: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
};

export const KUBERNETES_VERSION = 'v1.37.2';

const PROGRAM_NAMES = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kubectl',
  'etcd',
  'containerd',
  'containerd-shim-runc-v2',
  'ctr',
  'coredns',
  'metrics-server',
  'registry',
  'pause',
  'httpserver',
  'pki',
] as const;

export type Program = (typeof PROGRAM_NAMES)[number];

/** Of every build: with others Go would compile all packages again. */
export const BUILD_FLAGS = ['-trimpath', '-buildvcs=false', '-mod=readonly'] as const;

const strip = '-ldflags=-s -w';

/** The modules in the order they are best built: the longest first. */
export const GO_MODULES: readonly GoModule[] = [
  goModule(
    'kubernetes',
    {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      kubelet: 'k8s.io/kubernetes/cmd/kubelet',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    },
    [`${strip} ${kubernetesVersionFlags(KUBERNETES_VERSION)}`],
  ),
  // Right after what it shares nearly all of its packages with.
  goModule(
    'metrics-server',
    { 'metrics-server': 'sigs.k8s.io/metrics-server/cmd/metrics-server' },
    [strip],
  ),
  goModule('coredns', { coredns: 'github.com/coredns/coredns' }, [strip]),
  goModule(
    'containerd',
    {
      containerd: 'github.com/containerd/containerd/v2/cmd/containerd',
      'containerd-shim-runc-v2': 'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
      ctr: 'github.com/containerd/containerd/v2/cmd/ctr',
    },
    ['-tags=no_btrfs,no_devmapper,no_zfs', strip],
  ),
  goModule('etcd', { etcd: 'go.etcd.io/etcd/server/v3' }, [strip]),
  goModule('registry', { registry: '.' }, [strip]),
  goModule('programs', { pause: './pause', httpserver: './httpserver', pki: './pki' }, [strip]),
];

function goModule(
  name: string,
  programs: Readonly<Partial<Record<Program, string>>>,
  flags: readonly string[],
): GoModule {
  return {
    name,
    directory: join(import.meta.dir, 'go', name),
    programs: programs as Readonly<Record<string, string>>,
    flags: [...BUILD_FLAGS, ...flags],
  };
}

// What hack/lib/version.sh of Kubernetes sets: without it every component calls itself v0.0.0.
function kubernetesVersionFlags(version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const values = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages
    .flatMap((path) => Object.entries(values).map(([name, value]) => `-X ${path}.${name}=${value}`))
    .join(' ');
}
