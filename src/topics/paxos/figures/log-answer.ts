import { textWidth } from '../../../player/drawing/text-width.ts';
import { wrap } from '../../../player/text.ts';
import { Sheet } from './log-sheet.ts';
import { roundedRect } from './shapes.ts';

/** One thing that an answer says. */
export interface AnswerLine {
  readonly text: string;
  /** Its number, where places in the picture carry the same. */
  readonly number?: number;
  /** The value it is about. */
  readonly piece?: number;
  /** What it comes to, beside or below it. */
  readonly verdict?: { readonly text: string; readonly strong: boolean };
}

/** Something that can be pressed in an answer. */
export interface AnswerPick {
  /** Tells it apart, for those who look for it. */
  readonly name: string;
  readonly word: string;
  readonly says: string;
  readonly action: unknown;
  readonly may: boolean;
  /** A value, or a command, that stands before the word. */
  readonly icon?: number | string;
}

/** What stands beside a picture: what a leader may do, the next useful move, or why something may not be. */
export interface Answer {
  readonly tone: 'calm' | 'active' | 'fresh' | 'danger' | 'refused';
  readonly title: string;
  readonly rule: string;
  readonly lines: readonly AnswerLine[];
  readonly picks: readonly AnswerPick[];
}

/** An answer in lines, from the top of its box. */
export interface LaidAnswer {
  readonly title: readonly string[];
  readonly ruleY: number;
  readonly rule: readonly string[];
  readonly lines: readonly {
    readonly text: readonly string[];
    /** Baseline of the first line. */
    readonly y: number;
    /** Where its words begin, from the box's left. */
    readonly indent: number;
    /** Baseline of the verdict. */
    readonly verdictY: number;
  }[];
  /** The verdicts stand below the words, and not at the right. */
  readonly stacked: boolean;
  readonly picks: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  readonly height: number;
}

/** From the bar at the left to the words. */
export const INDENT = 18;
export const PICK_HEIGHT = 40;
const LINE = 19;
const PICK_TEXT = 13.5;
/** Mean width of a letter, with some to spare. */
const LETTER = 7;
const ICON = { piece: 26, chip: 46 };

const iconRoom = ({ icon }: AnswerPick) =>
  icon === undefined ? 0 : typeof icon === 'number' ? ICON.piece : ICON.chip;

export function layAnswer(answer: Answer, width: number): LaidAnswer {
  const letters = (indent: number) => Math.max(8, Math.floor((width - indent) / LETTER));
  const stacked = width < 400;
  const refused = answer.tone === 'refused';
  const title = wrap(answer.title, Math.floor((width - INDENT - (refused ? 24 : 0)) / 8.4));
  const ruleY = 20 + title.length * LINE;
  const rule = answer.rule === '' ? [] : wrap(answer.rule, letters(INDENT));
  let y = ruleY + rule.length * LINE + (rule.length > 0 ? 5 : 0);
  const lines = answer.lines.map((line) => {
    const indent = INDENT + (line.piece !== undefined ? 30 : line.number !== undefined ? 24 : 0);
    const beside = line.verdict && !stacked ? 126 : 0;
    const text = wrap(line.text, letters(indent + beside));
    const below = line.verdict && stacked ? 1 : 0;
    const placed = { text, y, indent, verdictY: y + below * text.length * LINE };
    y += (text.length + below) * LINE + (line.piece === undefined ? 4 : 9);
    return placed;
  });
  const picks = layPicks(answer.picks, width, y - 10);
  const end = picks.length > 0 ? picks.at(-1)!.y + PICK_HEIGHT + 4 : y - 12;
  return { title, ruleY, rule, lines, stacked, picks, height: end };
}

/** Side by side, each as wide as its words, and as many lines of them as it takes. */
function layPicks(picks: readonly AnswerPick[], width: number, top: number): LaidAnswer['picks'] {
  let [x, y] = [INDENT, top];
  return picks.map((pick) => {
    const words = pick.word === '' ? 0 : textWidth(pick.word, PICK_TEXT) + 4;
    const own = Math.max(52, 26 + iconRoom(pick) + words);
    if (x > INDENT && x + own > width) {
      x = INDENT;
      y += PICK_HEIGHT + 6;
    }
    const placed = { x, y, width: own };
    x += own + 10;
    return placed;
  });
}

const RULE = 'The rule:';

/** The words of an answer, and the bar beside them. */
export function drawAnswer(
  answer: Answer,
  laid: LaidAnswer,
  x: number,
  y: number,
  width: number,
): Sheet {
  const sheet = new Sheet();
  const inner = x + INDENT;
  sheet.path('bar', roundedRect(x, y, 3, Math.round(laid.height), 1.5));
  const aside = answer.tone === 'refused' ? 24 : 0;
  laid.title.forEach((text, i) => {
    sheet.text('title', inner + aside, y + 17 + i * LINE, text);
  });
  laid.rule.forEach((text, i) => {
    const at = y + laid.ruleY + i * LINE;
    const named = i === 0 && text.startsWith(RULE);
    if (named) sheet.text('strong', inner, at, RULE);
    const rest = named ? text.slice(RULE.length + 1) : text;
    sheet.text('line', inner + (named ? 62 : 0), at, rest);
  });
  for (const [i, { verdict }] of answer.lines.entries()) {
    const placed = laid.lines[i]!;
    placed.text.forEach((text, at) => {
      sheet.text('line', x + placed.indent, y + placed.y + at * LINE, text);
    });
    if (!verdict) continue;
    const right = laid.stacked ? placed.indent : Math.min(width, 440);
    const end = laid.stacked ? '' : ' end';
    sheet.text(
      `${verdict.strong ? 'strong' : 'quiet'}${end}`,
      x + right,
      y + placed.verdictY,
      verdict.text,
    );
  }
  return sheet;
}

/** Where a pick's icon and word stand in it, from its left. */
export function insideOf(pick: AnswerPick, width: number) {
  const room = iconRoom(pick);
  const icon = pick.word === '' ? width / 2 : 11 + room / 2;
  return { icon, word: room === 0 ? width / 2 : 15 + room, centred: room === 0 };
}
