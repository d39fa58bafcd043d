import type { Pod } from '../../kubernetes/api.ts';
import type { WaitingPattern } from './waiting-pattern.ts';

interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** A Service that an init container waits for, as its command names it. */
export interface AwaitedService extends ServiceName {
  readonly port?: number;
  /** False for `db.prod`: a Service of namespace prod, or a host anywhere. */
  readonly isCertain: boolean;
}

/** The fields of a Service and of its EndpointSlices that tell whether it serves. */
export interface FoundService extends ServiceName {
  /** Undefined where there is no such Service. */
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly publishNotReadyAddresses?: boolean;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly { readonly port?: number }[];
  };
  readonly endpoints: readonly ServiceEndpoint[];
  /** It and its endpoints are those of a file: there may be more of them elsewhere. */
  readonly inFile?: true;
  /** All other Pods of the file that it selects wait for the Pod that it was looked up for. */
  readonly waitInTurn?: boolean;
}

export interface ServiceEndpoint {
  /** Absent of Pods that are only described by a file. */
  readonly conditions?: { readonly ready?: boolean };
  readonly targetRef?: { readonly kind?: string; readonly name?: string };
}

/** How it stands with a Service that is waited for. */
export interface ServiceFinding {
  /** Its name, with its namespace where that is not the Pod's. */
  readonly service: string;
  readonly state:
    | 'missing'
    | 'no-endpoints'
    | 'not-ready'
    /** It selects the very Pod that waits for it. */
    | 'itself'
    | 'wrong-port'
    | 'serves'
    /** It selects other Pods of the file, of which nothing more is known. */
    | 'selects'
    /** All these wait for the Pod in turn. */
    | 'in-turn'
    /** It has a name in DNS, and nothing more is asked. */
    | 'resolves';
  /** Its endpoints: those that are ready of one that serves, else all. */
  readonly endpoints: number;
  /** `app=db`; absent for a Service without one. */
  readonly selector?: string;
  /** The port that is asked for, and those that there are. */
  readonly port?: number;
  readonly ports?: readonly number[];
  /** What it selects in the file: `Deployment db`. */
  readonly selects?: readonly string[];
  readonly inFile?: true;
}

/**
 * The Services among the hosts that a command waits for; none for names of elsewhere. What asks only
 * once fails if there is no answer, and is repeated by the kubelet.
 */
export function awaitedServices(
  { pattern, targets }: Pick<WaitingPattern, 'pattern' | 'targets'>,
  ownNamespace: string,
): readonly AwaitedService[] {
  const isNetwork = pattern === 'dns' || pattern === 'tcp' || pattern === 'http';
  if (!isNetwork) return [];
  return targets.flatMap((target) => {
    const [host = '', port] = target.split(':');
    const labels = host.replace(/\.$/, '').split('.');
    const isPlain = labels.every((label) => /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(label));
    const atSvc = labels.indexOf('svc');
    const isPod = atSvc > 2;
    const [name, namespace = ownNamespace] = isPod ? labels.slice(atSvc - 2) : labels;
    const isService = labels.length <= 2 || atSvc >= 2;
    if (!isPlain || !isService || !name || host === 'localhost') return [];
    const isCertain = labels.length === 1 || atSvc >= 2;
    return [{ namespace, name, isCertain, ...(port && { port: Number(port) }) }];
  });
}

/** Whether a Pod of the Service has to be Ready: the name of one with an address resolves before. */
export function needsReadyPod(
  { pattern }: Pick<WaitingPattern, 'pattern'>,
  { type, clusterIP, publishNotReadyAddresses }: NonNullable<FoundService['spec']>,
): boolean {
  if (type === 'ExternalName') return false;
  return pattern !== 'dns' || (clusterIP === 'None' && !publishNotReadyAddresses);
}

/** What the cluster has of a Service says whether the one who waits for it can succeed. */
export function serviceFinding(
  { pattern }: Pick<WaitingPattern, 'pattern'>,
  awaited: AwaitedService,
  { spec, endpoints, inFile, waitInTurn }: FoundService,
  { metadata }: Pod,
): ServiceFinding | undefined {
  const { namespace, name, port, isCertain } = awaited;
  const service = namespace === (metadata.namespace ?? 'default') ? name : `${namespace}/${name}`;
  const found = (state: ServiceFinding['state'], count = endpoints.length): ServiceFinding => ({
    service,
    state,
    endpoints: count,
    ...(selector && { selector }),
    ...(state === 'wrong-port' && port !== undefined && { port, ports }),
    ...((state === 'selects' || state === 'in-turn') && {
      selects: others.map(({ targetRef }) => nameOf(targetRef)),
    }),
    ...(inFile && { inFile }),
  });
  const isOwn = ({ targetRef }: ServiceEndpoint) =>
    targetRef?.kind === 'Pod' &&
    targetRef.name === metadata.name &&
    namespace === (metadata.namespace ?? 'default');
  const ready = endpoints.filter(({ conditions }) => conditions?.ready !== false);
  const others = ready.filter((each) => !isOwn(each));
  const labels = Object.entries(spec?.selector ?? {});
  const selector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const ports = (spec?.ports ?? []).flatMap(({ port: each }) => (each === undefined ? [] : [each]));
  if (!spec) return isCertain ? found('missing', 0) : undefined;
  if (spec.type === 'ExternalName') return undefined;
  const isHeadless = spec.clusterIP === 'None';
  if (!needsReadyPod({ pattern }, spec)) return found('resolves');
  const selectsIt =
    endpoints.some(isOwn) ||
    (labels.length > 0 &&
      namespace === (metadata.namespace ?? 'default') &&
      labels.every(([key, value]) => metadata.labels?.[key] === value));
  if (!isHeadless && port !== undefined && !ports.includes(port)) return found('wrong-port');
  if (others.length > 0) {
    const isKnown = !inFile || others.some(({ conditions }) => conditions?.ready);
    if (isKnown) return found('serves', others.length);
    return found(waitInTurn ? 'in-turn' : 'selects', others.length);
  }
  if (selectsIt) return found('itself');
  return found(endpoints.length > 0 ? 'not-ready' : 'no-endpoints');
}

function nameOf({ kind, name }: NonNullable<ServiceEndpoint['targetRef']> = {}): string {
  return `${kind} ${name}`;
}
