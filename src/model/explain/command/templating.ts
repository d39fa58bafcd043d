import { basename } from './script.ts';

/** Whether a command fills in a template. */
export function isTemplating(words: readonly string[]): boolean {
  const [program = ''] = words;
  return TEMPLATERS.has(basename(program)) || isSedTemplate(words);
}

const TEMPLATERS = new Set([
  'envsubst',
  'gomplate',
  'confd',
  'j2',
  'jinja2',
  'ytt',
  'consul-template',
  'mustache',
]);

/** `sed s/x/y/ template > file` and `sed -i`. */
function isSedTemplate(words: readonly string[]): boolean {
  const writes = words.some((word) => /^(>|-i|--in-place)/.test(word));
  return words[0] === 'sed' && writes && words.some((word) => /^s(.).*\1.*\1/s.test(word));
}
