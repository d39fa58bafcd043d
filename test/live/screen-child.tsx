import { type Press, watchScreen } from '../../src/live/watch-screen.tsx';

/** A screen that tells the keys that came; q ends it, space makes drawing fail, Enter a key. */
const keys: Press[] = [];
const ended = Promise.withResolvers<number>();
const screen = watchScreen({
  draw: ({ columns, rows }) => {
    if (keys.includes('pageDown')) throw new Error('cannot draw');
    return [`${columns}x${rows}`, `keys ${keys.join(' ')}.`];
  },
  press: (press) => {
    keys.push(press);
    if (press === 'quit') ended.resolve(0);
    if (press === 'open') throw new Error('cannot open');
  },
  fail: (error) => ended.reject(error),
});
try {
  process.exitCode = await ended.promise;
  await screen.close();
  console.log(`came: ${keys.join(' ')}`);
} catch (error) {
  process.exitCode = 7;
  await screen.close();
  console.log(`failed: ${error instanceof Error ? error.message : error}`);
}
