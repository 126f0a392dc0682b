import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { captionOf, describeAction } from './captions.ts';
import { specExplain } from './explain.ts';
import { specInvariants } from './invariants.ts';
import { messageCode } from './messages.ts';
import { apply, enabledActions, initialState } from './rules.ts';
import type { Board, SpecAction, SpecEvent, SpecState } from './types.ts';

export { specExplain } from './explain.ts';

/** Equal text means equal state, on one board: all four variables, a character a piece. */
export function identify({ board, maxBal, maxVBal, maxVal, messages }: SpecState): string {
  let text = '';
  for (let acceptor = 0; acceptor < board.acceptors; acceptor += 1) {
    text += String.fromCharCode(
      maxBal[acceptor]! + 1,
      maxVBal[acceptor]! + 1,
      maxVal[acceptor]! + 1,
    );
  }
  for (const message of messages) text += String.fromCharCode(messageCode(board, message));
  return text;
}

/**
 * Paxos.tla of tlaplus/Examples, by Lamport: Phase1a, Phase1b, Phase2a and Phase2b over
 * a set of messages that only grows. `board.broken` leaves out one conjunct:
 * `skip-phase-1` the promises, `equivocate` that a ballot has one proposal,
 * `ignore-votes` what reports say, `copy-any` that the highest report counts,
 * `omit-votes` the report in 1b, `break-promise` that votes are at `maxBal` or above;
 * `amnesia` adds a crash that resets a member's three variables. Quorums need not meet.
 */
export const specEngine: Engine<Board, SpecState, SpecAction, SpecEvent> = {
  init: initialState,
  enabled: enabledActions,
  explain: specExplain,
  step(state, action) {
    assertLegal(specEngine, state, action);
    const after = apply(state, action);
    return { state: after, events: [{ kind: after === state ? 'again' : action.type, action }] };
  },
  caption: (state, events) => (events[0] ? captionOf(state, events[0]) : 'Nothing is sent yet.'),
  describe: (_, action) => describeAction(action),
  invariants: specInvariants,
  ticks: [
    { id: '1a', label: 'asks for promises', tone: 'soft', shape: 'bar' },
    { id: '1b', label: 'promises', tone: 'ink', shape: 'bar' },
    { id: '2b', label: 'votes', tone: 'fresh', shape: 'disc' },
    { id: '2a', label: 'proposes', tone: 'active', shape: 'square' },
    { id: 'crash', label: 'crashes', tone: 'danger', shape: 'triangle' },
  ],
  tick: ([event]) => (event && event.kind !== 'again' ? event.kind : null),
  grains: [
    { id: 'move', label: 'Move' },
    { id: 'leader', label: 'Leader’s move' },
  ],
  grain: ([event]) => (event && (event.kind === '1a' || event.kind === '2a') ? 1 : 0),
};
