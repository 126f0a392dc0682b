import { membersOf } from '../spec/board.ts';
import { chosenAt } from '../spec/derived.ts';
import { NONE } from '../spec/types.ts';
import { heardBy, heardFrom, isAway, leaderOf, type Report, votesOf } from './letters.ts';
import { inWords, memberName, membersNames, upperFirst, valueName } from './names.ts';
import { refusalOf } from './refusal.ts';
import type { GameAction, GameEvent, GameState, LetterName } from './types.ts';

/** Where a proposal stands: the colours that the leader of a ballot may propose now. */
export function mayPropose(state: GameState, ballot: number): readonly number[] {
  const values = Array.from({ length: state.config.board.values }, (_, value) => value);
  return values.filter((value) => refusalOf(state, { type: 'propose', ballot, value }) === null);
}

export function captionOf(state: GameState, events: readonly GameEvent[]): string {
  if (events.length === 0) return openingWords(state);
  return events
    .map((event) => eventWords(state, event))
    .filter((words) => words !== '')
    .join(' ');
}

function openingWords(state: GameState): string {
  const { board, replies } = state.config;
  const needed = Math.min(...board.quorums2.map((q) => membersOf(q).length));
  const post = replies === 'posted' ? ' Every message is a letter that has to be delivered.' : '';
  return `${upperFirst(inWords(board.acceptors))} members, and nobody has asked for anything yet. A colour wins with ${inWords(needed)} ${needed === 1 ? 'vote' : 'votes'} in one ballot.${post}`;
}

function eventWords(state: GameState, event: GameEvent): string {
  const { kind, ballot, member, value, action } = event;
  const leader = ballot === NONE ? '' : memberName(leaderOf(state, ballot));
  switch (kind) {
    case 'ask':
      return `${leader} asks everyone for a promise: to vote in no ballot before ${ballot}.`;
    case 'promise':
      return promiseWords(state, event);
    case 'propose':
      return proposeWords(state, event);
    case 'vote':
      return voteWords(state, event);
    case 'decide':
      return decideWords(state, event);
    case 'hear':
      return action.type === 'deliver' && action.kind === '2b'
        ? `${memberName(member)}’s vote for ${valueName(value)} in ballot ${ballot} reaches ${leader}.`
        : `${memberName(member)}’s promise reaches ${leader}. ${heardWords(state, ballot)}`;
    case 'learn':
      return state.config.replies === 'posted'
        ? `${leader} now knows that ${valueName(value)} has won. It had won before.`
        : '';
    case 'ignore':
      return ignoreWords(state, event);
    case 'post':
      return postWords(state, action);
    case 'crash':
      return `${memberName(member)} goes silent. Nobody can tell whether it is slow or gone.`;
    case 'restart':
      return action.type === 'restart' && action.memory === 'lost'
        ? `${memberName(member)} is back, and remembers neither promise nor vote.`
        : `${memberName(member)} is back, with the promise and the votes it had written down.`;
    case 'set-up':
      return `The board is set up. ${openingWords(state)}`;
  }
}

function reportOf(state: GameState, ballot: number, member: number): Report | null {
  const all = state.spec.messages.filter(
    (m): m is Report => m.type === '1b' && m.ballot === ballot && m.acceptor === member,
  );
  return all.at(-1) ?? null;
}

function promiseWords(state: GameState, { ballot, member }: GameEvent): string {
  const report = reportOf(state, ballot, member);
  const name = memberName(member);
  const leader = leaderOf(state, ballot);
  const says =
    !report || report.votedBallot === NONE
      ? 'and reports no vote'
      : `and reports its latest vote: ${valueName(report.votedValue)} in ballot ${report.votedBallot}`;
  const heard = (heardFrom(state, ballot) & (1 << member)) !== 0;
  const promised = `${name} promises ballot ${ballot} ${says}.`;
  if (heard) return `${promised} ${heardWords(state, ballot)}`;
  return isAway(state, leader)
    ? `${promised} ${memberName(leader)} is away and does not hear it.`
    : `${promised} The answer is on its way to ${memberName(leader)}.`;
}

/** What the leader of a ballot makes of the promises it has. */
function heardWords(state: GameState, ballot: number): string {
  const { board } = state.config;
  const heard = heardFrom(state, ballot);
  const leader = memberName(leaderOf(state, ballot));
  const count = membersOf(heard).length;
  const complete = board.quorums1.some((q) => (q & heard) === q);
  if (!complete) return `${leader} has ${inWords(count)} so far, no quorum yet.`;
  const may = mayPropose(state, ballot);
  const votes = heardBy(state, ballot).filter((r) => r.votedBallot !== NONE);
  if (may.length === 0) return `${leader} has heard ${inWords(count)}.`;
  if (votes.length === 0 || may.length === board.values) {
    return `${leader} has its quorum${votes.length === 0 ? ', and nobody in it has voted' : ''}: it may propose any colour.`;
  }
  const highest = Math.max(...votes.map((r) => r.votedBallot));
  const colours = may.map(valueName).join(' or ');
  const several = new Set(votes.map((r) => r.votedValue)).size > 1;
  return may.length === 1 && board.broken === null
    ? `${leader} has its quorum. ${several ? 'The highest ballot rules' : `The vote reported is from ballot ${highest}`}, so ${colours} is the one colour it may propose.`
    : `${leader} has its quorum, and may propose ${colours}.`;
}

