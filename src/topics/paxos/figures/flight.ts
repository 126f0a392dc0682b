import { textWidth } from '../../../player/drawing/text-width.ts';
import type { GameState } from '../engine/game/types.ts';
import type { RowView } from './board-view.ts';
import { type LetterView, lettersOf } from './letters-view.ts';

/** Text size of a letter on its way. */
export const CHIP_TEXT = 13;
const GAP = 6;

export interface Chip {
  readonly member: string;
  readonly letter: LetterView;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Every letter that can still do something, by member. */
export function flight(
  state: GameState,
  rows: readonly RowView[],
): readonly { readonly member: string; readonly letter: LetterView }[] {
  return rows.flatMap(({ member, name }) =>
    lettersOf(state, member).letters.map((letter) => ({ member: name, letter })),
  );
}

export function chipWidth(letter: LetterView, member = ''): number {
  const name = member === '' ? 0 : textWidth(member, CHIP_TEXT) + 6;
  const piece = letter.value === null ? 0 : 24;
  const after = letter.after === '' ? 0 : textWidth(letter.after, CHIP_TEXT) + 4;
  return 20 + name + textWidth(letter.words, CHIP_TEXT) + piece + after;
}

/** Letters in lines, from left to right; `y` is from the top of the first. */
export function laidOut(
  letters: readonly { readonly member: string; readonly letter: LetterView }[],
  width: number,
  line: number,
): { readonly chips: readonly Chip[]; readonly height: number } {
  let x = 0;
  let y = 0;
  const chips = letters.map(({ member, letter }) => {
    const w = Math.min(width, chipWidth(letter, member));
    if (x > 0 && x + w > width) {
      x = 0;
      y += line;
    }
    const chip = { member, letter, x, y, width: w };
    x += w + GAP;
    return chip;
  });
  return { chips, height: y + line };
}
