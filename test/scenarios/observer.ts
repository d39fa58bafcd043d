import type { PodEvent } from '../../src/model/kubernetes/api.ts';
import type { NodeFacts, Sample } from '../support/histories.ts';
import type { ClusterApi } from './cluster-api.ts';
import { storedEvent, storedPod } from './stored-form.ts';
import { AS_TABLE, type PrintedPod, printedPod, type Table, WITH_OBJECT } from './table-row.ts';

export interface NodeObject {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/**
 * Watches one Pod, its events and its node, and takes a sample whenever one of them changes.
 * The Pod comes as the server's own Table row with the object in it: the two are the same state.
 */
export class Observer {
  readonly samples: Sample[] = [];
  isGone = false;
  failure: unknown;
  readonly #api: ClusterApi;
  readonly #namespace: string;
  readonly #selector: string;
  readonly #stop = new AbortController();
  readonly #events = new Map<string, PodEvent>();
  #columns: readonly string[] = [];
  #latest: PrintedPod | undefined;
  readonly #nodes = new Map<string, NodeFacts>();
  #sampleDue = false;

  /** `selector` is a query parameter that picks the Pod in the namespace. */
  constructor(api: ClusterApi, namespace: string, selector: string) {
    this.#api = api;
    this.#namespace = namespace;
    this.#selector = selector;
  }

  start(): void {
    for (const watching of [this.#watchPod(), this.#watchEvents(), this.#watchNodes()]) {
      watching.catch((error: unknown) => {
        this.failure ??= error;
      });
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async #watchPod(): Promise<void> {
    const path = `${this.#podsPath()}?watch=true&${WITH_OBJECT}&${this.#selector}`;
    for await (const { type, object } of this.#api.watch<Table>(
      path,
      this.#stop.signal,
      AS_TABLE,
    )) {
      if (object.columnDefinitions) {
        this.#columns = object.columnDefinitions.map(({ name }) => name);
      }
      const printed = printedPod(object, this.#columns);
      // A controller may replace the Pod; the story is about the first one.
      if (!printed || !this.#isOurs(printed)) continue;
      this.#take(printed);
      this.isGone = type === 'DELETED';
    }
  }

  async #watchEvents(): Promise<void> {
    const path = `/api/v1/namespaces/${this.#namespace}/events?watch=true`;
    for await (const { object } of this.#api.watch<PodEvent>(path, this.#stop.signal)) {
      this.#events.set(object.metadata?.name ?? '', object);
      this.#sampleSoon();
    }
  }

  async #watchNodes(): Promise<void> {
    const path = '/api/v1/nodes?watch=true';
    for await (const { object } of this.#api.watch<NodeObject>(path, this.#stop.signal)) {
      this.#nodes.set(object.metadata.name, { ready: readinessOf(object) });
    }
  }

  /** Events come in bursts, mostly along with a change of the Pod. */
  #sampleSoon(): void {
    if (this.#sampleDue || !this.#latest) return;
    this.#sampleDue = true;
    setTimeout(() => {
      this.#sampleDue = false;
      this.#sampleNow().catch((error: unknown) => {
        this.failure ??= error;
      });
    }, 150);
  }

  async #sampleNow(): Promise<void> {
    const name = this.#latest?.pod.metadata.name;
    if (this.#stop.signal.aborted || this.isGone || !name) return;
    const path = `${this.#podsPath()}/${name}?${WITH_OBJECT}`;
    const table = await this.#api.get<Table>(path, AS_TABLE);
    const printed = table && printedPod(table, this.#columns);
    if (printed && this.#isOurs(printed)) this.#take(printed);
  }

  #isOurs({ pod }: PrintedPod): boolean {
    return !this.#latest || this.#latest.pod.metadata.uid === pod.metadata.uid;
  }

  #take(printed: PrintedPod): void {
    if (this.#stop.signal.aborted || versionOf(printed) < versionOf(this.#latest)) return;
    this.#latest = printed;
    const { uid } = printed.pod.metadata;
    const events = [...this.#events.values()].filter(({ involvedObject }) => {
      return involvedObject?.uid === uid;
    });
    const sample: Sample = {
      observedAt: printed.printedAt,
      pod: storedPod(printed.pod),
      row: printed.row,
      events: events.map(storedEvent),
      node: this.#nodes.get(printed.pod.spec.nodeName ?? '') ?? { ready: 'Unknown' },
    };
    if (isNews(this.samples.at(-1), sample)) this.samples.push(sample);
  }

  #podsPath(): string {
    return `/api/v1/namespaces/${this.#namespace}/pods`;
  }
}

export function readinessOf({ status }: NodeObject): string {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
}

function versionOf(printed: PrintedPod | undefined): number {
  return Number(printed?.pod.metadata.resourceVersion ?? 0);
}

/** RESTARTS tells how long ago, so that a row alone is no news. */
function isNews(before: Sample | undefined, after: Sample): boolean {
  const facts = (sample: Sample) => [sample.pod, sample.events, sample.node];
  return !before || !Bun.deepEquals(facts(before), facts(after));
}
