import { line, type Measured, measure, ratio } from './compare.ts';
import { createPopulation } from './population.ts';
import type { Bench } from './setting.ts';

const RUNS = 5;
const SIZES = [10_000, 20_000] as const;

/** Tools that sum up requests too, where they are on PATH. */
const PEERS = ['kubectl-view-allocations', 'kube-capacity'];

/**
 * `resources -A` and `explain -A` of 10,000 and 20,000 Pods against kubectl and tools of the same
 * purpose.
 */
export async function benchManyPods(bench: Bench): Promise<void> {
  const { executable, earlier, kubectl, kubeconfig, env } = bench;
  const peers = PEERS.filter((name) => Bun.which(name) !== null);
  for (const name of PEERS) if (!peers.includes(name)) console.log(`not on PATH: ${name}`);
  const population = await createPopulation(kubeconfig);
  try {
    const peaks: number[] = [];
    for (const size of SIZES) {
      await population.grow(size);
      const isFirst = size === SIZES[0];
      const theirs = isFirst
        ? [[kubectl, 'get', 'pods', '-A'], ...peers.map((name) => [name])]
        : [];
      const ours = [
        [executable, 'resources', '-A'],
        [executable, 'resources', '-A', '--by', 'node'],
        [executable, 'resources', '-A', '-o', 'json'],
        [earlier.executable, 'resources', '-A'],
        [executable, 'explain', '-A'],
        [executable, 'explain', '-A', '-o', 'json'],
      ];
      const measured = await measure([...ours, ...theirs], RUNS, env);
      const [list, byNode, json, before, ranked, rankedJson, ...others] = measured;
      if (!list || !byNode || !json || !before || !ranked || !rankedJson) return;
      console.log(`\n${size} Pods, ${RUNS} runs each by turns, medians; memory: the highest`);
      for (const [index, each] of others.entries()) {
        console.log(line(theirs[index]?.join(' ').replace(kubectl, 'kubectl') ?? '', each));
      }
      console.log(line('resources -A', list, verdict(list, others)));
      const then = `ratio ${ratio(list, before)} of now to then (aim: at most 1)`;
      console.log(line(`resources -A of ${earlier.commit}`, before, then));
      console.log(line('resources -A --by node', byNode));
      console.log(line('resources -A -o json', json));
      console.log(line('explain -A', ranked, verdict(ranked, others)));
      console.log(line('explain -A -o json', rankedJson));
      peaks.push(list.peakMegabytes);
    }
    const [small = 0, large = 0] = peaks;
    const growth = ((large / small - 1) * 100).toFixed(0);
    console.log(`memory from ${SIZES.join(' to ')} Pods: ${growth} % more (aim: at most 10 %)`);
  } finally {
    await population.remove();
  }
}

function verdict(ours: Measured, others: readonly Measured[]): string {
  const [fastest] = others.toSorted((one, other) => one.milliseconds - other.milliseconds);
  if (fastest === undefined) return '';
  return `ratio ${ratio(ours, fastest)} to the fastest of them (aim: at most 0.35; 130 MB)`;
}
