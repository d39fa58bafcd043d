import { describe, expect, test } from 'bun:test';
import { meaningOf } from '../../../src/commands/selection/targets.ts';
import { UserError } from '../../../src/errors.ts';

/** `Deployment/web`, in the order in which they are meant. */
function namesOf(...words: string[]): readonly string[] {
  const meaning = meaningOf(words);
  if (meaning.kind !== 'names') throw new Error(`${words} means all of some kind`);
  return meaning.targets.map(({ workload, name }) => `${workload?.kind ?? 'Pod'}/${name}`);
}

/** The kinds of which all are meant; none for Pods. */
function kindsOf(word: string): readonly string[] {
  const meaning = meaningOf([word]);
  if (meaning.kind !== 'all') throw new Error(`${word} means an object`);
  return meaning.workloads.map(({ kind }) => kind);
}

// The forms of kubectl's resource builder (cli-runtime pkg/resource/builder.go).
describe('the words of a command line', () => {
  test.each([
    [['web-0'], ['Pod/web-0']],
    [
      ['web-0', 'web-1'],
      ['Pod/web-0', 'Pod/web-1'],
    ],
    [
      ['pod/web-0', 'po/web-1', 'pods/web-2'],
      ['Pod/web-0', 'Pod/web-1', 'Pod/web-2'],
    ],
    [
      ['pod', 'web-0', 'web-1'],
      ['Pod/web-0', 'Pod/web-1'],
    ],
    [['Pods', 'web-0'], ['Pod/web-0']],
    [['web-0', 'pod/web-0'], ['Pod/web-0']],
    [['pod', 'pod'], ['Pod/pod']],
    [['deploy/web'], ['Deployment/web']],
    [['deployment.apps/web'], ['Deployment/web']],
    [['deployments.v1.apps/web'], ['Deployment/web']],
    [
      ['deploy', 'web', 'api'],
      ['Deployment/web', 'Deployment/api'],
    ],
    [
      ['sts/db', 'web-0', 'job/migrate', 'CronJob/report'],
      ['StatefulSet/db', 'Pod/web-0', 'Job/migrate', 'CronJob/report'],
    ],
  ])('%p mean %p', (words, names) => {
    expect(namesOf(...words)).toEqual(names);
  });

  test.each([
    ['pods', []],
    ['po', []],
    ['deploy', ['Deployment']],
    ['deploy,sts', ['Deployment', 'StatefulSet']],
  ])('%s alone means all of that kind', (word, kinds) => {
    expect(kindsOf(word)).toEqual(kinds);
  });

  test('of nodes it is said what tells of them', () => {
    for (const word of ['nodes', 'no', 'node/worker-1', 'no/worker-1']) {
      const refused = () => meaningOf([word]);
      expect(refused).toThrow(
        expect.objectContaining({ hint: expect.stringContaining('--by node') }),
      );
    }
    expect(meaningOf(['node'])).toMatchObject({ targets: [{ name: 'node' }] });
  });

  test.each([
    [['service/web'], '"service/web" is neither a Pod nor a workload'],
    [['nodes'], '"nodes" is neither a Pod nor a workload'],
    [['pod/'], '"pod/" does not name an object'],
    [['pod/a/b'], '"pod/a/b" does not name an object'],
    [['deploy,svc'], '"svc" is neither a Pod nor a workload'],
    [['web,api'], '"web,api" does not name an object'],
    [['deploy/web,api'], '"deploy/web,api" does not name an object'],
    [['deploy', 'pod/web-0'], '"pod/web-0" names its kind already'],
  ])('%p is refused', (words, message) => {
    expect(() => meaningOf(words)).toThrow(UserError);
    expect(() => meaningOf(words)).toThrow(message);
  });

  // As a part of a URL's path they would lead to another object.
  test.each(['', '.', '..', 'pod/..', 'a%2fb'])('%p is no name', (word) => {
    expect(() => meaningOf([word])).toThrow(UserError);
  });
});
