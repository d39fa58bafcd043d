import type { KubeClient } from '../transport/client.ts';
import type { GeneratedApis } from '../typed/generated-apis.ts';

/** The generated APIs together with what reads their answers; loaded when first asked for. */
export type DebugApis = GeneratedApis & Omit<Typed, 'generatedApis'>;

type Typed = typeof import('../typed/generated-apis.ts');

/** Loads client-node, which takes its time: start it while other answers are on their way. */
export async function loadDebugApis(client: KubeClient): Promise<DebugApis> {
  const { generatedApis, rawAnswer, strategicMergePatch } = await import(
    '../typed/generated-apis.ts'
  );
  return { ...generatedApis(client), rawAnswer, strategicMergePatch };
}
