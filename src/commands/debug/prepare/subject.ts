import { UserError } from '../../../errors.ts';
import { podsWith, selectorOf } from '../../../kube/debug/pods-of.ts';
import { readPod } from '../../../kube/reads/pods.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import { type Sickest, sickest } from '../../../model/debug/sickest.ts';
import type { Pod } from '../../../model/kubernetes/api.ts';
import type { Subject } from '../request/request.ts';

/** The Pod, and why it was chosen where there was a choice. */
export interface FoundPod {
  readonly pod: Pod;
  readonly choice: Sickest | undefined;
}

/** Reads the Pod that is meant; throws a UserError where there is none that could be. */
export async function findPod(client: KubeClient, subject: Subject): Promise<FoundPod> {
  const { namespace } = client.connection;
  if ('selector' in subject) return choose(client, subject.selector, `with ${subject.selector}`);
  const { workload, name } = subject;
  if (workload === undefined) {
    return { pod: (await readPod(client, namespace, name)).pod, choice: undefined };
  }
  const word = `${workload.kind.toLowerCase()}/${name}`;
  const selector = await selectorOf(client, namespace, workload, name);
  if (selector === undefined) {
    throw new UserError(`${word} has no Pods of its own`, {
      hint: 'Give one of its Jobs as job/NAME, or a Pod.',
    });
  }
  return choose(client, selector, `of ${word}`, word);
}

async function choose(
  client: KubeClient,
  selector: string,
  whose: string,
  workload?: string,
): Promise<FoundPod> {
  const pods = await podsWith(client, client.connection.namespace, selector);
  const choice = sickest(pods);
  if (choice !== undefined) return { pod: choice.pod, choice };
  const { namespace } = client.connection;
  const [first, ...more] = pods;
  if (first === undefined) {
    throw new UserError(`there are no Pods ${whose} in namespace ${namespace}`, {
      hint: workload && `See why: kubectl initx explain ${workload} -n ${namespace}`,
    });
  }
  const { name = '' } = first.metadata;
  throw new UserError(
    more.length === 0
      ? `the only Pod ${whose}, ${name}, can take no debug container: it has ended, is being deleted or has no node`
      : `none of the ${pods.length} Pods ${whose} can take a debug container: they have ended, are being deleted or have no node`,
    { hint: `See why: kubectl initx explain ${name} -n ${namespace}` },
  );
}
