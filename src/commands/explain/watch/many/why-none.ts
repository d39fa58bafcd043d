import { attempt } from '../../../../errors.ts';
import type { Io } from '../../../../io/io.ts';
import { readWorkloadPods } from '../../../../kube/explain/workload-pods.ts';
import type { KubeClient } from '../../../../kube/transport/client.ts';
import { workloadReport } from '../../../../model/explain/many/workload-report.ts';
import { workloadText } from '../../../../render/explain/many/workload-words.ts';
import { styleOf } from '../../../../render/text/style.ts';
import { terminalOf } from '../../../../render/text/terminal.ts';
import type { WatchedPods } from '../../request.ts';

/** In one line why a workload that is watched has no Pods. Undefined where it has, or nobody knows. */
export async function readWhyNone(
  { of }: WatchedPods,
  client: KubeClient,
  io: Io,
): Promise<string | undefined> {
  if (of.kind !== 'workload') return undefined;
  const { namespace } = client.connection;
  const take = () => undefined;
  const read = await attempt(readWorkloadPods(client, of.workload, namespace, of.name, take));
  if (!('value' in read) || read.value.pods > 0) return undefined;
  const style = styleOf({ ...terminalOf('never', io), width: Number.POSITIVE_INFINITY });
  const text = workloadText(workloadReport(read.value), io.now(), style);
  return text.replace(/\s*\n\s*/g, ' ').trim();
}
