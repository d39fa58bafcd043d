/** The cluster that scenarios run on. */
export interface TargetCluster {
  readonly kubeconfig: string;
  readonly kubectl: string;
  readonly nodeAccess: boolean;
}

/**
 * Speaks to the API server through `kubectl proxy`, so that whatever the kubeconfig asks for in
 * TLS and credentials is kubectl's matter, and the tests do not lean on the code they test.
 */
export class ClusterApi {
  readonly cluster: TargetCluster;
  #base: string;
  #proxy: Bun.Subprocess;

  private constructor(cluster: TargetCluster, proxy: Bun.Subprocess, base: string) {
    this.cluster = cluster;
    this.#proxy = proxy;
    this.#base = base;
  }

  static async connect(cluster: TargetCluster): Promise<ClusterApi> {
    const proxy = Bun.spawn([cluster.kubectl, 'proxy', '--port=0'], {
      env: { ...process.env, KUBECONFIG: cluster.kubeconfig },
      stdout: 'pipe',
      stderr: 'inherit',
      stdin: 'ignore',
    });
    for await (const line of linesOf(proxy.stdout)) {
      const address = line.match(/Starting to serve on (\S+)/)?.[1];
      if (address) return new ClusterApi(cluster, proxy, `http://${address}`);
    }
    throw new Error('kubectl proxy did not start');
  }

  close(): void {
    this.#proxy.kill();
  }

  async get<T>(path: string, accept = 'application/json'): Promise<T | undefined> {
    const answer = await fetch(this.#base + path, { headers: { accept } });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** The events of a watch, until the signal ends it. */
  async *watch<T>(
    path: string,
    signal: AbortSignal,
    accept = 'application/json',
  ): AsyncGenerator<{ readonly type: string; readonly object: T }> {
    const answer = await fetch(this.#base + path, { headers: { accept }, signal });
    if (!answer.ok || !answer.body) throw new Error(`watch ${path}: ${answer.status}`);
    try {
      for await (const line of linesOf(answer.body)) yield JSON.parse(line);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Runs kubectl and gives its standard output; throws what it complains about. */
  async kubectl(args: readonly string[], stdin?: string): Promise<string> {
    const child = Bun.spawn([this.cluster.kubectl, ...args], {
      stdin: stdin === undefined ? 'ignore' : new TextEncoder().encode(stdin),
      stdout: 'pipe',
      stderr: 'pipe',
      env: { ...process.env, KUBECONFIG: this.cluster.kubeconfig },
    });
    const [stdout, stderr, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** A new namespace in which Pods can be created: that takes the ServiceAccount. */
  async createNamespace(prefix: string): Promise<string> {
    const name = `${prefix}-${Math.random().toString(36).slice(2, 7)}`;
    await this.kubectl(['create', 'namespace', name]);
    const account = `/api/v1/namespaces/${name}/serviceaccounts/default`;
    while (!(await this.get(account))) await Bun.sleep(100);
    return name;
  }

  async deleteNamespace(name: string): Promise<void> {
    await this.kubectl(['delete', 'namespace', name, '--wait=false', '--ignore-not-found']);
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}
