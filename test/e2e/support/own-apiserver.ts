import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programPaths } from '../../cluster/build.ts';
import { apiserver } from '../../cluster/control-plane.ts';
import { realCluster, run, until } from './real-cluster.ts';

/** A kube-apiserver that may be killed and started again; the cluster's own goes on undisturbed. */
interface OwnApiServer {
  readonly kubeconfig: string;
  /** Starts it, with these tokens for administrators, and waits until it serves. */
  readonly start: (...tokens: readonly string[]) => Promise<void>;
  /** Ends it as a crash of its machine does. */
  readonly kill: () => Promise<void>;
}

/** Two API servers of one cluster with neither nodes nor controllers: an etcd is all they share. */
export interface OwnApiServers {
  /** In place of the kubelet. */
  readonly steady: OwnApiServer;
  readonly restarted: OwnApiServer;
  readonly directory: string;
  readonly close: () => Promise<void>;
}

/** Starts an etcd; the servers are started by whoever uses them. */
export async function startOwnApiServers(): Promise<OwnApiServers> {
  const directory = mkdtempSync(join(tmpdir(), 'initx-apiserver-'));
  const [client, peer] = [await freePort(), await freePort()];
  const etcd = start('etcd', directory, [
    programPaths().etcd,
    `--data-dir=${join(directory, 'etcd')}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
    '--unsafe-no-fsync',
  ]);
  const steady = await ownApiServer('steady', client, directory);
  const restarted = await ownApiServer('restarted', client, directory);
  return {
    steady,
    restarted,
    directory,
    close: async () => {
      await Promise.all([steady.kill(), restarted.kill()]);
      await end(etcd);
      rmSync(directory, { recursive: true });
    },
  };
}

async function ownApiServer(name: string, etcd: number, directory: string): Promise<OwnApiServer> {
  const port = await freePort();
  const kubeconfig = join(directory, `${name}.kubeconfig`);
  const tokens = join(directory, `${name}.tokens`);
  const ours = readFileSync(realCluster.kubeconfig, 'utf8');
  writeFileSync(kubeconfig, ours.replace(/(?<=server: ).*/, `https://127.0.0.1:${port}`));
  const other: Readonly<Record<string, string>> = {
    '--etcd-servers': `http://127.0.0.1:${etcd}`,
    '--bind-address': '127.0.0.1',
    '--secure-port': `${port}`,
  };
  const command = apiserver(programPaths(), {}).command.map((flag) => {
    const [flagName = ''] = flag.split('=');
    return flagName in other ? `${flagName}=${other[flagName]}` : flag;
  });
  let child: ChildProcess | undefined;
  return {
    kubeconfig,
    start: async (...list) => {
      writeFileSync(tokens, list.map((token) => `${token},admin,1,system:masters\n`).join(''));
      const more = ['--disable-admission-plugins=ServiceAccount'];
      if (list.length > 0) more.push(`--token-auth-file=${tokens}`);
      const started = start(name, directory, [...command, ...more]);
      child = started;
      const ready = [realCluster.kubectl, 'get', '--raw', '/readyz'];
      await until(`the API server ${name} is ready`, async () => {
        if (started.exitCode !== null) throw new Error(lastLines(join(directory, `${name}.log`)));
        return (await run(ready, { env: { KUBECONFIG: kubeconfig } })).exitCode === 0;
      });
    },
    kill: async () => {
      if (child !== undefined) await end(child);
      child = undefined;
    },
  };
}

function start(name: string, directory: string, [program = '', ...args]: readonly string[]) {
  const log = openSync(join(directory, `${name}.log`), 'a');
  return spawn(program, args, { cwd: directory, stdio: ['ignore', log, log] });
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
