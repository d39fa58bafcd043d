import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runDownload } from '../../cluster/download.ts';

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

/** Has Go fetch the modules that its cache lacks, and reads the files from there. */
export async function readProtoFiles(): Promise<ReadonlyMap<ProtoFile, ProtoMessages>> {
  const directories = await moduleDirectories([
    ...new Set(Object.values(FILES).map(([name]) => name)),
  ]);
  return new Map(
    Object.entries(FILES).map(([file, [name, folder]]) => {
      const directory = directories.get(name);
      if (directory === undefined) throw new Error(`go mod download gave no folder of ${name}`);
      const path = join(directory, folder, 'generated.proto');
      return [file as ProtoFile, messagesOf(readFileSync(path, 'utf8'))];
    }),
  );
}

async function moduleDirectories(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  // The go.mod replaces k8s.io/api by the version that belongs to its Kubernetes.
  const answer = await runDownload('go', ['mod', 'download', '-json', ...names], {
    cwd: MODULES,
    env: { ...process.env, GOFLAGS: '' },
    onRetry: (line) => console.error(line),
  });
  const modules: { Path: string; Dir: string }[] = JSON.parse(
    `[${answer.trim().replaceAll('\n}\n{', '\n},\n{')}]`,
  );
  return new Map(modules.map(({ Path, Dir }) => [Path, Dir]));
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
