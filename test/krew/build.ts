import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildModules, productDir } from '../cluster/build.ts';
import { BUILD_FLAGS, type GoModule } from '../cluster/go-modules.ts';
import { lineProgress } from '../cluster/progress.ts';

const flags = [...BUILD_FLAGS, '-ldflags=-s -w'];

const KREW: GoModule = {
  name: 'krew',
  directory: join(import.meta.dir, 'go', 'krew'),
  programs: {
    krew: 'sigs.k8s.io/krew/cmd/krew',
    'validate-krew-manifest': 'sigs.k8s.io/krew/cmd/validate-krew-manifest',
  },
  flags,
};

const BOT: GoModule = {
  name: 'krew-release-bot',
  directory: join(import.meta.dir, 'go', 'bot'),
  programs: { bot: '.' },
  flags,
};

/** The real programs of krew, built from their Go modules. */
export interface KrewPrograms {
  readonly krew: string;
  /** Says what the index of krew would refuse. */
  readonly validator: string;
  /** Fills in a template (go/bot/main.go). */
  readonly bot: string;
}

/** Builds them, once, in about a minute. */
export async function buildKrew(): Promise<KrewPrograms> {
  await buildModules(
    [KREW, BOT],
    lineProgress((line) => console.error(line)),
  );
  return {
    krew: join(productDir(KREW), 'krew'),
    validator: join(productDir(KREW), 'validate-krew-manifest'),
    bot: join(productDir(BOT), 'bot'),
  };
}

/** A folder's kubectl and krew, as they stand on the PATH of somebody who has installed both. */
export function putOnPath(folder: string, kubectl: string, { krew }: KrewPrograms): void {
  symlinkSync(kubectl, join(folder, 'kubectl'));
  symlinkSync(krew, join(folder, 'kubectl-krew'));
}
