/** The colours of the picture. */
interface Palette {
  readonly page: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly green: string;
  readonly blue: string;
  readonly cyan: string;
  readonly amber: string;
  readonly red: string;
}

const LIGHT: Palette = {
  page: '#ffffff',
  ink: '#1f2328',
  faint: '#59636e',
  line: '#d1d9e0',
  green: '#1a7f37',
  blue: '#0969da',
  cyan: '#1b7c83',
  amber: '#9a6700',
  red: '#cf222e',
};

const DARK: Palette = {
  page: '#0d1117',
  ink: '#e6edf3',
  faint: '#9198a1',
  line: '#3d444d',
  green: '#3fb950',
  blue: '#58a6ff',
  cyan: '#39c5cf',
  amber: '#d29922',
  red: '#f85149',
};

/**
 * How the picture looks. It brings no font and asks for nothing from elsewhere, so that it shows in
 * a mail as in a browser; colours follow what the reader prefers where that is known. Without
 * variables, which many programs that draw SVG do not know.
 */
export const STYLE_SHEET = `
text { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  font-size: 13px; }
.title { font-weight: bold; font-size: 14px; }
.badge { font-weight: bold; }
.queued { stroke-width: 2; stroke-dasharray: 1 4; }
.unknown { stroke-width: 2; stroke-dasharray: 6 4; }
.pulling { fill-opacity: .35; }
.probing { fill-opacity: .45; }
.backoff { fill-opacity: .25; stroke-dasharray: 3 2; }
.failing { fill-opacity: .2; stroke-dasharray: 3 2; }
.cross { stroke-width: 2.5; fill: none; }
${coloursOf(LIGHT)}@media (prefers-color-scheme: dark) {
${coloursOf(DARK)}}
`;

function coloursOf({ page, ink, faint, line, green, blue, cyan, amber, red }: Palette): string {
  return `text { fill: ${ink}; }
.page { fill: ${page}; stroke: ${line}; }
.faint { fill: ${faint}; }
.warning { fill: ${amber}; }
.badge { fill: ${page}; }
.healthy, .complete, .running { fill: ${green}; }
.progressing { fill: ${cyan}; }
.stuck { fill: ${amber}; }
.failed { fill: ${red}; }
.forecast { fill: ${blue}; }
.grid { stroke: ${line}; }
.queued, .unknown { stroke: ${faint}; }
.pulling { fill: ${blue}; stroke: ${blue}; }
.probing { fill: ${cyan}; stroke: ${cyan}; }
.backoff { fill: ${amber}; stroke: ${amber}; }
.failing { fill: ${red}; stroke: ${red}; }
.cross { stroke: ${red}; }
`;
}
