import { describe, expect, test } from 'bun:test';
import type { ContainerLog } from '../../../src/model/explain/container-log.ts';
import type { LiveExplanation } from '../../../src/model/explain/explanation.ts';
import type { MomentSource } from '../../../src/model/explain/moment.ts';
import { renderExplanation, type TextOptions } from '../../../src/render/explain/explain-text.ts';
import { at, container, running } from '../../model/support/pods.ts';
import { explained } from '../../model/support/verdicts.ts';
import { explainLive } from '../../support/explain-live.ts';
import { loadHistories } from '../../support/histories.ts';

const PLAIN: TextOptions = { width: 80, unicode: true, color: false, isWide: false };

/** Every sample in which the headline changes: what users can meet. */
const moments = loadHistories().flatMap(({ scenario, samples }) => {
  let before = '';
  return samples.flatMap(({ pod, events, row, observedAt }, index) => {
    const explanation = explainLive({ pod, events, columns: row, now: observedAt });
    const { code, container, outcome } = explanation.verdict;
    const headline = [code, container, outcome].join();
    if (headline === before) return [];
    before = headline;
    return [{ title: `${scenario} #${index} ${code}`, explanation }];
  });
});

const everyMoment = (check: (explanation: LiveExplanation, title: string) => void) => {
  expect(moments.length).toBeGreaterThan(100);
  for (const { explanation, title } of moments) check(explanation, title);
};

/** A command to copy is not broken. */
const isCommand = (line: string) =>
  /^ {2}(?:Its (?:output|last run): kubectl logs|(?:Look inside|Try it in a copy): kubectl initx debug)/.test(
    line,
  );

