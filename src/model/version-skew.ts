/** The Kubernetes whose rules the model has, and on which the tests run. */
export const MADE_FOR = { major: 1, minor: 37 } as const;

/** Native sidecars are on by default from this minor version on. */
const FIRST_WITH_SIDECARS = 29;

/** How a server's version is to the one that this client was made for. */
export interface VersionSkew {
  readonly code: 'Same' | 'ServerOlder' | 'ServerBeforeSidecars' | 'ServerNewer' | 'Unknown';
  /** By how many minor versions the server is ahead; negative if it is behind. */
  readonly minorVersions: number | undefined;
}

/** Reads a version as servers give it: `v1.37.2`, `v1.29.3-eks-adc7111`, `v1.30.2+k3s1`. */
export function versionSkew(gitVersion: string): VersionSkew {
  const [, major, minor] = /^v(\d{1,4})\.(\d{1,4})(?:\D|$)/.exec(gitVersion) ?? [];
  if (Number(major) !== MADE_FOR.major) return { code: 'Unknown', minorVersions: undefined };
  const minorVersions = Number(minor) - MADE_FOR.minor;
  return { code: codeOf(Number(minor)), minorVersions };
}

function codeOf(minor: number): VersionSkew['code'] {
  if (minor < FIRST_WITH_SIDECARS) return 'ServerBeforeSidecars';
  if (minor === MADE_FOR.minor) return 'Same';
  return minor < MADE_FOR.minor ? 'ServerOlder' : 'ServerNewer';
}
