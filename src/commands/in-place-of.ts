/** What does here what kubectl and others have a command for; `explain` where nothing else does. */
export function inPlaceOf(complaint: string): string {
  const [, name = ''] = /unknown command '([^']+)'/.exec(complaint) ?? [];
  const known = IN_PLACE_OF.find(([names]) => names.includes(name));
  const [, what, words] = known ?? [[], 'explain a Pod', 'explain POD'];
  return `To ${what}: kubectl initx ${words}.`;
}

const IN_PLACE_OF: readonly (readonly [readonly string[], string, string])[] = [
  [['exec', 'shell', 'sh', 'attach', 'enter'], 'get a shell in a Pod', 'debug POD'],
  [['cp', 'copy'], 'copy a file out', 'debug POD -- cat /proc/1/root/PATH > FILE'],
  [['logs', 'log'], 'see the end of a log', 'explain POD --logs 50'],
  [['wait'], 'wait for a Pod', 'explain POD --until ready'],
  [['watch'], 'watch a Pod', 'explain POD --watch'],
  [['lint', 'validate', 'check'], 'check manifests', 'explain -f FILE --lint'],
  [['top', 'usage'], 'see what is used now', 'resources --usage'],
  [['diff'], 'see what a file changes', 'resources deploy/NAME --against FILE'],
];
