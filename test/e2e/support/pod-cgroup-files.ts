import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownCgroups } from '../../cluster/cgroup.ts';
import type { ResourcesAnswer } from './resource-answers.ts';

/** What the kernel holds a Pod to; `max` is no bound. */
export interface PodCgroupFiles {
  readonly cpu: string;
  readonly quota: string;
  readonly memory: string;
}

/** Reads them on the node of the tests' own cluster; undefined where the Pod has no cgroup. */
export function readPodCgroup(uid: string): PodCgroupFiles | undefined {
  const folders = ownCgroups().flatMap((own) =>
    ['', 'burstable', 'besteffort'].map((tier) => join(own, 'kubepods', tier, `pod${uid}`)),
  );
  const content = (file: string) => {
    const folder = folders.find((each) => existsSync(join(each, file)));
    return folder && readFileSync(join(folder, file), 'utf8').trim();
  };
  const [weight, max, memoryMax] = ['cpu.weight', 'cpu.max', 'memory.max'].map(content);
  if (weight !== undefined && max !== undefined && memoryMax !== undefined) {
    return { cpu: `weight ${weight}`, quota: max, memory: memoryMax };
  }
  const [shares, quota, period, memory] = [
    'cpu.shares',
    'cpu.cfs_quota_us',
    'cpu.cfs_period_us',
    'memory.limit_in_bytes',
  ].map(content);
  if (shares === undefined || quota === undefined || memory === undefined) return undefined;
  return {
    cpu: `shares ${shares}`,
    quota: `${quota === '-1' ? 'max' : quota} ${period}`,
    memory: BigInt(memory) >= UNLIMITED ? 'max' : memory,
  };
}

/** The same, as an answer of ours has it; the kernel keeps whole pages only. */
export function cgroupFilesOf({ cgroup }: ResourcesAnswer): PodCgroupFiles {
  const { cpuShares, cpuQuotaMicroseconds = 'max', memoryBytes } = cgroup;
  const memory = memoryBytes === undefined ? undefined : BigInt(memoryBytes);
  return {
    cpu: isUnified() ? `weight ${weightOf(cpuShares)}` : `shares ${cpuShares}`,
    quota: `${cpuQuotaMicroseconds} 100000`,
    memory: memory === undefined ? 'max' : String(memory - (memory % pageSize())),
  };
}

/** Nothing that a test sets; v1 writes "no limit" as the greatest number of whole pages. */
const UNLIMITED = 1n << 62n;

function isUnified(): boolean {
  return ownCgroups().some((own) => readdirSync(own).includes('cpu.weight'));
}

/** github.com/opencontainers/cgroups utils.go, ConvertCPUSharesToCgroupV2Value. */
function weightOf(shares: number): number {
  if (shares <= 2) return 1;
  const log = Math.log2(shares);
  return Math.ceil(10 ** ((log * log + 125 * log) / 612 - 7 / 34));
}

function pageSize(): bigint {
  return BigInt(Bun.spawnSync(['getconf', 'PAGESIZE']).stdout.toString().trim());
}
