import { textWidth } from '../../../player/drawing/text-width.ts';
import type { Analysis } from '../engine/analysis.ts';
import { labelAt } from '../engine/run/outlook.ts';
import { processName } from '../engine/run/rules.ts';
import type { FlpState } from '../engine/run/types.ts';
import { sayingsOf } from '../engine/run/words.ts';
import type { Label } from '../engine/valency.ts';
import { broken } from './blocks.ts';

/** One configuration in short: its label, each process, and what is in the buffer. */
export interface CardView {
  /** `C`, `e(C)` */
  readonly name: string;
  readonly label: Label | null;
  readonly rows: readonly CardRow[];
  /** `V1→p0`, the oldest first. */
  readonly buffer: readonly string[];
}

export interface CardRow {
  readonly p: number;
  readonly name: string;
  readonly output: 0 | 1 | null;
  readonly status: string;
  readonly stopped: boolean;
  /** It is not as it was in the configuration that this one is compared with. */
  readonly changed: boolean;
}

export function cardOf(
  name: string,
  state: FlpState,
  analysis: Analysis | null,
  from: FlpState = state,
): CardView {
  const sayings = sayingsOf(state.config.protocol);
  const processes = state.locals.length;
  return {
    name,
    label: analysis && labelAt(analysis, state),
    rows: state.locals.map((local, p) => ({
      p,
      name: processName(p),
      output: local.output,
      status: state.stopped[p] ? 'has stopped' : sayings.status(local, p, processes),
      stopped: state.stopped[p]!,
      changed: JSON.stringify(local) !== JSON.stringify(from.locals[p]),
    })),
    buffer: state.buffer.map((m) => `${sayings.short(m.message)}→${processName(m.to)}`),
  };
}

/** Beside the glyph, where there is no room for a sentence. */
const SHORT_LABELS: Readonly<Record<Label, string>> = {
  zero: 'only 0',
  one: 'only 1',
  bivalent: 'still open',
  conflicted: 'both decided',
  blocked: 'no decision',
  open: 'cut off',
};

/** What the glyph says, where it fits beside the name. */
export function cardWord({ name, label }: CardView, width: number): string {
  const word = label ? SHORT_LABELS[label] : '';
  const taken = 38 + textWidth(name, 13.5) + 8 + textWidth(word, 12.5) + 10;
  return taken <= width ? word : '';
}

const MONO = 7.55;
const HEAD = 34;

/** How a card of that width is laid out; all cards of a picture alike. */
export interface CardShape {
  readonly width: number;
  readonly height: number;
  /** Whether the words for a process stand under its name, in lines of their own. */
  readonly folded: boolean;
  /** One for each process. */
  readonly rows: readonly { readonly top: number; readonly height: number }[];
  readonly bufferTop: number;
}

export function cardShape(cards: readonly CardView[], width: number): CardShape {
  const all = cards.flatMap((card) => card.rows);
  const folded = all.some((row) => 64 + textWidth(row.status, 12.5) * 1.04 + 6 > width);
  let top = HEAD;
  const rows = cards[0]!.rows.map(({ p }) => {
    const words = Math.max(...cards.map((card) => statusLines(card.rows[p]!, width).length));
    const row = { top, height: folded ? 23 + 17 * words : 24 };
    top += row.height;
    return row;
  });
  const lines = Math.max(...cards.map((card) => bufferLines(card, width).length));
  return { width, height: top + 18 + lines * 18, folded, rows, bufferTop: top + 4 };
}

/** For a card that is too narrow for one. */
export const statusLines = ({ status }: CardRow, width: number): readonly string[] =>
  broken(status, 12.5, width - 15);

const MOST_LINES = 3;

/** What is in the buffer in lines that fit, and how many messages are left out. */
export function bufferLines({ buffer }: CardView, width: number): readonly string[] {
  if (buffer.length === 0) return ['buffer empty'];
  const letters = Math.floor((width - 20) / MONO);
  const lines: string[] = [];
  for (const [i, message] of buffer.entries()) {
    const last = lines.at(-1);
    const rest = buffer.length - i;
    const room = letters - (lines.length === MOST_LINES && rest > 1 ? 4 : 0);
    if (last !== undefined && last.length + 1 + message.length <= room) {
      lines[lines.length - 1] = `${last} ${message}`;
    } else if (lines.length < MOST_LINES) lines.push(message);
    else {
      lines[lines.length - 1] = `${last} +${rest}`;
      break;
    }
  }
  return lines;
}
