import { currentBallot, dutiesOf, isPrepared, leaderOf, quorumOf, votesIn } from './derived.ts';
import { isLegal } from './rules.ts';
import { type LogAction, type LogState, NO_OP, NONE } from './types.ts';

/**
 * The legal actions, the most useful first. A leader is offered only the lowest
 * ballot that it may ask for, so the list is complete where no member leads two.
 */
export function enabledActions(state: LogState): readonly LogAction[] {
  return candidates(state).filter((action) => isLegal(state, action));
}

function candidates(state: LogState): readonly LogAction[] {
  const { config, members } = state;
  const everyone = members.map((_, member) => member);
  const slots = Array.from({ length: config.slots }, (_, slot) => slot);
  const moves: LogAction[] = [];
  // The newest ballot first: it is the one that can still get somewhere.
  for (let ballot = config.ballots - 1; ballot >= 0; ballot -= 1) {
    const term = state.terms[ballot]!;
    if (!term.asked) continue;
    for (const slot of slots) {
      if (term.proposed[slot] === null) continue;
      moves.push(
        ...everyone.map((member): LogAction => ({ type: 'accept', ballot, slot, member })),
      );
    }
    moves.push(...proposals(state, ballot));
    moves.push(...everyone.map((member): LogAction => ({ type: 'promise', ballot, member })));
  }
  moves.push({ type: 'submit' });
  for (const member of everyone) {
    for (const slot of slots) moves.push({ type: 'learn', member, slot });
    moves.push({ type: 'catch-up', member });
  }
  const asked = new Set<number>();
  for (let ballot = 0; ballot < config.ballots; ballot += 1) {
    const action: LogAction = { type: 'ask', ballot };
    const leader = leaderOf(state, ballot);
    if (asked.has(leader) || !isLegal(state, action)) continue;
    asked.add(leader);
    moves.push(action);
  }
  for (const member of everyone) {
    moves.push({ type: members[member]!.up ? 'crash' : 'restart', member });
  }
  return moves;
}

function proposals(state: LogState, ballot: number): readonly LogAction[] {
  const { slots, commands } = state.config;
  const values = [...commands.slice(0, state.submitted), NO_OP];
  return Array.from({ length: slots }, (_, slot) => slot).flatMap((slot) =>
    values.map((value): LogAction => ({ type: 'propose', ballot, slot, value })),
  );
}

/**
 * How a run goes on after a reader's change: somebody leads, what has been begun is
 * brought to its end, and in the end everybody who is there knows it.
 */
export function nextUseful(state: LogState): LogAction | null {
  const ballot = currentBallot(state);
  const legal = (action: LogAction) => isLegal(state, action);
  if (ballot === NONE) {
    return enabledActions(state).find((a) => a.type === 'ask') ?? null;
  }
  const others = state.members.map((_, member) => member);
  if (!isPrepared(state, ballot)) {
    return (
      others.map((member): LogAction => ({ type: 'promise', ballot, member })).find(legal) ?? null
    );
  }
  for (let slot = 0; slot < state.config.slots; slot += 1) {
    if (state.terms[ballot]!.proposed[slot] === null) continue;
    if (votesIn(state, ballot, slot) >= quorumOf(state)) continue;
    const votes = others.map((member): LogAction => ({ type: 'accept', ballot, slot, member }));
    const vote = votes.find(legal);
    if (vote) return vote;
  }
  const slot = dutiesOf(state, ballot).findIndex(
    (d) => d.kind !== 'known' && d.kind !== 'proposed' && d.value !== null,
  );
  if (slot >= 0) {
    return { type: 'propose', ballot, slot, value: dutiesOf(state, ballot)[slot]!.value! };
  }
  return others.map((member): LogAction => ({ type: 'catch-up', member })).find(legal) ?? null;
}