describe('every recorded moment', () => {
  for (const width of [40, 60, 80, 132]) {
    for (const isWide of [false, true]) {
      test(`fits ${width} columns${isWide ? ' with -o wide' : ''}`, () => {
        everyMoment((explanation, title) => {
          const lines = renderExplanation(explanation, { ...PLAIN, width, isWide }).split('\n');
          const tooLong = lines.filter(
            (line) => Bun.stringWidth(line) > width && !isCommand(line) && !isTableLine(line),
          );
          expect({ title, tooLong }).toEqual({ title, tooLong: [] });
        });
      });
    }
  }

  // Below that the columns of the facts need the room; the names in them are not to be cut.
  const isTableLine = (line: string) => /^(ROLE|init|sidecar|app|ephemeral|#|\d+) /.test(line);

  test('has a table that fits 80 columns', () => {
    everyMoment((explanation, title) => {
      const lines = renderExplanation(explanation, PLAIN).split('\n').filter(isTableLine);
      const tooLong = lines.filter((line) => Bun.stringWidth(line) > 80);
      expect({ title, tooLong }).toEqual({ title, tooLong: [] });
    });
  });

  test('is plain ASCII where the terminal is not UTF-8', () => {
    everyMoment((explanation) => {
      const text = renderExplanation(explanation, { ...PLAIN, unicode: false, isWide: true });
      expect(text).toMatch(/^[\n -~]*$/);
    });
  });

  test('says the same with colour as without', () => {
    everyMoment((explanation) => {
      const colored = renderExplanation(explanation, { ...PLAIN, color: true });
      expect(colored).toContain('\x1b[');
      expect(Bun.stripANSI(colored)).toBe(renderExplanation(explanation, PLAIN));
    });
  });

  test('ends with one newline, and no line ends with a space', () => {
    everyMoment((explanation) => {
      const text = renderExplanation(explanation, PLAIN);
      expect(text).toMatch(/[^\n]\n$/);
      expect(text).not.toMatch(/ \n/);
    });
  });

  test('names the outcome, and the container that blocks, before the table', () => {
    everyMoment((explanation) => {
      const { verdict } = explanation;
      const [headline = ''] = renderExplanation(explanation, PLAIN).split('\nROLE');
      expect(headline).toContain(`\n${verdict.outcome.toUpperCase()}  `);
      if (verdict.container) expect(headline).toContain(verdict.container);
    });
  });

  test('has every container in start order', () => {
    everyMoment(({ containers, ...rest }) => {
      const text = renderExplanation({ containers, ...rest }, PLAIN);
      const table = text.slice(text.indexOf('\nROLE'));
      const rows = containers.map(
        ({ container: { role, name } }) =>
          new RegExp(`^${role} +${name}( |$)`, 'm').exec(table)?.index,
      );
      expect(rows).not.toContain(undefined);
      expect(rows).toEqual(rows.toSorted((one = 0, other = 0) => one - other));
    });
  });

  test('has no word that a missing fact would leave behind', () => {
    everyMoment((explanation) => {
      const text = renderExplanation(explanation, { ...PLAIN, isWide: true });
      expect(text).not.toMatch(/undefined|NaN|Infinity|<invalid>|\[object|\(\)| {2}for 0s/);
    });
  });
});

/** C0 but the newline, DEL, C1, and what reverses the direction of text. */
function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const isC0 = code < 0x20 && character !== '\n';
  const isC1 = code >= 0x7f && code < 0xa0;
  return isC0 || isC1 || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

test('what a cluster sends cannot control the terminal', () => {
  const [moment] = moments;
  if (!moment) throw new Error('no history');
  const { explanation } = moment;
  const attack = '\x1b]0;title\x07\x1b[2Jgone\rover\u202eback\u009b31m';
  const hostile: LiveExplanation = {
    ...explanation,
    verdict: { ...explanation.verdict, message: attack, reason: attack },
    columns: { ready: attack, status: attack, restarts: attack },
    name: attack,
  };
  const text = renderExplanation(hostile, { ...PLAIN, isWide: true });
  expect([...text].filter(isControl)).toEqual([]);
});

test('what a cluster says is plain ASCII where the terminal is', () => {
  const [moment] = moments;
  if (!moment) throw new Error('no history');
  const { explanation } = moment;
  const verdict = { ...explanation.verdict, message: 'pas trouvé – 見つかりません' };
  const text = renderExplanation({ ...explanation, verdict }, { ...PLAIN, unicode: false });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).toContain('pas trouv\\xe9');
});

test('the words of kubectl are never broken apart', () => {
  const [moment] = moments;
  if (!moment) throw new Error('no history');
  const columns = { ready: '1/2', status: 'Init:CrashLoopBackOff', restarts: '3 (17s ago)' };
  const text = renderExplanation({ ...moment.explanation, columns }, { ...PLAIN, width: 40 });
  expect(text).toContain('\nREADY 1/2   STATUS Init:CrashLoopBackOff\nRESTARTS 3 (17s ago)');
});

test('a saved Pod says of which moment it tells', () => {
  const [{ explanation } = { explanation: undefined }] = moments;
  if (!explanation) throw new Error('no history');
  const at = { ...explanation, observedAt: Date.UTC(2026, 10, 24, 10, 34, 1, 892) };
  const lineOf = (observedBy: MomentSource) =>
    renderExplanation({ ...at, observedBy }, PLAIN)
      .split('\n')
      .find((line) => line.startsWith('As of'));
  expect((['given', 'read', 'written', 'newest'] as const).map(lineOf)).toEqual([
    'As of 2026-11-24T10:34:01Z, as --at says',
    'As of 2026-11-24T10:34:01Z, when it was read',
    'As of 2026-11-24T10:34:01Z, when its file was written',
    'As of 2026-11-24T10:34:01Z, the newest moment it tells of',
  ]);
  expect(renderExplanation(at, PLAIN)).not.toContain('As of');
});

test('a long container name gives way in its middle, not at the cost of the bar', () => {
  const [{ explanation } = { explanation: undefined }] = moments;
  const [first] = explanation?.containers ?? [];
  if (!explanation || !first) throw new Error('no history');
  const name = `begin-${'x'.repeat(50)}-end`;
  const long: LiveExplanation = {
    ...explanation,
    containers: [{ ...first, container: { ...first.container, name } }],
  };
  const lines = renderExplanation(long, PLAIN).split('\n');
  const row = lines.find((line) => line.includes('begin-')) ?? '';
  expect(row).toMatch(/begin-x+…x+-end/);
  expect(Bun.stringWidth(row)).toBeLessThanOrEqual(80);
});

describe('the headline', () => {
  const [moment] = moments.filter(
    ({ explanation: { verdict } }) => verdict.code === 'InitBackoff' && verdict.reason === 'Error',
  );
  if (!moment) throw new Error('no history of a failing init container');
  const { explanation } = moment;
  type Changes = Partial<Pick<LiveExplanation['verdict'], 'reason' | 'holdsBack'>>;
  const withVerdict = (changes: Changes): LiveExplanation => ({
    ...explanation,
    verdict: { ...explanation.verdict, ...changes },
  });

  test('shows the command for the output of the failed run', () => {
    const { name, namespace, verdict } = explanation;
    expect(renderExplanation(explanation, PLAIN)).toContain(
      `\n  Its output: kubectl logs ${name} -n ${namespace} -c ${verdict.container}`,
    );
  });

  test('shows none for a Pod without a name', () => {
    expect(renderExplanation({ ...explanation, name: '' }, PLAIN)).not.toContain('kubectl logs');
  });

  test.each([
    ['name', 'x; touch pwn'],
    ['name', '--help'],
    ['namespace', '$(id)'],
    ['namespace', 'a\nb'],
  ])('shows none for a file with the %s %p, which no cluster can have', (field, text) => {
    const hostile = { ...explanation, [field]: text };
    expect(renderExplanation(hostile, PLAIN)).not.toContain('kubectl logs');
  });

  const withLog = (log: Partial<ContainerLog>, message?: string): string => {
    const verdict = { ...explanation.verdict, ...(message && { message }) };
    const whole = { container: 'migrate', previous: false, ...log };
    return renderExplanation({ ...explanation, verdict, log: whole }, PLAIN);
  };

  test('shows the last lines of the log, each on one line, whatever is in them', () => {
    const lines = ['first', '', `long ${'x'.repeat(200)}`, '日本語'.repeat(40), '\x1b]0;owned\x07'];
    const text = withLog({ lines });
    const shown = text.split('\n').filter((line) => line.startsWith('  | '));
    expect(shown).toHaveLength(4);
    expect(shown[0]).toBe('  | first');
    expect(shown[1]).toBe(`  | long ${'x'.repeat(70)}…`);
    expect(shown.every((line) => Bun.stringWidth(line) <= 80)).toBe(true);
    expect(text).not.toContain('\x1b');
  });

  test('says that the run before the present one is meant', () => {
    expect(withLog({ previous: true })).toMatch(/Its output: kubectl logs .* --previous\n/);
  });

  test('says when a container has written nothing', () => {
    expect(withLog({ lines: [] })).toContain('\n  It has written no output.\n');
    expect(withLog({ lines: [] })).not.toContain('kubectl logs');
  });

  test('says how long a container that runs has written nothing new', () => {
    const waits = explained({
      init: [container('wait')],
      initStatuses: [running('wait', 5)],
      now: 3605,
    });
    const quiet = { container: 'wait', previous: false, lines: ['waiting'] };
    const told = (writtenAt: number) =>
      renderExplanation({ ...waits, log: { ...quiet, writtenAt } }, PLAIN);
    expect(told(at(5))).toContain('\n  It has written nothing new for 60m.\n');
    expect(told(at(3600))).not.toContain('nothing new');
  });

  test('says why a log could not be read, and how to read it', () => {
    const text = withLog({ unreadable: 'pods "web" is forbidden' });
    expect(text).toContain('The log of migrate could not be read: pods "web" is forbidden');
    expect(text).toContain('kubectl logs');
  });

  test('does not say twice what the termination message and the log have in common', () => {
    const text = withLog({ lines: ['starting', 'no such table'] }, 'no such table\n');
    expect(text.split('no such table')).toHaveLength(2);
    expect(withLog({ lines: ['starting'] }, 'no such table')).toContain('\n  no such table\n');
  });

  test('names the first of very many containers that are held back', () => {
    const names = Array.from({ length: 30 }, (_, at) => `c${at}`);
    const text = renderExplanation(withVerdict({ holdsBack: names }), PLAIN);
    expect(text).toContain('Held back: c0, c1, c2, c3, c4, c5, c6, c7 and 22 more');
  });
});

describe('a startup probe that had the container killed', () => {
  const { samples = [] } =
    loadHistories().find(({ scenario }) => scenario === 'sidecar-never-started') ?? {};
  const again = samples
    .map(({ pod, events, row, observedAt }) =>
      explainLive({ pod, events, columns: row, now: observedAt }),
    )
    .filter(({ verdict }) => verdict.code === 'SidecarStarting')
    .map((explanation) => renderExplanation(explanation, { ...PLAIN, width: 200 }))
    .filter((text) => text.includes('again after its startup probe had it killed'));

  test('is told once, unless there is more to tell of it', () => {
    expect(again.filter((text) => !text.includes('The kubelet killed'))).not.toEqual([]);
    const more = again.filter((text) => text.includes('The kubelet killed'));
    expect(more).not.toEqual([]);
    for (const text of more) expect(text).toMatch(/The kubelet killed .*, \d+ times so far/);
  });
});

test('names gates and finalizers in words, and no field of the API without -o wide', () => {
  const told = new Map(
    moments.map(({ explanation }) => [
      explanation.verdict.code,
      renderExplanation(explanation, { ...PLAIN, width: 200 }),
    ]),
  );
  expect(told.get('SchedulingGated')).toMatch(/\n {2}Its scheduling gates: \S+\n/);
  expect(told.get('FinalizerHeld')).toMatch(/\n {2}Its finalizers: \S+\n/);
  for (const text of told.values()) expect(text).not.toMatch(/^ {2}(?:spec|status|metadata)\./m);
});
