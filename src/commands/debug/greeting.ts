import { readLogTail } from '../../kube/explain/log-tail.ts';
import type { KubeClient } from '../../kube/transport/client.ts';
import { hints } from '../../model/debug/hints.ts';
import { notices } from '../../model/debug/notices.ts';
import { isRunning } from '../../model/debug/target.ts';
import type { Pod } from '../../model/kubernetes/api.ts';
import { containersOf } from '../../model/kubernetes/containers.ts';
import { hintWords } from '../../render/debug/hint-words.ts';
import { choiceWords, noticeWords, RECORDED } from '../../render/debug/notice-words.ts';
import { lookInside } from './look-inside.ts';
import type { Prepared } from './prepare/prepare.ts';
import type { Say } from './say.ts';

/** How many lines of a stuck init container are shown. */
const LOG_LINES = 5;

/** What is known before the container is added. */
export async function tellBefore(prepared: Prepared, say: Say): Promise<void> {
  const { pod, choice, plan, admitted } = prepared;
  if (choice !== undefined) await say(choiceWords(choice));
  for (const notice of notices(pod, plan, admitted.rung, admitted.refused)) {
    await say(noticeWords(notice));
  }
}

/** The last lines of the init container that holds the Pod back; it is why somebody looks. */
export async function readStuckOutput(client: KubeClient, { pod, plan }: Prepared) {
  const { by, container } = plan.target;
  if (by !== 'init') return [];
  const { namespace = '', name = '' } = pod.metadata;
  const tail = await readLogTail(client, {
    namespace,
    pod: name,
    container: container.name,
    previous: false,
    count: LOG_LINES,
  });
  if ('unreadable' in tail || tail.lines.length === 0) return [];
  return [`The last output of ${container.name}:`, ...tail.lines.map((line) => `  ${line}`)];
}

/** What a look from inside gives, for a person who is about to type there. */
export async function tellInside(
  client: KubeClient,
  pod: Pod,
  { plan }: Prepared,
  say: Say,
): Promise<void> {
  const { target, namespace } = plan;
  // It may have ended or restarted while the debug container started.
  const container =
    containersOf(pod).find(({ name }) => name === target.container.name) ?? target.container;
  const isVisible = namespace.kind !== 'own' && isRunning(container);
  const facts = isVisible ? await lookInside(client, pod, plan.name, container) : undefined;
  for (const hint of hints(facts, container, namespace)) await say(hintWords(hint));
  await say(RECORDED);
}
