import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './command.ts';
import { CGROUP } from './layout.ts';

/** Makes the cgroup that pods live under: in each v1 hierarchy, or in the unified one. */
export function makeCgroups(): void {
  for (const hierarchy of hierarchies()) {
    if (hierarchy.unified) enableControllers(hierarchy.path);
    mkdirSync(join(hierarchy.path, CGROUP), { recursive: true });
    if (hierarchy.unified) enableControllers(join(hierarchy.path, CGROUP));
  }
}

/** Removes the cgroups; their processes must have been killed. */
export async function removeCgroups(): Promise<void> {
  for (const own of ownCgroups()) {
    // A process that was just killed keeps its cgroup busy for a moment.
    await waitUntil(
      () => removeTree(own),
      10,
      () => `cannot remove the cgroup ${own}`,
    );
  }
}

/** The cluster's cgroups that exist. */
export function ownCgroups(): readonly string[] {
  // runc makes one in the unified hierarchy even where it uses those of v1.
  return [...mountsOf('cgroup'), ...mountsOf('cgroup2')]
    .map((path) => join(path, CGROUP))
    .filter((path) => existsSync(path));
}

type Hierarchy = { readonly path: string; readonly unified: boolean };

// On a machine with v1 hierarchies a v2 one may be mounted too, for systemd alone: not ours to use.
function hierarchies(): readonly Hierarchy[] {
  const v1 = mountsOf('cgroup');
  if (v1.length > 0) return v1.map((path) => ({ path, unified: false }));
  return mountsOf('cgroup2').map((path) => ({ path, unified: true }));
}

function mountsOf(wanted: string): readonly string[] {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return mounts.flatMap((line) => {
    const [, path, type] = line.split(' ');
    return path && type === wanted ? [path] : [];
  });
}

function enableControllers(path: string): void {
  const available = readFileSync(join(path, 'cgroup.controllers'), 'utf8').trim().split(/\s+/);
  for (const controller of available) {
    try {
      writeFileSync(join(path, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      // Some (cpu with real-time processes, say) cannot be had; the kubelet names those it misses.
    }
  }
}

function removeTree(path: string): boolean {
  if (!existsSync(path)) return true;
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() && !removeTree(join(path, entry.name))) return false;
    }
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}
