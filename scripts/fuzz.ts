/**
 * `npm run fuzz -- COUNT [FROM]`: changes recorded Pods at random, 100,000 times if nothing is said,
 * and tells what explain says of them that it must not. FROM is the number of the first change: the
 * gate makes those before 12,500, and the same number makes the same change again.
 */
import { checkMutations } from '../test/support/explanation-checks.ts';
import { loadHistories } from '../test/support/histories.ts';

const [count = '100000', from = '12500'] = process.argv.slice(2);
const samples = loadHistories().flatMap((history) => history.samples);
const AT_A_TIME = 5000;
let told = 0;
let failed = 0;
for (let done = 0; done < Number(count); done += AT_A_TIME) {
  const some = Math.min(AT_A_TIME, Number(count) - done);
  const checked = checkMutations(samples, Number(from) + done, some);
  told += checked.told;
  failed += checked.mishaps.length;
  for (const { index, problem } of checked.mishaps) console.error(`${index}: ${problem}\n`);
  console.log(`${done + some} changes, ${told} told, ${failed} wrong`);
}
process.exitCode = failed > 0 ? 1 : 0;
