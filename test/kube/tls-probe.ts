import { describeUserError, UserError } from '../../src/errors.ts';
import { resolveConnection } from '../../src/kube/connect/resolve-connection.ts';
import { isJsonObject } from '../../src/kube/objects/json-value.ts';
import { podPath } from '../../src/kube/reads/pods.ts';
import { createClient, type KubeClient, userAgentOf } from '../../src/kube/transport/client.ts';
import { openWebSocket } from '../../src/kube/web-socket/open.ts';

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
    const socket = await openWebSocket(client, '/api/v1/namespaces', { query: { watch: true } });
    for await (const data of socket.messages()) {
      return JSON.parse(new TextDecoder().decode(data)).object;
    }
    throw new Error('the WebSocket ended without a message');
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
  const path = `${podPath(client.connection.namespace, pod)}/exec`;
  const socket = await openWebSocket(client, path, {
    query: { command: ['cat'], stdin: true, stdout: true },
    protocols: ['v5.channel.k8s.io'],
  });
  await socket.send(Buffer.concat([Buffer.of(CHANNELS.stdin), Buffer.from(ECHO)]));
  await socket.send(Buffer.of(CHANNELS.close, CHANNELS.stdin));
  const heard: string[] = [];
  for await (const [channel, ...bytes] of socket.messages()) {
    const text = Buffer.from(bytes).toString();
    if (channel === CHANNELS.stdout) heard.push(text);
    if (channel !== CHANNELS.error) continue;
    if (heard.join('') !== ECHO) throw new Error(`cat said ${JSON.stringify(heard)}`);
    return JSON.parse(text);
  }
  throw new Error('closed without a status');
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
