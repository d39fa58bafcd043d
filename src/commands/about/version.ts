import { EXIT } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { platformOf } from '../../kube/transport/client.ts';
import { readServerVersion } from '../../kube/version/server-version.ts';
import { versionSkew } from '../../model/version-skew.ts';
import { structuredVersions, type Versions, versionText } from '../../render/about/version.ts';
import { toJsonOrYaml } from '../../render/text/json-yaml.ts';
import { terminalOf } from '../../render/text/terminal.ts';
import type { Run } from '../command.ts';

interface Options {
  readonly client?: boolean;
  readonly output?: 'json' | 'yaml';
}

/** Tells the client's version also where the server's cannot be had, as kubectl does. */
export const run: Run = async ({ options }, { io, connect, version }) => {
  const { client: clientOnly = false, output } = options as Options;
  const client = { gitVersion: `v${version}`, platform: platformOf(io.platform, io.architecture) };
  if (clientOnly) {
    await io.writeOut(textOf({ client }, output, io));
    return EXIT.success;
  }
  try {
    const server = await readServerVersion(await connect());
    const skew = versionSkew(server.gitVersion);
    await io.writeOut(textOf({ client, server: { ...server, skew } }, output, io));
  } catch (error) {
    await io.writeOut(textOf({ client }, output, io));
    throw error;
  }
  return EXIT.success;
};

function textOf(versions: Versions, output: Options['output'], io: Io): string {
  if (output === undefined) return versionText(versions, terminalOf('never', io).width);
  const value = structuredVersions(versions);
  return toJsonOrYaml(value, output);
}
