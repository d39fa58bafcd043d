import { sanitise } from './sanitise.ts';

const GROUPS: Readonly<Record<string, string>> = {
  Deployment: '.apps',
  StatefulSet: '.apps',
  DaemonSet: '.apps',
  ReplicaSet: '.apps',
  Job: '.batch',
  CronJob: '.batch',
};

/** `deployment.apps/web`, as `-o name` of kubectl has it. */
export function objectName(kind: string, name: string): string {
  return sanitise(`${kind.toLowerCase()}${GROUPS[kind] ?? ''}/${name}`);
}
