import { textWidth } from '../../../player/drawing/text-width.ts';
import { wrap } from '../../../player/text.ts';
import type { AnswerView, PickView } from './answer-view.ts';
import type { BoardLayout } from './board-layout.ts';

/** From the bar at the left to the words. */
export const INDENT = 18;
const LINE = 19;
const PICK_TEXT = 13.5;

/** An answer in lines, and where each stands. */
export interface LaidAnswer {
  readonly title: number;
  readonly rule: readonly string[];
  readonly ruleY: number;
  readonly reasons: readonly { readonly lines: readonly string[]; readonly y: number }[];
  readonly picksY: number;
  readonly picks: readonly {
    readonly pick: PickView;
    readonly x: number;
    readonly width: number;
    readonly worded: boolean;
  }[];
  /** Of the bar beside it. */
  readonly bar: number;
  readonly height: number;
}

export function layAnswer(answer: AnswerView, { answer: box, mode }: BoardLayout): LaidAnswer {
  const perLine = Math.floor((box.width - INDENT - 28) / 7);
  const title = box.y + 22;
  const ruleY = title + 24;
  const rule = answer.rule ? wrap(`The rule: ${answer.rule}`, perLine + 3) : [];
  let y = ruleY + rule.length * LINE + (rule.length > 0 ? 5 : 0);
  const reasons = answer.reasons.map((reason) => {
    const lines = wrap(reason.text, perLine);
    const at = { lines, y };
    y += lines.length * LINE + 3;
    return at;
  });
  const picksY = y + 8;
  const pressed = answer.picks.length > 0 || answer.move !== null;
  const end = pressed ? picksY + 36 : picksY - 16;
  return {
    title,
    rule,
    ruleY,
    reasons,
    picksY,
    picks: layPicks(answer.picks, box.x + INDENT, box.width - 20, mode === 'narrow'),
    bar: end - box.y - 4,
    height: end - box.y + 6,
  };
}

/** Side by side, each as wide as its words; on a narrow screen only what may be done has words. */
function layPicks(
  picks: readonly PickView[],
  left: number,
  room: number,
  narrow: boolean,
): LaidAnswer['picks'] {
  const full = picks.map((pick) => 52 + textWidth(pick.word, PICK_TEXT));
  const fits = full.reduce((sum, w) => sum + w + 10, 0) <= room;
  const worded = (pick: PickView) =>
    fits || (pick.may && (!narrow || picks.filter((p) => p.may).length === 1));
  let x = left;
  return picks.map((pick, i) => {
    const width = worded(pick) ? full[i]! : 48;
    const at = { pick, x, width, worded: worded(pick) };
    x += width + 10;
    return at;
  });
}
