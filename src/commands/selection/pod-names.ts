import { UserError } from '../../errors.ts';

const POD_WORDS = new Set(['pod', 'pods', 'po', 'pod.v1', 'pods.v1']);

/**
 * The Pod names in what kubectl takes after `get`: `web-0`, `pod/web-0`, `pod web-0 web-1`.
 * Throws for other kinds: which Pods are meant is theirs to say.
 */
export function podNames(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  const names = isPodWord(first) && rest.length > 0 ? rest : words;
  return [...new Set(names.map(podName))];
}

function podName(word: string): string {
  const [kind = '', name, ...more] = word.split('/');
  if (name === undefined) return kind;
  if (isPodWord(kind) && name !== '' && more.length === 0) return name;
  if (isPodWord(kind)) throw new UserError(`"${word}" does not name a Pod`);
  throw new UserError(`explain takes Pods, and "${word}" is of another kind`, {
    hint: `Find its Pods with kubectl get pods, or explain its template: kubectl get ${word} -o yaml | kubectl initx explain -f -`,
  });
}

/** Whether a word of the command line is a name of the kind Pod. */
export function isPodWord(word: string): boolean {
  return POD_WORDS.has(word.toLowerCase());
}
