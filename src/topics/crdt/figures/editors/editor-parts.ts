import type { SessionAction } from '../../engine/session/types.ts';
import type { Author } from '../tree/authors.ts';
import type { CardLetter, CardView } from './editors-view.ts';

/** Whether every letter is as wide as in a picture; an emoji or a line break is not. */
export const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Neighbouring letters of one author in one row. */
export interface Run {
  readonly author: Author;
  readonly from: number;
  readonly to: number;
}

export function runsOf(letters: readonly CardLetter[], perRow: number): readonly Run[] {
  const runs: Run[] = [];
  for (const [i, { author }] of letters.entries()) {
    const last = runs.at(-1);
    if (last && last.author.place === author.place && i % perRow !== 0) {
      runs[runs.length - 1] = { ...last, to: i + 1 };
    } else runs.push({ author, from: i, to: i + 1 });
  }
  return runs;
}

interface Sending {
  readonly says: string;
  readonly word: string;
  readonly action: SessionAction;
  /** From the middle of the buttons. */
  readonly dx: number;
  readonly width: number;
}

/** Between two: everything one way, or one operation. */
export function sendingsOf(cards: readonly CardView[]): readonly Sending[] {
  const sendings: Sending[] = [];
  const row = [-112, -50, 8, 70];
  for (const [i, { author, waiting }] of cards.entries()) {
    const other = cards[1 - i]!.author;
    if (waiting.length === 0) continue;
    const [from, to] = [author.place, other.place];
    sendings.push({
      says: `${author.badge} → ${other.badge}: send from ${author.name} to ${other.name}`,
      word: `${author.badge} → ${other.badge}`,
      action: { type: 'send', from, to },
      dx: row[2 * i]!,
      width: 58,
    });
    sendings.push({
      says: `Deliver one operation from ${author.name} to ${other.name}`,
      word: 'one',
      action: { type: 'deliver', from, to },
      dx: row[2 * i + 1]!,
      width: 42,
    });
  }
  return sendings;
}
