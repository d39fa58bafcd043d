/** How Homebrew and Scoop get the same archives. */

const HOME = 'https://github.com/kubectl-initx/kubectl-initx';

export interface Published {
  readonly version: string;
  readonly description: string;
  /** The sha256 of each archive, by its name. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** A formula for Homebrew: the archive of the platform, and completion for kubectl and shells. */
export function homebrewFormula({ version, description, checksums }: Published): string {
  const archive = (name: string, indent: string) => {
    const file = `kubectl-initx-${name}.tar.gz`;
    const sha = checksums.get(file);
    return `${indent}url "${HOME}/releases/download/v${version}/${file}"\n${indent}sha256 "${sha}"`;
  };
  const system = (os: 'macos' | 'linux', name: string) => `  on_${os} do
    on_arm do
${archive(`${name}-arm64`, '      ')}
    end
    on_intel do
${archive(`${name}-amd64`, '      ')}
    end
  end
`;
  return `class KubectlInitx < Formula
  desc "${description}"
  homepage "${HOME}"
  version "${version}"
  license "Apache-2.0"

${system('macos', 'darwin')}
${system('linux', 'linux')}
  def install
    bin.install "kubectl-initx", "kubectl_complete-initx"
    generate_completions_from_executable(bin/"kubectl-initx", "completion", shells: [:bash, :zsh, :fish])
  end

  test do
    assert_match "v#{version}", shell_output("#{bin}/kubectl-initx version --client")
  end
end
`;
}

/** A manifest for Scoop. */
export function scoopManifest({ version, description, checksums }: Published): string {
  const url = (arch: string, tag: string) =>
    `${HOME}/releases/download/${tag}/kubectl-initx-windows-${arch}.zip`;
  const archive = (arch: string) => ({
    url: url(arch, `v${version}`),
    hash: checksums.get(`kubectl-initx-windows-${arch}.zip`),
  });
  const manifest = {
    version,
    description,
    homepage: HOME,
    license: 'Apache-2.0',
    architecture: { '64bit': archive('amd64'), arm64: archive('arm64') },
    bin: ['kubectl-initx.exe', 'kubectl_complete-initx.cmd'],
    checkver: 'github',
    autoupdate: {
      architecture: {
        '64bit': { url: url('amd64', 'v$version') },
        arm64: { url: url('arm64', 'v$version') },
      },
    },
  };
  return `${JSON.stringify(manifest, undefined, 4)}\n`;
}
