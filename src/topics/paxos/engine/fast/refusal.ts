import { memberName, valueName } from '../game/names.ts';
import { leaderOf } from './derived.ts';
import type { Reason } from './reasons.ts';
import { conditionsOf, isLegal } from './rules.ts';
import type { FastAction, FastState } from './types.ts';

/** A move that may not be made: which rule it breaks, and where to see that. */
export interface Refusal {
  /** `R1 may not propose blue`. */
  readonly title: string;
  /** The rule in words, as an order. */
  readonly rule: string;
  readonly reasons: readonly Reason[];
}

/** `null` if the move is legal. */
export function refusalOf(state: FastState, action: FastAction): Refusal | null {
  if (isLegal(state, action)) return null;
  const { rule, reasons } = conditionsOf(state, action).find((c) => !c.holds && !c.off)!;
  return { title: titleOf(state, action), rule, reasons };
}

/** `null` if the move is legal, else why not, in words. */
export function explain(state: FastState, action: FastAction): string | null {
  const refused = refusalOf(state, action);
  return refused?.reasons.map((reason) => reason.text).join(' ') ?? null;
}

function titleOf(state: FastState, action: FastAction): string {
  switch (action.type) {
    case 'open':
      return 'Ballot 0 cannot be opened';
    case 'client':
      return `No client may propose ${valueName(action.value)}`;
    case 'ask':
      return `${memberName(leaderOf(state, action.ballot))} may not ask for ballot ${action.ballot}`;
    case 'promise':
      return `${memberName(action.member)} may not promise ballot ${action.ballot}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} may not propose ${valueName(action.value)}`;
    case 'vote':
      return `${memberName(action.member)} may not vote ${valueName(action.value)} in ballot ${action.ballot}`;
  }
}
