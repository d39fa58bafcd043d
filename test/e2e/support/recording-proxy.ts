import { realCluster } from './real-cluster.ts';

/** `kubectl proxy` with a recorder before it: the real API server answers, all requests are noted. */
export interface RecordingProxy {
  readonly server: string;
  /** Method and path of each request since the last call, in the order in which they came. */
  take(): readonly string[];
  stop(): void;
}

export async function startRecordingProxy(): Promise<RecordingProxy> {
  const child = Bun.spawn([realCluster.kubectl, 'proxy', '--port=0'], {
    env: { ...process.env, KUBECONFIG: realCluster.kubeconfig },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const upstream = await addressOf(child.stdout);
  const seen: string[] = [];
  const recorder = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    idleTimeout: 60,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      seen.push(`${request.method} ${pathname}`);
      const headers = new Headers(request.headers);
      headers.delete('host');
      const answer = await fetch(`${upstream}${pathname}${search}`, {
        method: request.method,
        headers,
        body: request.body,
      });
      // fetch has unpacked the body.
      const said = new Headers(answer.headers);
      said.delete('content-encoding');
      said.delete('content-length');
      return new Response(answer.body, { status: answer.status, headers: said });
    },
  });
  return {
    server: `http://127.0.0.1:${recorder.port}`,
    take: () => seen.splice(0),
    stop: () => {
      recorder.stop(true);
      child.kill();
    },
  };
}

/** `Starting to serve on 127.0.0.1:41235` */
async function addressOf(stdout: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of stdout) {
    text += new TextDecoder().decode(chunk);
    const address = /serve on (\S+)/.exec(text)?.[1];
    if (address !== undefined) return `http://${address}`;
  }
  throw new Error(`kubectl proxy ended: ${text}`);
}
