/** Wraps text to `width` columns, later lines indented by `hang`. */
export function wrapped(text: string, width: number, hang = 0): string {
  // The indent takes columns of the first line too, so that one width serves all.
  const lines = text
    .split('\n')
    .flatMap((line) => Bun.wrapAnsi(line, Math.max(width - hang, 20), { hard: true }).split('\n'));
  const indent = ' '.repeat(hang);
  return lines.map((line, index) => (index === 0 ? line : indent + line).trimEnd()).join('\n');
}

/** How wide the names of containers may be in a table, beside short columns. */
export function nameWidthIn(width: number): number {
  return Math.max(Math.floor((width - 20) / 3), 14);
}

/** Shortens a name in its middle: both ends tell containers of one kind apart. */
export function shortened(name: string, width: number, ellipsis: string): string {
  if (Bun.stringWidth(name) <= width) return name;
  const tail = Math.floor((width - 1) / 2);
  const characters = [...name];
  const head = fitting(characters, width - 1 - tail);
  return head + ellipsis + [...fitting(characters.toReversed(), tail)].reverse().join('');
}

/** As many of the characters as have room in `width` columns: those of East Asia take two each. */
function fitting(characters: readonly string[], width: number): string {
  let text = '';
  let taken = 0;
  for (const character of characters) {
    taken += Bun.stringWidth(character);
    if (taken > width) break;
    text += character;
  }
  return text;
}

/** Shortens a line at its end to `width` columns of a terminal. */
export function cut(line: string, width: number, ellipsis: string): string {
  if (Bun.stringWidth(line) <= width) return line;
  // A line of a log may be very long, and no character has more than two units.
  return fitting([...line.slice(0, 2 * width)], width - 1) + ellipsis;
}

/** A long line, broken as `wrapped` does, on so many lines at most. */
export function wrappedTo(
  line: string,
  most: number,
  width: number,
  ellipsis: string,
): readonly string[] {
  if (Bun.stringWidth(line) <= width) return [line];
  const lines = wrapped(line.slice(0, 2 * width * most), width, 2).split('\n');
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? '';
  const end = Bun.stringWidth(last) < width ? last + ellipsis : cut(last, width - 1, ellipsis);
  return [...lines.slice(0, most - 1), end];
}

/** Items one after another, three spaces apart, on as few lines as `width` allows. */
export function flowed(items: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const item of items) {
    const longer = [...lines.splice(-1), item].join('   ');
    if (Bun.stringWidth(longer) <= width || longer === item) lines.push(longer);
    else lines.push(longer.slice(0, -item.length - 3), item);
  }
  return lines.join('\n');
}

const GAP = '  ';

/**
 * Rows as kubectl prints them: columns two spaces apart, no lines. cli-table3 would take longer to
 * load than everything else that a run of `explain` does.
 */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, Bun.stringWidth(cell));
    }
  }
  const padded = (cell: string, column: number) =>
    cell + ' '.repeat((widths[column] ?? 0) - Bun.stringWidth(cell));
  return rows.map((row) => row.map(padded).join(GAP).trimEnd()).join('\n');
}
