import { heardBy, isAway, leaderOf, proposedIn } from '../engine/game/letters.ts';
import { capital, memberName, valueName } from '../engine/game/names.ts';
import type { Cell } from '../engine/game/reasons.ts';
import { refusalOf } from '../engine/game/refusal.ts';
import type { GameAction, GameState } from '../engine/game/types.ts';
import { chosenAt } from '../engine/spec/derived.ts';
import { NONE } from '../engine/spec/types.ts';
import { type BoardView, canChoose } from './board-view.ts';

/** A colour that the leader in focus might propose. */
export interface PickView {
  readonly value: number;
  readonly action: GameAction;
  readonly may: boolean;
  readonly word: string;
}

/** What stands beside the board: an answer to what was tried, a choice, or the next useful move. */
export interface AnswerView {
  readonly kind: 'refused' | 'choice' | 'hint' | 'done';
  readonly title: string;
  /** `The rule:` and what it says. */
  readonly rule: string | null;
  readonly reasons: readonly { readonly text: string; readonly cells: readonly Cell[] }[];
  readonly picks: readonly PickView[];
  /** What pressing the hint does. */
  readonly move: GameAction | null;
}

export function answerView(
  state: GameState,
  view: BoardView,
  tried: GameAction | null,
): AnswerView {
  const picks = picksIn(state, view.focus);
  const refusal = tried && refusalOf(state, tried);
  if (refusal) {
    const own = tried.type === 'propose' ? picksIn(state, tried.ballot) : [];
    return {
      kind: 'refused',
      title: refusal.title,
      rule: refusal.rule,
      reasons: refusal.reasons.map(({ text, cell, more = [] }) => ({
        text: capital(text),
        cells: cell ? [cell, ...more] : [],
      })),
      picks: own.some((pick) => pick.may) ? own : [],
      move: null,
    };
  }
  const won = [...new Set(chosenAt(state.spec).map((c) => c.value))];
  if (picks.length > 0 && canChoose(state, view.focus!)) return choiceOf(state, view.focus!, picks);
  if (won.length > 1) return plain('done', 'Two colours have won', 'The members no longer agree.');
  if (won.length === 1) {
    const value = valueName(won[0]!);
    return plain(
      'done',
      `${capital(value)} has won`,
      `Any ballot to come can only choose ${value} again. Try to change it.`,
    );
  }
  const { hint } = view;
  if (!hint)
    return plain(
      'done',
      'No way to a decision',
      'Nothing that may be done here brings one nearer.',
    );
  return { ...plain('hint', 'Next useful move', hint.words), move: hint.move };
}

function plain(kind: AnswerView['kind'], title: string, text: string): AnswerView {
  return { kind, title, rule: null, reasons: [{ text, cells: [] }], picks: [], move: null };
}

function choiceOf(state: GameState, ballot: number, picks: readonly PickView[]): AnswerView {
  const leader = memberName(leaderOf(state, ballot));
  const may = picks.filter((pick) => pick.may);
  const free = may.length === picks.length;
  const voted = heardBy(state, ballot).some((r) => r.votedBallot !== NONE);
  return {
    kind: 'choice',
    title: free
      ? `${leader} may propose any colour`
      : `${leader} may propose ${may.map((pick) => valueName(pick.value)).join(' or ')}`,
    rule: null,
    reasons: [
      {
        text:
          free && !voted
            ? 'Nobody in its quorum has voted before.'
            : 'Try another colour to see what stands against it.',
        cells: [],
      },
    ],
    picks,
    move: null,
  };
}

/** Every colour, where the leader of a ballot has not proposed and is there to do so. */
function picksIn(state: GameState, ballot: number | null): readonly PickView[] {
  if (ballot === null) return [];
  const { board } = state.config;
  const proposed = proposedIn(state, ballot);
  if (proposed.length > 0 && board.broken !== 'equivocate') return [];
  if (isAway(state, leaderOf(state, ballot))) return [];
  const reported = new Set(heardBy(state, ballot).map((r) => r.votedValue));
  return Array.from({ length: board.values }, (_, value) => {
    const action: GameAction = { type: 'propose', ballot, value };
    const may = refusalOf(state, action) === null;
    const word = may
      ? `propose ${valueName(value)}`
      : reported.has(value)
        ? 'lower'
        : 'not reported';
    return { value, action, may, word };
  });
}
