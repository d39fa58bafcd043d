import type { ContainerHistory } from '../timeline/history.ts';
import type { Verdict } from '../verdict/codes.ts';
import type { Situation } from '../verdict/situation.ts';
import { newestEvent } from '../verdict/situation.ts';
import type { Cause } from './cause.ts';
import type { PullFailure } from './start-cause.ts';

/** What the registry's answer means, and which pull secret is missing. */
export function pullCauses(
  situation: Situation,
  { message = '' }: Verdict,
  blamed: ContainerHistory | undefined,
): readonly Cause[] {
  const volume = blamed ? imageVolume(situation, blamed, message) : [];
  const secret = newestEvent(situation, ['FailedToRetrieveImagePullSecret']);
  if (secret) return [...volume, { code: 'pull-secret', message: secret.message }];
  const meaning = pullFailure(message);
  const hasSecret = Boolean(situation.pod.spec.imagePullSecrets?.length);
  if (meaning === 'refused' && !hasSecret) return [...volume, { code: 'no-pull-secret' }];
  return meaning ? [...volume, { code: 'pull-failure', meaning }] : volume;
}

/** The kubelet names such an image as it names a container's own (pkg/kubelet/kuberuntime). */
function imageVolume(
  { pod }: Situation,
  { container }: ContainerHistory,
  message: string,
): readonly Cause[] {
  const own = container.spec.image;
  if (own !== undefined && message.includes(own)) return [];
  const mounted = new Set(container.spec.volumeMounts?.map(({ name }) => name));
  const found = pod.spec.volumes?.find(({ name, image }) => {
    return mounted.has(name) && image?.reference && message.includes(image.reference);
  });
  const image = found?.image?.reference;
  if (!found || !image) return [];
  return [{ code: 'image-volume', container: container.name, volume: found.name, image }];
}

/** By the words of containerd, CRI-O and the registries; the first that fits decides. */
function pullFailure(text: string): PullFailure | undefined {
  const message = text.slice(0, MOST_CHARACTERS);
  return FAILURES.find(([words]) => words.test(message))?.[1];
}

/** No registry says more than that; a file may say anything. */
const MOST_CHARACTERS = 10_000;

const FAILURES: readonly (readonly [RegExp, PullFailure])[] = [
  [/no space left on device/i, 'no-space'],
  // pkg/kubelet/images/image_manager.go, with no word of a registry.
  [/^(?:.*: )?pull QPS exceeded$/, 'kubelet-limit'],
  [/toomanyrequests|\b429\b|too many requests|pull rate limit/i, 'rate-limit'],
  [
    /\b401\b|\b403\b|unauthori[sz]ed|denied|no basic auth|authentication required|insufficient_scope/i,
    'refused',
  ],
  [/signature was required|signature.*(?:rejected|verif)/i, 'signature'],
  [/short-name .*did not resolve|short name mode/i, 'short-name'],
  [/docker\.distribution\.manifest\.v1\+|manifest schema version 1\b/i, 'old-format'],
  [/certificate has expired or is not yet valid/i, 'expired'],
  [/certificate is valid for|doesn't contain any IP SANs|not valid for any names/i, 'wrong-name'],
  [/x509:|certificate signed by unknown|tls: failed to verify/i, 'untrusted'],
  [/server gave HTTP response to HTTPS client/i, 'plain-http'],
  [/proxyconnect/i, 'proxy'],
  [/no such host|server misbehaving|temporary failure in name resolution/i, 'no-host'],
  [
    /connection refused|i\/o timeout|no route to host|network is unreachable|connection reset|context deadline exceeded|TLS handshake timeout/i,
    'unreachable',
  ],
  [/internal server error|bad gateway|service unavailable|gateway time-?out/i, 'registry-error'],
  [/no match for platform|no matching manifest|no image found in .* for architecture/i, 'platform'],
  [/\bnot found\b|manifest unknown|name unknown|code = NotFound/i, 'not-found'],
];
