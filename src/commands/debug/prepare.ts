import { UserError } from '../../errors.ts';
import { missingRights, type Right } from '../../kube/debug/access.ts';
import { type DebugApis, loadDebugApis } from '../../kube/debug/apis.ts';
import { readNode } from '../../kube/reads/node-list.ts';
import { readPod } from '../../kube/reads/pods.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { ApiError } from '../../kube/transport/errors.ts';
import { type DebugPlan, planDebug } from '../../model/debug/plan.ts';
import { nodeRefusal } from '../../model/debug/preflight.ts';
import { isRefusal, type Refusal } from '../../model/debug/refusal.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { accessWords } from '../../render/debug/access-words.ts';
import { type Advice, refusalWords } from '../../render/debug/refusal-words.ts';
import { type Admitted, admit } from './admit.ts';
import type { DebugRequest } from './request.ts';

/** A debug container that can be added, as far as that can be known before. */
export interface Prepared {
  readonly pod: Pod;
  readonly plan: DebugPlan;
  readonly apis: DebugApis;
  readonly admitted: Admitted;
}

/**
 * All that comes before the write, the requests side by side: the Pod, the user's rights, the
 * node, the patch tried on the server. Throws a UserError where anything is in the way.
 */
export async function prepare(client: KubeClient, request: DebugRequest): Promise<Prepared> {
  const { namespace } = client.connection;
  const { name } = request.subject;
  const reading = readPlan(client, request);
  // Whichever fails first, the others must not be left unheard.
  reading.catch(() => undefined);
  const apis = await loadDebugApis(client);
  const asking = missingRights(apis, namespace, name, rightsFor(request));
  const { pod, plan } = await reading;
  const trying = admit(apis, { namespace, name }, pod, plan);
  trying.catch(() => undefined);
  const [missing, refusal] = await Promise.all([asking, readNodeRefusal(client, pod)]);
  if (missing.length > 0) throw adviceError(accessWords(missing, namespace));
  if (refusal !== undefined) throw adviceError(refusalWords(refusal, name));
  return { pod, plan, apis, admitted: await trying };
}

/** The Pod and the plan for it; throws the plan's refusal. */
export async function readPlan(
  client: KubeClient,
  { subject, wish }: DebugRequest,
): Promise<{ readonly pod: Pod; readonly plan: DebugPlan }> {
  const { pod } = await readPod(client, client.connection.namespace, subject.name);
  const plan = planDebug(pod, wish, suffixes());
  if (isRefusal(plan)) throw adviceError(refusalWords(plan, subject.name));
  return { pod, plan };
}

/** Since 1.35 attaching over a WebSocket needs `create` too (pkg/registry/core/pod/rest). */
function rightsFor({ attach }: DebugRequest): readonly Right[] {
  const add = { verb: 'patch', resource: 'pods', subresource: 'ephemeralcontainers' };
  if (!attach) return [add];
  const attaching = { resource: 'pods', subresource: 'attach' };
  return [add, { verb: 'get', ...attaching }, { verb: 'create', ...attaching }];
}

/** Nodes may be hidden from the user; then the wait will tell. */
async function readNodeRefusal(client: KubeClient, pod: Pod): Promise<Refusal | undefined> {
  try {
    return nodeRefusal(await readNode(client, pod.spec.nodeName ?? ''));
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

export function adviceError({ message, hint }: Advice): UserError {
  return new UserError(message, { hint });
}

/** Characters that Kubernetes makes names of (apimachinery pkg/util/rand): no vowels, no words. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

function* suffixes(): Generator<string> {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(5));
    yield Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }
}
