/** The names most like the one that was wanted, in whatever case, best first, at most three. */
export function nearNames(names: readonly string[], wanted: string): readonly string[] {
  const limit = wanted.length < 5 ? 1 : Math.max(2, Math.floor(wanted.length / 4));
  return names
    .map((name) => ({ name, distance: distanceOf(name.toLowerCase(), wanted.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= limit && isSmallIn(distance, name))
    .sort((one, other) => one.distance - other.distance || one.name.localeCompare(other.name))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Two mistakes in a short name make another one of it. */
function isSmallIn(distance: number, name: string): boolean {
  return distance <= 1 || distance * 2 < name.length;
}

/** A name that only goes on where the wanted one ends (`web` for `web-7d9c-x2v`) is near. */
function distanceOf(name: string, wanted: string): number {
  if (wanted !== '' && name.startsWith(`${wanted}-`)) return 1;
  if (wanted.length >= 3 && name.includes(wanted)) return 1;
  return Math.min(editDistance(name, wanted), editDistance(workloadPart(name), wanted));
}

/** `web-7d9c5b8f6d-x2v9k` without what its ReplicaSet appended. */
function workloadPart(name: string): string {
  return name.replace(/(?:-[a-z0-9]{8,10})?-[a-z0-9]{5}$/, '');
}

/** Two signs that have changed places are one mistake. */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
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
