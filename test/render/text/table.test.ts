import { describe, expect, test } from 'bun:test';
import { styleOf } from '../../../src/render/text/style.ts';
import { layOut } from '../../../src/render/text/table.ts';
import type { Column, TableRoom } from '../../../src/render/text/table-columns.ts';

interface Row {
  readonly name: string;
  readonly amount: string;
  readonly limit: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'NAME', text: ({ name }) => name, isName: true },
  {
    title: 'AMOUNT',
    text: ({ amount }) => amount,
    paint: ({ amount }, style) => (amount === '9' ? style.warning : undefined),
  },
  { title: 'LIMIT', text: ({ limit }) => limit, goes: 2 },
  { title: 'NOTE', text: () => 'yes', goes: 1 },
];

const PLAIN = { width: 80, unicode: true, color: false };
const ROOMY: TableRoom = { width: undefined, shortensNames: false, hasTitles: true };

function laidOut(rows: readonly Row[], room: Partial<TableRoom> = {}, color = false) {
  const { text, leftOut } = layOut(COLUMNS, rows, styleOf({ ...PLAIN, color }), {
    ...ROOMY,
    ...room,
  });
  return { text: [...text].join(''), leftOut };
}

const WEB: Row = { name: 'web-0', amount: '9', limit: 'none' };
const LONG: Row = { name: 'a-name-that-is-much-too-long-abc12', amount: '10', limit: '60m+' };

describe('a list of rows', () => {
  test('has columns two spaces apart, without lines and without spaces at the end', () => {
    expect(laidOut([WEB, { ...WEB, name: 'db', amount: '' }]).text).toBe(
      'NAME   AMOUNT  LIMIT  NOTE\nweb-0  9       none   yes\ndb             none   yes\n',
    );
  });

  test('has no titles where none are wanted, and columns no wider for them', () => {
    expect(laidOut([WEB], { hasTitles: false }).text).toBe('web-0  9  none  yes\n');
  });

  test('leaves out whole columns where there is no room, and tells which', () => {
    const { text, leftOut } = laidOut([WEB], { width: 20 });
    expect(text).toBe('NAME   AMOUNT  NOTE\nweb-0  9       yes\n');
    expect(leftOut).toEqual(['LIMIT']);
    expect(laidOut([WEB], { width: 14 })).toEqual({
      text: 'NAME   AMOUNT\nweb-0  9\n',
      leftOut: ['LIMIT', 'NOTE'],
    });
  });

  test('has a narrow column again where a wide one that went after it leaves room', () => {
    const wide = { ...WEB, limit: 'a-limit-of-many-letters' };
    const columns = COLUMNS.map((each) => (each.title === 'NOTE' ? { ...each, goes: 3 } : each));
    const room = { ...ROOMY, width: 20 };
    const { text, leftOut } = layOut(columns, [wide], styleOf(PLAIN), room);
    expect([...text].join('')).toBe('NAME   AMOUNT  NOTE\nweb-0  9       yes\n');
    expect(leftOut).toEqual(['LIMIT']);
  });

  test('shortens names in their middle on a terminal only', () => {
    const narrow = { width: 26, shortensNames: true };
    expect(laidOut([LONG], narrow).text).toBe(
      'NAME                AMOUNT\na-name-th…ng-abc12  10\n',
    );
    expect(laidOut([LONG], { width: 26 }).text).toContain(LONG.name);
  });

  test('colours the text of a cell and not the room beside it', () => {
    const { text } = laidOut([WEB, LONG], {}, true);
    expect(text).toContain('\x1b[33m9\x1b[39m  ');
    expect(Bun.stripANSI(text)).toBe(laidOut([WEB, LONG]).text);
  });

  test('keeps wide letters in their columns, and what a name would command from the terminal', () => {
    const { text } = laidOut([WEB, { ...WEB, name: '名前-\x1b[2J' }]);
    expect(text).toBe(
      'NAME          AMOUNT  LIMIT  NOTE\n' +
        'web-0         9       none   yes\n' +
        '名前-\\x1b[2J  9       none   yes\n',
    );
  });

  test('of thousands of rows has every row in the same columns', () => {
    const rows = Array.from({ length: 1500 }, (_, index) => ({
      name: `web-${index}`,
      amount: String(index % 10),
      limit: index === 1499 ? 'unlimited' : 'none',
    }));
    const lines = laidOut(rows, {}, true).text.trimEnd().split('\n').map(Bun.stripANSI);
    expect(lines).toHaveLength(1501);
    const at = lines[0]?.indexOf('NOTE') ?? -1;
    expect(lines.filter((line) => line.indexOf('yes') !== at)).toEqual([lines[0] ?? '']);
    expect(lines[1500]).toBe('web-1499  9       unlimited  yes');
  });
});
