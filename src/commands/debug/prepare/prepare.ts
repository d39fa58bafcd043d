import { UserError } from '../../../errors.ts';
import { missingRights, type Right } from '../../../kube/debug/access.ts';
import { type DebugApis, loadDebugApis } from '../../../kube/debug/apis.ts';
import { readNode } from '../../../kube/reads/node-list.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import { ApiError } from '../../../kube/transport/errors.ts';
import { type DebugPlan, planDebug } from '../../../model/debug/plan.ts';
import { nodeRefusal } from '../../../model/debug/preflight.ts';
import { isRefusal, type Refusal } from '../../../model/debug/refusal.ts';
import type { Pod } from '../../../model/kubernetes/api.ts';
import { accessWords } from '../../../render/debug/access-words.ts';
import { type Advice, refusalWords } from '../../../render/debug/refusal-words.ts';
import type { DebugRequest } from '../request/request.ts';
import { type Admitted, admit } from './admit.ts';
import { type FoundPod, findPod } from './subject.ts';

/** Asks a person for the target; undefined where there is nothing to ask. */
export type Pick = (pod: Pod) => Promise<string | undefined>;

/** A debug container that can be added, as far as that can be known before. */
export interface Prepared extends Planned {
  readonly apis: DebugApis;
  readonly admitted: Admitted;
}

/** A Pod and what would be added to it. */
export interface Planned extends FoundPod {
  readonly plan: DebugPlan;
}

/**
 * All that comes before the write, the requests side by side: the Pod, the user's rights, the
 * node, the patch tried on the server. Throws a UserError where anything is in the way.
 */
export async function prepare(
  client: KubeClient,
  request: DebugRequest,
  pick?: Pick,
): Promise<Prepared> {
  const { namespace } = client.connection;
  const reading = readPlan(client, request, pick);
  // Whichever fails first, the others must not be left unheard.
  reading.catch(() => undefined);
  const apis = await loadDebugApis(client);
  const ask = (name: string) => missingRights(apis, namespace, name, rightsFor(request));
  const known = nameIn(request);
  const early = known === undefined ? undefined : ask(known);
  const planned = await reading;
  const { pod, plan } = planned;
  const name = pod.metadata.name ?? '';
  const trying = admit(apis, { namespace, name }, pod, plan);
  trying.catch(() => undefined);
  const [missing, refusal] = await Promise.all([early ?? ask(name), readNodeRefusal(client, pod)]);
  if (missing.length > 0) throw adviceError(accessWords(missing, namespace));
  if (refusal !== undefined) throw adviceError(refusalWords(refusal, { namespace, pod: name }));
  return { ...planned, apis, admitted: await trying };
}

/** The Pod and the plan for it; throws the plan's refusal. */
export async function readPlan(
  client: KubeClient,
  { subject, wish }: DebugRequest,
  pick: Pick = async () => undefined,
): Promise<Planned> {
  const found = await findPod(client, subject);
  const target = wish.target ?? (await pick(found.pod));
  const chosen = target === undefined ? wish : { ...wish, target };
  const plan = planDebug(found.pod, chosen, suffixes());
  if (isRefusal(plan)) {
    const { namespace = '', name: pod = '' } = found.pod.metadata;
    throw adviceError(refusalWords(plan, { namespace, pod }));
  }
  return { ...found, plan };
}

/** The Pod's name, where the command line has it. */
function nameIn({ subject }: DebugRequest): string | undefined {
  return 'selector' in subject || subject.workload !== undefined ? undefined : subject.name;
}

function rightsFor({ attach }: DebugRequest): readonly Right[] {
  const add = { verb: 'patch', resource: 'pods', subresource: 'ephemeralcontainers' };
  return [add, ...(attach ? RIGHTS_TO_ATTACH : [])];
}

/** Since 1.35 attaching over a WebSocket needs `create` too (pkg/registry/core/pod/rest). */
export const RIGHTS_TO_ATTACH: readonly Right[] = ['get', 'create'].map((verb) => ({
  verb,
  resource: 'pods',
  subresource: 'attach',
}));

/** Nodes may be hidden from the user; then the wait will tell. */
async function readNodeRefusal(client: KubeClient, pod: Pod): Promise<Refusal | undefined> {
  try {
    return nodeRefusal(await readNode(client, pod.spec.nodeName ?? ''));
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** A refusal in words, as an error that a user can act on. */
export function adviceError({ message, hint }: Advice): UserError {
  return new UserError(message, { hint });
}

/** Characters that Kubernetes makes names of (apimachinery pkg/util/rand): no vowels, no words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Endless random ends for names, as Kubernetes makes them. */
export function* suffixes(): Generator<string> {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(5));
    yield Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }
}
