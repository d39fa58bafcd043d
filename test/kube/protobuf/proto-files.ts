import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = join(import.meta.dirname, '..', '..', 'cluster', 'go', 'kubernetes');

/** The .proto files of the Kubernetes that the test cluster is made of. */
const FILES = {
  core: ['k8s.io/api', 'core/v1'],
  meta: ['k8s.io/apimachinery', 'pkg/apis/meta/v1'],
  resource: ['k8s.io/apimachinery', 'pkg/api/resource'],
  runtime: ['k8s.io/apimachinery', 'pkg/runtime'],
} as const;
export type ProtoFile = keyof typeof FILES;

/** Each field of each message as it is declared: `repeated Container containers = 2`. */
export type ProtoMessages = ReadonlyMap<string, readonly string[]>;

/** Why they cannot be read here, or undefined. */
export function protoFilesUnavailable(): string | undefined {
  return Bun.which('go') === null ? 'needs Go' : undefined;
}

/** Reads the files from the module cache of Go, which fetches them if it has to. */
export async function readProtoFiles(): Promise<ReadonlyMap<ProtoFile, ProtoMessages>> {
  const directories = await moduleDirectories([
    ...new Set(Object.values(FILES).map(([name]) => name)),
  ]);
  return new Map(
    Object.entries(FILES).map(([file, [name, folder]]) => {
      const path = join(directories.get(name) ?? '', folder, 'generated.proto');
      return [file as ProtoFile, messagesOf(readFileSync(path, 'utf8'))];
    }),
  );
}

async function moduleDirectories(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  // The go.mod replaces k8s.io/api by the version that belongs to its Kubernetes.
  const list = ['go', 'list', '-m', '-f', '{{.Path}} {{.Dir}}', ...names];
  const command = Bun.spawn(list, { cwd: MODULES, stdout: 'pipe', stderr: 'inherit' });
  const lines = (await new Response(command.stdout).text()).trim().split('\n');
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

function messagesOf(text: string): ProtoMessages {
  const code = text.replace(/\/\/.*$/gm, '');
  return new Map(
    [...code.matchAll(/^message (\w+) \{([^}]*)\}/gm)].map(([, name = '', body = '']) => [
      name,
      body
        .split(';')
        .map((field) =>
          field
            .trim()
            .replace(/\s+/g, ' ')
            .replace(/^optional /, ''),
        )
        .filter((field) => field !== ''),
    ]),
  );
}
