import { expect, test } from 'bun:test';
import type { Cause } from '../../../../src/model/explain/cause/cause.ts';
import { container, waiting } from '../../support/pods.ts';
import { explained, type Moment } from '../../support/verdicts.ts';

const pull = (message: string, app = {}): Moment => ({
  app: [container('app', app)],
  appStatuses: [
    waiting(
      'app',
      'ImagePullBackOff',
      {},
      `Back-off pulling image "x:1": ErrImagePull: ${message}`,
    ),
  ],
});

/** The messages are those of containerd, CRI-O and registries. */
const PODS: readonly (readonly [title: string, moment: Moment, causes: readonly Cause[]])[] = [
  [
    'a tag that does not exist',
    pull(
      'rpc error: code = NotFound desc = failed to resolve image: docker.io/library/x:1: not found',
    ),
    [{ code: 'pull-failure', meaning: 'not-found' }],
  ],
  [
    'a registry whose name is wrong',
    pull('dial tcp: lookup registry.invalid on 10.0.0.53:53: no such host'),
    [{ code: 'pull-failure', meaning: 'no-host' }],
  ],
  [
    'a registry that is down',
    pull('dial tcp 127.0.0.1:5999: connect: connection refused'),
    [{ code: 'pull-failure', meaning: 'unreachable' }],
  ],
  [
    'a registry with a certificate of its own',
    pull('tls: failed to verify certificate: x509: certificate signed by unknown authority'),
    [{ code: 'pull-failure', meaning: 'untrusted' }],
  ],
  ...(
    [
      [
        'expired',
        'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-12-01T10:00:00Z is after 2026-11-30T00:00:00Z',
      ],
      ['wrong-name', 'x509: certificate is valid for registry.local, not 10.0.0.1'],
      [
        'wrong-name',
        "x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs",
      ],
      ['proxy', 'proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused'],
      [
        'registry-error',
        'unexpected status from HEAD request to https://r.io/v2/x/manifests/1: 503 Service Unavailable',
      ],
      [
        'short-name',
        'short-name "x:1" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf"',
      ],
      ['signature', 'Source image rejected: A signature was required, but no signature exists'],
      [
        'old-format',
        'not implemented: media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1',
      ],
      // What only looks like one of them.
      ['not-found', 'failed to resolve reference "r.io:503/schema1:502": not found'],
    ] as const
  ).map(([meaning, message]): (typeof PODS)[number] => [
    `an image that is not pulled: ${message}`,
    pull(message),
    [{ code: 'pull-failure', meaning }],
  ]),
  [
    'more pulls than the kubelet starts (pkg/kubelet/images/puller.go)',
    pull('pull QPS exceeded'),
    [{ code: 'pull-failure', meaning: 'kubelet-limit' }],
  ],
  [
    'a registry without TLS',
    pull('http: server gave HTTP response to HTTPS client'),
    [{ code: 'pull-failure', meaning: 'plain-http' }],
  ],
  [
    'the rate limit of Docker Hub',
    pull(
      '429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
    ),
    [{ code: 'pull-failure', meaning: 'rate-limit' }],
  ],
  [
    'an image for another platform',
    pull('no match for platform in manifest: not found'),
    [{ code: 'pull-failure', meaning: 'platform' }],
  ],
  [
    'a full disk',
    pull('failed to copy: write /var/lib/containerd/x: no space left on device'),
    [{ code: 'pull-failure', meaning: 'no-space' }],
  ],
  [
    'a private image without a pull secret',
    pull('pull access denied, repository does not exist or may require authorization'),
    [{ code: 'no-pull-secret' }],
  ],
  [
    'a private image with a pull secret that does not fit',
    {
      ...pull('pull access denied, repository does not exist or may require authorization'),
      imagePullSecrets: [{ name: 'regcred' }],
    },
    [{ code: 'pull-failure', meaning: 'refused' }],
  ],
  [
    'the image of a volume, not that of the container',
    {
      ...pull('docker.io/library/model:1: not found', {
        volumeMounts: [{ name: 'm', mountPath: '/m' }],
      }),
      volumes: [{ name: 'm', image: { reference: 'model:1' } }],
    },
    [
      { code: 'image-volume', container: 'app', volume: 'm', image: 'model:1' },
      { code: 'pull-failure', meaning: 'not-found' },
    ],
  ],
];

test.each(PODS)('%s', (_, moment, causes) => {
  expect(explained(moment).causes).toEqual(causes);
});
