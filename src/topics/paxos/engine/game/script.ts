import { NONE } from '../spec/types.ts';
import type { GameAction, LetterKind } from './types.ts';

const VALUES = ['green', 'blue', 'red'];

/**
 * A game written down, a move a line, several members in one:
 *
 *     ask 1
 *     promise 1: R1 R3 R4
 *     propose 1 green
 *     vote 1: R1 R3
 *     crash R2
 *     deliver 1b 2: R0 R4
 *
 * Throws an `Error` that names the line. Whether a move is legal, the engine says.
 */
export function game(text: string): readonly GameAction[] {
  const actions: GameAction[] = [];
  const proposed = new Map<number, number>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const moves = movesOf(line.replace(':', '').split(/\s+/), proposed);
    if (!moves) throw new Error(`Line ${index + 1} is no move: “${line}”.`);
    actions.push(...moves);
  }
  return actions;
}

function member(word: string | undefined): number {
  return Number(word?.slice(1));
}

function movesOf(words: readonly string[], proposed: Map<number, number>): GameAction[] | null {
  const [verb, first, second] = words;
  const ballot = Number(first);
  switch (verb) {
    case 'ask':
      return [{ type: 'ask', ballot }];
    case 'propose': {
      const value = VALUES.indexOf(second ?? '');
      proposed.set(ballot, value);
      return value < 0 ? null : [{ type: 'propose', ballot, value }];
    }
    case 'promise':
      return words.slice(2).map((w) => ({ type: 'promise', ballot, member: member(w) }));
    case 'vote': {
      const value = proposed.get(ballot) ?? NONE;
      return words.slice(2).map((w) => ({ type: 'vote', ballot, member: member(w), value }));
    }
    case 'crash':
      return [{ type: 'crash', member: member(first) }];
    case 'restart':
      return [
        { type: 'restart', member: member(first), memory: second === 'lost' ? 'lost' : 'kept' },
      ];
    case 'deliver':
    case 'hold':
    case 'release':
    case 'drop':
    case 'duplicate': {
      const kind = first as LetterKind;
      const at = Number(second);
      const value = kind === '2a' || kind === '2b' ? (proposed.get(at) ?? NONE) : NONE;
      return words
        .slice(3)
        .map((w) => ({ type: verb, kind, ballot: at, member: member(w), value }));
    }
    default:
      return null;
  }
}
