import { resolve } from 'node:path';
import { fileProblem, UserError } from '../../errors.ts';
import { isJsonObject, type JsonObject, objectsOf, textOf } from '../objects/json-value.ts';
import type { Credentials, Environment } from './connection.ts';
import { checkPluginPolicy, lookPath } from './plugin-policy.ts';

const API_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];
const INTERACTIVE_MODES = ['Never', 'IfAvailable', 'Always'];

/** A credential plugin (`users[].user.exec`) and what it may be told. */
export interface CredentialPlugin {
  readonly exec: JsonObject;
  /** Directory of the kubeconfig: a command with a slash is relative to it. */
  readonly directory: string;
  /** The cluster as `ExecCredential.spec.cluster`, passed on if the plugin asks for it. */
  readonly cluster: JsonObject;
  /** --kuberc. */
  readonly kuberc: string | undefined;
}

/** Runs a credential plugin as kubectl does: its prompts reach the terminal, stdin too. */
export async function runCredentialPlugin(
  plugin: CredentialPlugin,
  environment: Environment,
): Promise<Credentials> {
  const { apiVersion, command } = checkPlugin(plugin.exec);
  const program = /[\\/]/.test(command) ? resolve(plugin.directory, command) : command;
  checkPluginPolicy(command, program, plugin.kuberc, environment);
  const interactive = isInteractive(plugin.exec, environment.stdinIsTerminal);
  const info = {
    kind: 'ExecCredential',
    apiVersion,
    spec: {
      interactive,
      ...(plugin.exec.provideClusterInfo === true ? { cluster: plugin.cluster } : {}),
    },
  };
  // Before the variables of the plugin's own come into it, as PATH may be among them.
  const found = program === command ? lookPath(command, environment.env) : program;
  if (found === undefined) throw notFound(plugin.exec);
  const output = await runCommand(plugin.exec, found, interactive, {
    ...environment.env,
    ...pluginEnv(plugin.exec),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  });
  return readCredential(output, apiVersion);
}

/** What kubectl asks of every plugin before it runs (client-go tools/clientcmd/validation.go). */
export function checkPlugin(exec: JsonObject): { apiVersion: string; command: string } {
  const apiVersion = textOf(exec.apiVersion) ?? '';
  if (!API_VERSIONS.includes(apiVersion)) {
    throw new UserError(`exec plugin: invalid apiVersion "${apiVersion}"`, {
      hint: `A kubeconfig's exec user must have one of: ${API_VERSIONS.join(', ')}.`,
    });
  }
  const command = textOf(exec.command);
  if (command === undefined) throw incomplete('command');
  const mode = textOf(exec.interactiveMode);
  if (mode === undefined && apiVersion === API_VERSIONS[0]) throw incomplete('interactiveMode');
  if (mode !== undefined && !INTERACTIVE_MODES.includes(mode)) {
    throw new UserError(`invalid interactiveMode "${mode}" of the exec authentication plugin`, {
      hint: `It must be one of: ${INTERACTIVE_MODES.join(', ')}.`,
    });
  }
  if (objectsOf(exec.env).some(({ name }) => textOf(name) === undefined)) {
    throw incomplete('env variable name');
  }
  return { apiVersion, command };
}

function incomplete(what: string): UserError {
  return new UserError(`${what} must be specified to use the exec authentication plugin`, {
    hint: "Add it to the exec section of the kubeconfig's user.",
  });
}

/** Before v1, and nowhere else, a plugin that says nothing of it is asked as it can be. */
function isInteractive(exec: JsonObject, stdinIsTerminal: boolean): boolean {
  const mode = textOf(exec.interactiveMode) ?? 'IfAvailable';
  if (mode === 'Always' && !stdinIsTerminal) {
    throw failure('exec plugin cannot support interactive mode: standard input is not a terminal');
  }
  return mode !== 'Never' && stdinIsTerminal;
}

function pluginEnv(exec: JsonObject): Record<string, string> {
  const pairs = objectsOf(exec.env).map(({ name, value }) => [name, textOf(value) ?? '']);
  return Object.fromEntries(pairs) as Record<string, string>;
}

async function runCommand(
  exec: JsonObject,
  program: string,
  interactive: boolean,
  env: Record<string, string | undefined>,
): Promise<string> {
  const command = textOf(exec.command);
  const args = Array.isArray(exec.args) ? exec.args.map((each) => textOf(each) ?? '') : [];
  let child: Bun.Subprocess<'inherit' | 'ignore', 'pipe', 'inherit'>;
  try {
    child = Bun.spawn([program, ...args], {
      env,
      stdin: interactive ? 'inherit' : 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
    });
  } catch (cause) {
    const problem = fileProblem(cause);
    const isMissing = problem === 'no such file or directory' || /not found/.test(problem);
    throw isMissing
      ? notFound(exec, cause)
      : failure(`exec: executable ${command}: ${problem}`, undefined, cause);
  }
  const output = await new Response(child.stdout).text();
  const code = await child.exited;
  if (code === 0) return output;
  throw failure(
    `exec: executable ${command} failed with exit code ${code}`,
    'What it wrote to stderr stands above; log in with it again if it asks for that.',
  );
}

function notFound(exec: JsonObject, cause?: unknown): UserError {
  const hint = textOf(exec.installHint) ?? 'Install it, or put it on the PATH.';
  return failure(`exec: executable ${textOf(exec.command)} not found`, hint, cause);
}

function readCredential(output: string, apiVersion: string): Credentials {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    // Without the parser's words: they quote from what may be a bare token.
    const what = output.trim() === '' ? 'nothing' : 'something that is not JSON';
    throw failure(`decoding stdout: the exec plugin printed ${what}`);
  }
  if (!isJsonObject(answer) || (textOf(answer.kind) ?? 'ExecCredential') !== 'ExecCredential') {
    throw failure('exec plugin did not return an ExecCredential');
  }
  if (answer.apiVersion !== apiVersion) {
    throw failure(
      `exec plugin is configured to use API version ${apiVersion}, plugin returned version ${textOf(answer.apiVersion) ?? 'none'}`,
    );
  }
  const status = answer.status;
  if (!isJsonObject(status)) throw failure("exec plugin didn't return a status field");
  const token = textOf(status.token);
  const clientCertificate = textOf(status.clientCertificateData);
  const clientKey = textOf(status.clientKeyData);
  if ((clientCertificate === undefined) !== (clientKey === undefined)) {
    throw failure('exec plugin returned only one of clientCertificateData and clientKeyData');
  }
  if (token === undefined && clientCertificate === undefined) {
    throw failure("exec plugin didn't return a token or cert/key pair");
  }
  return {
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    clientCertificate,
    clientKey,
    expires: expiryOf(status.expirationTimestamp),
  };
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function expiryOf(timestamp: unknown): number | undefined {
  if (timestamp === undefined || timestamp === null) return undefined;
  const expires = RFC3339.test(String(timestamp)) ? Date.parse(String(timestamp)) : Number.NaN;
  if (!Number.isNaN(expires)) return expires;
  throw failure('decoding stdout: the expirationTimestamp of the exec plugin is no time');
}

function failure(what: string, hint?: string, cause?: unknown): UserError {
  return new UserError(`Unable to connect to the server: getting credentials: ${what}`, {
    hint,
    cause,
    prefix: '',
  });
}
