import { describeUserError, UserError } from '../../src/errors.ts';
import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { isJsonObject } from '../../src/kube/objects/json-value.ts';
import { podPath } from '../../src/kube/reads/pods.ts';
import { createClient, type KubeClient, userAgentOf } from '../../src/kube/transport/client.ts';

type Verb = (client: KubeClient, pod: string) => Promise<unknown>;

/**
 * `tls-probe KUBECONFIG VERB [POD]`: does one thing over the connection of a kubeconfig and
 * prints what kind of object came, so that the TLS tests can run it as a compiled executable.
 */
const VERBS: Readonly<Record<string, Verb>> = {
  get: async (client) => (await client.getJson('/api/v1/namespaces/default')).body,
  list: async (client) => (await client.getJson('/api/v1/namespaces')).body,
  watch: async (client) => {
    for await (const { object } of client.watch('/api/v1/namespaces')) return object;
    throw new Error('the watch ended without an event');
  },
  websocket: async (client) => {
    const socket = await client.openWebSocket('/api/v1/namespaces', { query: { watch: true } });
    const data = await new Promise<ArrayBuffer | string>((resolve) => {
      socket.onmessage = (event) => resolve(event.data);
    });
    socket.close();
    return JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data)).object;
  },
  exec: (client, pod) => echoInPod(client, pod),
};

/** Several groups to impersonate: the one request that goes by node:https instead of fetch. */
const GROUPS = { as: 'jane', asGroup: ['system:masters', 'system:authenticated'] };

const ECHO = 'there and back';
/** Channels of v5.channel.k8s.io: apimachinery pkg/util/remotecommand/constants.go. */
const CHANNELS = { stdin: 0, stdout: 1, error: 3, close: 255 };

/** Runs `cat` in the pod, and gives the Status at its end if cat said what it was told. */
async function echoInPod(client: KubeClient, pod: string): Promise<unknown> {
  const socket = await client.openWebSocket(`${podPath(client.connection.namespace, pod)}/exec`, {
    query: { command: ['cat'], stdin: true, stdout: true },
    protocols: ['v5.channel.k8s.io'],
  });
  const heard: string[] = [];
  const status = new Promise<string>((resolve, reject) => {
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const text = new TextDecoder().decode(data.slice(1));
      const [channel] = new Uint8Array(data);
      if (channel === CHANNELS.stdout) heard.push(text);
      if (channel === CHANNELS.error) resolve(text);
    };
    socket.onclose = ({ code, reason }) => reject(new Error(`closed without ${code} ${reason}`));
  });
  socket.send(Buffer.concat([Buffer.of(CHANNELS.stdin), Buffer.from(ECHO)]));
  socket.send(Buffer.of(CHANNELS.close, CHANNELS.stdin));
  const end: unknown = JSON.parse(await status);
  socket.close();
  if (heard.join('') !== ECHO) throw new Error(`cat said ${JSON.stringify(heard)}`);
  return end;
}

async function main(kubeconfig = '', verb = '', pod = ''): Promise<number> {
  try {
    const surroundings = { env: { ...process.env }, stdinIsTerminal: false };
    const flags = verb === 'groups' ? GROUPS : {};
    const connection = await resolveConnection({ kubeconfig, ...flags }, surroundings);
    const client = createClient(connection, userAgentOf('test', process.platform, process.arch));
    const answer = await VERBS[verb === 'groups' ? 'get' : verb]?.(client, pod);
    console.log(isJsonObject(answer) ? (answer.kind ?? answer.status) : answer);
    return 0;
  } catch (error) {
    console.error(error instanceof UserError ? describeUserError(error) : error);
    return 1;
  }
}

main(...process.argv.slice(2)).then((code) => process.exit(code));
