/** The names most like the one that was wanted, best first, at most three. */
export function nearNames(names: readonly string[], wanted: string): readonly string[] {
  const limit = wanted.length < 3 ? 1 : Math.max(2, Math.floor(wanted.length / 4));
  return names
    .map((name) => ({ name, distance: distanceOf(name, wanted) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** A name that only goes on where the wanted one ends (`web` for `web-7d9c-x2v`) is near. */
function distanceOf(name: string, wanted: string): number {
  if (wanted !== '' && name.startsWith(`${wanted}-`)) return 1;
  if (wanted.length >= 3 && (name.startsWith(wanted) || name.includes(wanted))) return 2;
  return Math.min(editDistance(name, wanted), editDistance(workloadPart(name), wanted));
}

/** `web-7d9c5b8f6d-x2v9k` without what its ReplicaSet appended. */
function workloadPart(name: string): string {
  return name.replace(/(?:-[a-z0-9]{8,10})?-[a-z0-9]{5}$/, '');
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** A Pod's name, with the controller that made it. */
export interface OwnedName {
  readonly name: string;
  readonly owner: { readonly kind: string; readonly name: string };
  /** What its Deployment appended to the name of the ReplicaSet. */
  readonly templateHash: string | undefined;
}

const SHORT_KINDS: Readonly<Record<string, string>> = {
  StatefulSet: 'sts',
  DaemonSet: 'ds',
  ReplicaSet: 'rs',
  Job: 'job',
};

/** The workload of just that name that made one of the Pods, as KIND/NAME. */
export function workloadOfPods(pods: readonly OwnedName[], wanted: string): string | undefined {
  for (const { owner, templateHash } of pods) {
    const kind = Object.hasOwn(SHORT_KINDS, owner.kind) ? SHORT_KINDS[owner.kind] : undefined;
    if (kind !== undefined && owner.name === wanted) return `${kind}/${wanted}`;
    const isOfDeployment = owner.kind === 'ReplicaSet' && templateHash !== undefined;
    if (isOfDeployment && owner.name === `${wanted}-${templateHash}`) return `deploy/${wanted}`;
  }
  return undefined;
}
