import { join } from 'node:path';
import { line, measure, ratio } from './compare.ts';
import type { Bench } from './setting.ts';

const RUNS = 40;
const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** What is measured, and how it is to compare with before. */
const CASES = [
  { args: ['--version'], aim: 0.75 },
  { args: ['explain', '-f', join(EXAMPLES, 'stuck-pod.yaml')], aim: 0.8 },
  { args: ['explain', '-f', join(EXAMPLES, 'costly-pod.yaml')], aim: 0.8 },
  { args: ['resources', '-f', join(EXAMPLES, 'costly-pod.yaml')], aim: 1 },
] as const;

/** What needs no cluster, against the executable of an earlier commit. */
export async function benchStartUp({
  executable,
  earlier,
  env,
}: Pick<Bench, 'executable' | 'earlier' | 'env'>): Promise<void> {
  console.log(`\nstart-up, ${RUNS} runs each by turns with that of ${earlier.commit}, medians`);
  for (const { args, aim } of CASES) {
    const [before, now] = await measure(
      [
        [earlier.executable, ...args],
        [executable, ...args],
      ],
      RUNS,
      env,
    );
    if (!before || !now) return;
    const name = args.join(' ').replace(`${EXAMPLES}/`, '');
    const was = `before ${before.milliseconds.toFixed(1)} ms`;
    console.log(line(name, now, `ratio ${ratio(now, before)} (aim: at most ${aim}), ${was}`));
  }
}