function proposeWords(state: GameState, { ballot, value }: GameEvent): string {
  const leader = memberName(leaderOf(state, ballot));
  const reports = heardBy(state, ballot).filter((r) => r.votedBallot !== NONE);
  const from = reports
    .filter((r) => r.votedValue === value)
    .reduce<Report | null>(
      (best, r) => (best === null || r.votedBallot > best.votedBallot ? r : best),
      null,
    );
  const why =
    state.config.board.broken === 'skip-phase-1' || reports.length === 0
      ? 'its own choice'
      : from
        ? `the colour that ${memberName(from.acceptor)} reported from ballot ${from.votedBallot}`
        : 'a colour that nobody reported';
  return `${leader} proposes ${valueName(value)} in ballot ${ballot}: ${why}.`;
}

function votersOf(state: GameState, ballot: number, value: number): readonly number[] {
  const members = Array.from({ length: state.config.board.acceptors }, (_, member) => member);
  return members.filter((m) => votesOf(state, m, ballot).includes(value));
}

function voteWords(state: GameState, { ballot, member, value }: GameEvent): string {
  const voters = votersOf(state, ballot, value);
  const needed = Math.min(...state.config.board.quorums2.map((q) => membersOf(q).length));
  const count = voters.length;
  const tally =
    count < needed ? ` ${upperFirst(inWords(count))} of the ${inWords(needed)} it takes.` : '';
  const closed = `${memberName(member)} votes ${valueName(value)} in ballot ${ballot}.`;
  return `${closed}${tally}`;
}

function decideWords(state: GameState, { ballot, value }: GameEvent): string {
  const chosen = chosenAt(state.spec);
  const others = new Set(chosen.map((c) => c.value));
  if (others.size > 1) {
    const names = [...others].map(valueName).join(' and ');
    return `That decides a second colour: ${names} have both won.`;
  }
  const again = chosen.some((c) => c.ballot !== ballot);
  const voters = membersNames(votersOf(state, ballot, value));
  return again
    ? `${upperFirst(valueName(value))} wins again, in ballot ${ballot}: that changes nothing.`
    : `With the votes of ${voters} ${valueName(value)} has won, for good.`;
}

function ignoreWords(state: GameState, { ballot, member, action }: GameEvent): string {
  if (action.type !== 'deliver') return '';
  const name = memberName(member);
  const leader = memberName(leaderOf(state, ballot));
  if (action.kind === '1b' || action.kind === '2b') {
    return `${leader} gets ${name}’s answer again, and learns nothing new.`;
  }
  const most = state.spec.maxBal[member]!;
  const what = action.kind === '1a' ? 'promise' : 'vote in';
  return most > ballot
    ? `The letter that asks ${name} to ${what} ballot ${ballot} comes too late: it has promised ${most}. ${name} says nothing, and need not.`
    : `${name} has answered that letter before, and a second copy changes nothing.`;
}

/** A letter in words: “R3’s letter to R1, promise 3”. */
export function letterWords(state: GameState, name: LetterName): string {
  const { kind, ballot, member, value } = name;
  const leader = memberName(leaderOf(state, ballot));
  const a = memberName(member);
  switch (kind) {
    case '1a':
      return `${leader}’s letter that asks ${a} to promise ${ballot}`;
    case '1b':
      return `${a}’s promise of ballot ${ballot}`;
    case '2a':
      return `${leader}’s letter that asks ${a} to vote ${valueName(value)} in ${ballot}`;
    case '2b':
      return `${a}’s vote for ${valueName(value)} in ${ballot}`;
  }
}

function postWords(state: GameState, action: GameAction): string {
  if (action.type === 'hold') return `${letterWords(state, action)} is held back.`;
  if (action.type === 'release') return `${letterWords(state, action)} is on its way again.`;
  if (action.type === 'drop') return `${letterWords(state, action)} is lost. Nobody is told.`;
  if (action.type === 'duplicate')
    return `There are now more copies of ${letterWords(state, action)}.`;
  return '';
}

/** A move in words, for the menu of what-ifs. */
export function describeAction(state: GameState, action: GameAction): string {
  switch (action.type) {
    case 'ask':
      return `${memberName(leaderOf(state, action.ballot))} asks for ballot ${action.ballot}`;
    case 'promise':
      return `${memberName(action.member)} promises ${action.ballot}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} proposes ${valueName(action.value)} in ${action.ballot}`;
    case 'vote':
      return `${memberName(action.member)} votes ${valueName(action.value)} in ${action.ballot}`;
    case 'deliver':
      return `Deliver ${letterWords(state, action)}`;
    case 'hold':
      return `Hold ${letterWords(state, action)}`;
    case 'release':
      return `Let go ${letterWords(state, action)}`;
    case 'drop':
      return `Lose ${letterWords(state, action)}`;
    case 'duplicate':
      return `Copy ${letterWords(state, action)}`;
    case 'crash':
      return `${memberName(action.member)} goes silent`;
    case 'restart':
      return `${memberName(action.member)} returns${action.memory === 'lost' ? ', its memory lost' : ''}`;
    case 'set-up':
      return `Set up ${action.board.acceptors} members, ${action.board.values} colours, ${action.board.ballots} ballots`;
  }
}
