import { Chalk, type ChalkInstance } from 'chalk';

/** Colours and marks for one terminal. Without colour and Unicode every fact is still there. */
export interface Style {
  readonly width: number;
  /** For the colours of whoever draws something of their own. */
  readonly chalk: ChalkInstance;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly warning: (text: string) => string;
  /** The one of two marks that this terminal can show. */
  readonly mark: (unicode: string, ascii: string) => string;
  readonly ellipsis: string;
  readonly dash: string;
  /** Between what was and what comes of it. */
  readonly becomes: string;
}

/** What a terminal can show, and how. */
export function styleOf(terminal: {
  readonly width: number;
  readonly unicode: boolean;
  readonly color: boolean;
}): Style {
  // The sixteen basic colours follow the theme of every terminal, light or dark.
  const chalk = new Chalk({ level: terminal.color ? 1 : 0 });
  const mark = (unicode: string, ascii: string) => (terminal.unicode ? unicode : ascii);
  return {
    width: terminal.width,
    chalk,
    strong: chalk.bold,
    faint: chalk.dim,
    warning: chalk.yellow,
    mark,
    ellipsis: mark('…', '~'),
    dash: mark('–', '-'),
    becomes: mark('→', '->'),
  };
}
