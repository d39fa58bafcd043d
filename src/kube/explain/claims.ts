import { attempt } from '../../errors.ts';
import type { FoundClaim } from '../../model/explain/verdict/claim.ts';
import { parseTimestamp } from '../../model/kubernetes/time.ts';
import { apiPath } from '../objects/api-path.ts';
import { fieldsOf, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import type { KubeClient } from '../transport/client.ts';
import { isNotFound, problemOf } from '../transport/errors.ts';
import { inTime } from './in-time.ts';

/** Each is counted up, not written again: no claim has as many. */
const MOST_EVENTS = 100;

/**
 * Reads a PersistentVolumeClaim, its Events and its StorageClass. What may not be read is left out,
 * or told where it is the claim itself. Undefined where it does not come in time.
 */
export async function readClaim(
  client: KubeClient,
  namespace: string,
  name: string,
): Promise<FoundClaim | undefined> {
  return inTime((signal) => read(client, namespace, name, signal));
}

async function read(
  client: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<FoundClaim> {
  const core = { groupPath: '/api/v1', namespace };
  const about = `involvedObject.kind=PersistentVolumeClaim,involvedObject.name=${name}`;
  const [claim, events] = await Promise.all([
    attempt(
      client.getJson(apiPath({ ...core, resource: 'persistentvolumeclaims', name }), { signal }),
    ),
    attempt(
      client.getJson(apiPath({ ...core, resource: 'events' }), {
        query: { fieldSelector: about, limit: MOST_EVENTS },
        signal,
      }),
    ),
  ]);
  if (!('value' in claim)) {
    const { problem } = claim;
    return isNotFound(problem) ? { name } : { name, unreadable: problemOf(problem) };
  }
  const { metadata, spec, status } = fieldsOf(claim.value.body);
  const { storageClassName, volumeName } = fieldsOf(spec);
  // An empty name is one: it wants no class.
  const className = typeof storageClassName === 'string' ? storageClassName : undefined;
  const volume = textOf(volumeName);
  const phase = textOf(fieldsOf(status).phase) ?? 'Pending';
  const isOpen = phase === 'Pending' && !volume && className;
  const storageClass = isOpen ? await readClass(client, className, signal) : undefined;
  const uid = textOf(fieldsOf(metadata).uid);
  const said = 'value' in events ? sayingMost(fieldsOf(events.value.body).items, uid) : undefined;
  return {
    name,
    phase,
    ...(className !== undefined && { storageClassName: className }),
    ...(volume && { volumeName: volume }),
    ...(storageClass && { storageClass }),
    ...(said && { said }),
  };
}

async function readClass(
  client: KubeClient,
  name: string,
  signal: AbortSignal,
): Promise<FoundClaim['storageClass']> {
  const path = `/apis/storage.k8s.io/v1/storageclasses/${encodeURIComponent(name)}`;
  const found = await attempt(client.getJson(path, { signal }));
  if (!('value' in found)) return isNotFound(found.problem) ? { isThere: false } : undefined;
  const provisioner = textOf(fieldsOf(found.value.body).provisioner);
  return { isThere: true, ...(provisioner !== undefined && { provisioner }) };
}

/**
 * A failure, or else that the provisioner is at it, before what the controller repeats meanwhile;
 * of one kind the newest.
 */
function sayingMost(items: unknown, uid: string | undefined): FoundClaim['said'] {
  const own = objectsOf(items).filter(({ involvedObject }) => fieldsOf(involvedObject).uid === uid);
  const rank = ({ type, reason }: JsonObject) => {
    if (type === 'Warning') return 2;
    return reason === 'Provisioning' ? 1 : 0;
  };
  const lastSeen = ({ lastTimestamp, eventTime }: JsonObject) =>
    parseTimestamp(textOf(lastTimestamp) ?? textOf(eventTime)) ?? 0;
  const [most] = own.toSorted(
    (one, other) => rank(other) - rank(one) || lastSeen(other) - lastSeen(one),
  );
  const reason = textOf(most?.reason);
  return reason === undefined ? undefined : { reason, message: textOf(most?.message) ?? '' };
}
