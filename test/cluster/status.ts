import { nodeIsReady } from './api.ts';
import { programPaths } from './build.ts';
import { isRunning } from './component.ts';
import { KUBERNETES_VERSION } from './go-modules.ts';
import { NODE_NAME, PATHS } from './layout.ts';
import { findMachine } from './machine.ts';
import { leftovers } from './teardown.ts';
import { COMPONENTS } from './up.ts';

/** What runs, in lines for a person. */
export async function status(): Promise<string> {
  const machine = findMachine();
  if (!machine) {
    const old = await leftovers();
    const rest = old.length > 0 ? `\nleft behind: ${old.join(', ')} (remove with down)` : '';
    return `the cluster is down${rest}`;
  }
  const ready = await nodeIsReady().catch(() => false);
  return [
    ...COMPONENTS.map((name) => `${isRunning(machine, name) ? 'running' : 'stopped'}  ${name}`),
    `Kubernetes  ${KUBERNETES_VERSION}`,
    `node        ${NODE_NAME}, ${ready ? 'Ready' : 'not Ready'}`,
    `kubectl     ${programPaths().kubectl}`,
    `kubeconfig  ${PATHS.kubeconfig}`,
    `logs        ${PATHS.logs}`,
  ].join('\n');
}
