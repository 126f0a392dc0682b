import { heardFrom, isAway, leaderOf, readerOf } from '../engine/game/letters.ts';
import { memberName } from '../engine/game/names.ts';
import { refusalOf } from '../engine/game/refusal.ts';
import type { GameAction, GameState } from '../engine/game/types.ts';
import { membersOf } from '../engine/spec/board.ts';

/** What a letter on its way would bring about. */
export interface LetterView {
  readonly action: GameAction;
  readonly words: string;
  readonly value: number | null;
  readonly after: string;
  readonly held: boolean;
}

/** The letters that wait beside a member's row, and how many more come too late. */
export function lettersOf(
  state: GameState,
  member: number,
): { readonly letters: readonly LetterView[]; readonly late: number } {
  const letters: LetterView[] = [];
  let late = 0;
  for (const { kind, ballot, member: at, value, waiting, held } of state.post) {
    if (at !== member || waiting === 0) continue;
    const leader = memberName(leaderOf(state, ballot));
    if (kind === '1a' || kind === '2a') {
      const effect: GameAction =
        kind === '1a'
          ? { type: 'promise', ballot, member }
          : { type: 'vote', ballot, member, value };
      if (!held && refusalOf(state, effect) !== null && !isAway(state, member)) {
        late += 1;
        continue;
      }
      const words = kind === '1a' ? `promise ${ballot}` : 'vote';
      letters.push({
        action: effect,
        words,
        value: kind === '2a' ? value : null,
        after: kind === '2a' ? `in ${ballot}` : '',
        held,
      });
    } else {
      letters.push({
        action: { type: 'deliver', kind, ballot, member, value },
        words: kind === '1b' ? `to ${leader}: promised ${ballot}` : `to ${leader}: voted`,
        value: kind === '2b' ? value : null,
        after: kind === '2b' ? `in ${ballot}` : '',
        held,
      });
    }
  }
  return { letters, late };
}

/** The letters on their way to one reader, too late or not: it cannot tell. */
export function inboxOf(
  state: GameState,
  reader: number,
): readonly { readonly member: string; readonly letter: LetterView }[] {
  return state.post
    .filter((l) => l.waiting > 0 && readerOf(state, l) === reader)
    .map(({ kind, ballot, member, value, held }) => ({
      member: `from ${memberName(kind === '1a' || kind === '2a' ? leaderOf(state, ballot) : member)}:`,
      letter: {
        action: { type: 'deliver' as const, kind, ballot, member, value },
        words: {
          '1a': `promise ${ballot}?`,
          '1b': `promised ${ballot}`,
          '2a': 'vote',
          '2b': 'voted',
        }[kind],
        value: kind === '2a' || kind === '2b' ? value : null,
        after: kind === '2a' ? `in ${ballot}?` : kind === '2b' ? `in ${ballot}` : '',
        held,
      },
    }));
}

/** “nobody”, “R0”, “R0, R2 and R3: 3 of 5, a quorum”, for a narrow screen. */
export function heardSentence(state: GameState, ballot: number): string {
  const heard = membersOf(heardFrom(state, ballot));
  const leader = memberName(leaderOf(state, ballot));
  if (heard.length === 0) return `${leader} has heard nobody yet`;
  return `${leader} has heard ${heard.map(memberName).join(', ')}`;
}
