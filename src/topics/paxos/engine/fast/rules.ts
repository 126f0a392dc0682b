import { memberName, membersNames, upperFirst, valueName } from '../game/names.ts';
import { FAST, isPrepared, leaderOf, pickOf } from './derived.ts';
import { type FastAction, type FastState, NONE } from './types.ts';

type Of<Type extends FastAction['type']> = Extract<FastAction, { readonly type: Type }>;

/** `null` if the action is legal, else the rule it breaks, in words. */
export function refusal(state: FastState, action: FastAction): string | null {
  return outOfBounds(state, action) ?? broken(state, action);
}

function outOfBounds({ config }: FastState, action: FastAction): string | null {
  const within = (n: number, limit: number) => Number.isInteger(n) && n >= 0 && n < limit;
  if ('member' in action && !within(action.member, config.members)) {
    return `There is no member ${action.member}: they are R0 to R${config.members - 1}.`;
  }
  if ('ballot' in action && !within(action.ballot, config.ballots)) {
    return `Ballots go from 0 to ${config.ballots - 1} here.`;
  }
  if ('value' in action && !within(action.value, config.values)) {
    return `There is no value ${action.value} here.`;
  }
  return null;
}

function broken(state: FastState, action: FastAction): string | null {
  switch (action.type) {
    case 'open':
      return state.ballots[FAST]!.asked ? 'Ballot 0 is open to proposals already.' : null;
    case 'client':
      return state.sent & (1 << action.value)
        ? `A client has proposed ${valueName(action.value)} already.`
        : null;
    case 'ask':
      if (action.ballot === FAST)
        return 'Ballot 0 is the first, so nobody has to promise anything for it.';
      return state.ballots[action.ballot]!.asked
        ? `${memberName(leaderOf(state, action.ballot))} has asked for ballot ${action.ballot} before.`
        : null;
    case 'promise':
      return promiseRefusal(state, action);
    case 'propose':
      return proposeRefusal(state, action);
    case 'vote':
      return voteRefusal(state, action);
  }
}

function promiseRefusal(state: FastState, { ballot, member }: Of<'promise'>): string | null {
  const { promised } = state.members[member]!;
  const name = memberName(member);
  if (ballot === FAST) return 'Ballot 0 is the first, so nobody has to promise anything for it.';
  if (!state.ballots[ballot]!.asked) {
    return `${memberName(leaderOf(state, ballot))} has not asked for ballot ${ballot}.`;
  }
  if (promised === ballot) return `${name} takes part in ballot ${ballot} already.`;
  if (promised > ballot) {
    return `${name} has promised ballot ${promised}, so ballot ${ballot} is closed to it.`;
  }
  return null;
}

function proposeRefusal(state: FastState, { ballot, value }: Of<'propose'>): string | null {
  const leader = memberName(leaderOf(state, ballot));
  const { asked, heard, proposed } = state.ballots[ballot]!;
  if (ballot === FAST) return 'In ballot 0 the clients propose, not the leader.';
  if (!asked) return `${leader} has not asked for ballot ${ballot}.`;
  if (!isPrepared(state, ballot)) {
    return `${leader} has heard ${heard.length} of the ${state.config.quorum} promises that a proposal needs.`;
  }
  if (proposed !== NONE) {
    return `${leader} has proposed ${valueName(proposed)} in ballot ${ballot}, and a classic ballot has one value.`;
  }
  const pick = pickOf(state, ballot);
  if (pick.values.includes(value)) return null;
  const name = valueName(value);
  if (pick.why === 'none' || pick.why === 'free') return `No client has proposed ${name}.`;
  if (pick.why === 'one') {
    return `The only value reported from ballot ${pick.ballot} is ${valueName(pick.values[0]!)}, so ${leader} has to copy it.`;
  }
  const [must] = pick.suspects.filter((s) => s.possible);
  const quorum = membersNames([...must!.voters, ...must!.unheard].toSorted((a, b) => a - b));
  return `${upperFirst(valueName(must!.value))} may have been chosen in ballot ${pick.ballot}, by ${quorum}, so ${leader} may not propose ${name}.`;
}

function voteRefusal(state: FastState, { ballot, member, value }: Of<'vote'>): string | null {
  const { promised, votes } = state.members[member]!;
  const { asked, proposed } = state.ballots[ballot]!;
  const name = memberName(member);
  const leader = memberName(leaderOf(state, ballot));
  if (ballot === FAST) {
    if (!asked) return `${leader} has not opened ballot 0 to proposals.`;
    if (!(state.sent & (1 << value))) return `No client has proposed ${valueName(value)}.`;
  } else if (proposed === NONE) return `Nothing is proposed in ballot ${ballot}.`;
  else if (proposed !== value) {
    return `${leader} has proposed ${valueName(proposed)} in ballot ${ballot}, not ${valueName(value)}.`;
  }
  if (votes[ballot] !== NONE) {
    return `${name} has voted for ${valueName(votes[ballot]!)} in ballot ${ballot}, and has one vote there.`;
  }
  if (promised > ballot) {
    return `${name} has promised ballot ${promised}, so ballot ${ballot} is closed to it.`;
  }
  return null;
}
