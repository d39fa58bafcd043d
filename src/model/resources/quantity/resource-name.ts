import type { RequestsOrLimits } from '../../kubernetes/api.ts';

/**
 * What a resource name says about its resource, and what is wrong with a name, in the words of the
 * API server (pkg/apis/core/helper/helpers.go, pkg/apis/core/validation/validation.go).
 */

const QUOTA_PREFIX = 'requests.';
const HUGE_PAGES = 'hugepages-';
const NATIVE_DOMAIN = 'kubernetes.io/';
const DEVICE_CLASS = 'deviceclass.resource.kubernetes.io/';

const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Objects that are counted; a quota may name them, and they come in whole numbers. */
const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
] as const;

const STANDARD_RESOURCES: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [
    `requests.${name}`,
    `limits.${name}`,
  ]),
  'storage',
  'requests.storage',
  ...COUNTED,
]);

const WHOLE_RESOURCES: ReadonlySet<string> = new Set(COUNTED);

/** What an item of a quota counts: `cpu` and `requests.cpu` are requests, `limits.cpu` limits. */
export function quotaItem(name: string): {
  readonly kind: RequestsOrLimits;
  readonly resource: string;
} {
  const [, kind, resource = name] = /^(?:(requests|limits)\.)?(.+)$/.exec(name) ?? [];
  return { kind: kind === 'limits' ? 'limits' : 'requests', resource };
}

/** The two that every node has, that the kubelet measures, and that cgroups bound. */
export function isCpuOrMemory(name: string): name is 'cpu' | 'memory' {
  return name === 'cpu' || name === 'memory';
}

/** Pages of one size, such as `hugepages-2Mi`. */
export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** `2Mi` of `hugepages-2Mi`; what follows need not be a quantity. */
export function hugePageSize(name: string): string {
  return name.slice(HUGE_PAGES.length);
}

/** Whether Kubernetes itself names the resource: without a domain, or in one of its own. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes(NATIVE_DOMAIN);
}

/** A resource that a node offers under somebody's own domain, such as `example.com/gpu`. */
export function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith(QUOTA_PREFIX)) return false;
  return qualifiedNameProblems(`${QUOTA_PREFIX}${name}`).length === 0;
}

/** Extended, or one that a device class stands for (pkg/scheduler/util/utils.go). */
export function isDeviceResource(name: string): boolean {
  return isExtended(name) || name.startsWith(DEVICE_CLASS);
}

/** Whether a quota's hard limit of this name counts an extended resource. */
export function isExtendedForQuota(name: string): boolean {
  if (!name.startsWith(QUOTA_PREFIX)) return false;
  return !isNative(name) || name.startsWith(`${QUOTA_PREFIX}${DEVICE_CLASS}`);
}

/** What the scheduler counts besides cpu, memory and ephemeral-storage (IsScalarResourceName). */
export function isScalar(name: string): boolean {
  return (
    isExtended(name) ||
    isHugePages(name) ||
    name.includes(NATIVE_DOMAIN) ||
    name.startsWith('attachable-volumes-')
  );
}

/** Whether requests may be lower than limits, or have none. */
export function isOvercommitAllowed(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** Whether only whole amounts make sense. */
export function isWholeResource(name: string): boolean {
  return WHOLE_RESOURCES.has(name) || isExtended(name);
}

/** What is wrong with the name of any resource (validateResourceName). */
export function resourceNameProblems(name: string): readonly string[] {
  const problems = qualifiedNameProblems(name);
  if (problems.length > 0 || name.includes('/') || isStandard(name)) return problems;
  return ['must be a standard resource type or fully qualified'];
}

/** What is wrong with the name of a container's resource (ValidateContainerResourceName). */
export function containerResourceNameProblems(name: string): readonly string[] {
  const problems = resourceNameProblems(name);
  if (!name.includes('/')) {
    const isKnown = CONTAINER_RESOURCES.has(name) || isHugePages(name);
    return isKnown ? problems : [...problems, 'must be a standard resource for containers'];
  }
  if (isNative(name) || isExtended(name)) return problems;
  return [...problems, "doesn't follow extended resource name standard"];
}

function isStandard(name: string): boolean {
  const isQuotaHugePages = name.startsWith(`${QUOTA_PREFIX}${HUGE_PAGES}`);
  return STANDARD_RESOURCES.has(name) || isHugePages(name) || isQuotaHugePages;
}

const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;

const NAME_WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
  "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation " +
  `is '${NAME}')`;
const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', " +
  "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for " +
  `validation is '${SUBDOMAIN}')`;

const WHOLE_NAME = new RegExp(`^${NAME}$`);
const WHOLE_SUBDOMAIN = new RegExp(`^${SUBDOMAIN}$`);

/** `example.com/name` or `name` (apimachinery pkg/api/validate/content/kube.go, IsLabelKey). */
export function qualifiedNameProblems(text: string): readonly string[] {
  const parts = text.split('/');
  if (parts.length > 2) {
    return [
      `a valid label key ${NAME_WORDS} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return [
    ...prefixProblems(prefix).map((problem) => `prefix part ${problem}`),
    ...(name === '' ? ['must be non-empty'] : tooLong(name, 63)).map(namePart),
    ...(WHOLE_NAME.test(name) ? [] : [NAME_WORDS]).map(namePart),
  ];
}

function namePart(problem: string): string {
  return `name part ${problem}`;
}

function prefixProblems(prefix: string | undefined): readonly string[] {
  if (prefix === undefined) return [];
  if (prefix === '') return ['must be non-empty'];
  return [...tooLong(prefix, 253), ...(WHOLE_SUBDOMAIN.test(prefix) ? [] : [SUBDOMAIN_WORDS])];
}

function tooLong(text: string, limit: number): readonly string[] {
  return byteCount(text) > limit ? [`must be no more than ${limit} bytes`] : [];
}

/** The length in UTF-8, which is what Go counts. */
function byteCount(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
