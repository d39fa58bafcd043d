import { builtExecutable } from '../../support/built-executable.ts';

/** What `npm test` tells the tests of the cluster that it found or started. */
export const realCluster = {
  kubeconfig: process.env.INITX_E2E_KUBECONFIG ?? '',
  kubectl: process.env.INITX_E2E_KUBECTL ?? 'kubectl',
  hasNodeAccess: process.env.INITX_E2E_NODE_ACCESS === 'true',
  get isAbsent(): boolean {
    return this.kubeconfig === '';
  },
};

export const executable = builtExecutable();

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs a program on the test cluster; never throws on its exit code. */
export async function run(
  command: readonly string[],
  options: { stdin?: string; env?: Record<string, string> } = {},
): Promise<Finished> {
  const child = Bun.spawn([...command], {
    stdin: options.stdin === undefined ? 'ignore' : new TextEncoder().encode(options.stdin),
    stdout: 'pipe',
    stderr: 'pipe',
    env: { ...process.env, KUBECONFIG: realCluster.kubeconfig, NO_COLOR: '1', ...options.env },
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { stdout, stderr, exitCode };
}

/** Runs kubectl and gives its stdout; throws with its stderr when it fails. */
export async function kubectl(args: readonly string[], stdin?: string): Promise<string> {
  const finished = await run([realCluster.kubectl, ...args], stdin === undefined ? {} : { stdin });
  if (finished.exitCode !== 0) {
    throw new Error(`kubectl ${args.join(' ')}: ${finished.stderr}`);
  }
  return finished.stdout;
}

/** A namespace of its own with the default ServiceAccount in place, and the way to remove it. */
export async function createNamespace(prefix: string) {
  const name = `${prefix}-${Math.random().toString(36).slice(2, 7)}`;
  await kubectl(['create', 'namespace', name]);
  await until(`ServiceAccount default in ${name}`, async () => {
    const found = await run([realCluster.kubectl, '-n', name, 'get', 'serviceaccount', 'default']);
    return found.exitCode === 0;
  });
  const remove = () => kubectl(['delete', 'namespace', name, '--wait=false', '--ignore-not-found']);
  return { name, remove };
}

/** Asks again and again until `check` holds; throws with `what` when it does not in time. */
export async function until(
  what: string,
  check: () => Promise<boolean>,
  timeoutSeconds = 90,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  while (Date.now() < deadline) {
    if (await check()) return;
    await Bun.sleep(300);
  }
  throw new Error(`timed out after ${timeoutSeconds} s: ${what}`);
}
