import { inWords, memberName, membersNames, upperFirst, valueName } from '../game/names.ts';
import {
  chanceOf,
  chosenAt,
  FAST,
  hasCollided,
  leaderOf,
  pickOf,
  quorumIn,
  votersFor,
} from './derived.ts';
import { type FastAction, type FastEvent, type FastReport, type FastState, NONE } from './types.ts';

const byMember = (members: readonly number[]) => membersNames(members.toSorted((a, b) => a - b));
const colours = (values: readonly number[]) => values.map(valueName).join(' or ');

/** One or two plain sentences: what happened and why. */
export function captionOf(state: FastState, events: readonly FastEvent[]): string {
  const first = events[0];
  if (!first) return openingWords(state);
  const leader = memberName(leaderOf(state, first.ballot === NONE ? FAST : first.ballot));
  switch (first.kind) {
    case 'open':
      return `${leader} opens ballot 0 with “any value”: a client may send its proposal to the members directly. A member votes for the first that reaches it.`;
    case 'client':
      return clientWords(state, first);
    case 'ask':
      return `${leader} asks everyone to promise ballot ${first.ballot}, a classic one. Each promise closes ballot 0 and reports the member's vote there.`;
    case 'promise':
      return promiseWords(
        state,
        first,
        events.some((e) => e.kind === 'quorum'),
      );
    case 'propose':
      return proposeWords(state, first);
    case 'vote':
      return voteWords(state, first, events);
    default:
      return '';
  }
}

function openingWords({ config }: FastState): string {
  return `${upperFirst(inWords(config.members))} members are to agree on one colour. In ballot 0, which is fast, ${inWords(config.fastQuorum)} equal votes decide; later ballots are classic and need ${inWords(config.quorum)}.`;
}

function clientWords(state: FastState, { value }: FastEvent): string {
  const rivals = state.sent !== 1 << value;
  const sends = `A client proposes ${valueName(value)}, straight to every member.`;
  return rivals
    ? `${sends} It knows nothing of the other proposal, and each member goes by which it sees first.`
    : `${sends} No leader stands between, which saves one message delay.`;
}

function reportWords({ ballot, value }: FastReport): string {
  return ballot === NONE ? 'that it has not voted' : `${valueName(value)} in ballot ${ballot}`;
}

function promiseWords(state: FastState, { ballot, member }: FastEvent, quorum: boolean): string {
  const { heard } = state.ballots[ballot]!;
  const report = heard.find((r) => r.member === member)!;
  const promise = `${memberName(member)} promises ballot ${ballot} and reports ${reportWords(report)}.`;
  const leader = memberName(leaderOf(state, ballot));
  if (heard.length < state.config.quorum) {
    return `${promise} ${leader} has heard ${heard.length} of the ${state.config.quorum} it needs.`;
  }
  return `${promise} ${quorum ? 'That is a quorum. ' : ''}${pickWords(state, ballot)}`;
}

/** What the reports leave the leader, and why. */
export function pickWords(state: FastState, ballot: number): string {
  const leader = memberName(leaderOf(state, ballot));
  const pick = pickOf(state, ballot);
  if (pick.why === 'none') return `Nobody reports a vote, so ${leader} is free.`;
  if (pick.why === 'one')
    return `Only ${colours(pick.values)} is reported, so ${leader} has to copy it.`;
  if (pick.why === 'free') {
    return `No colour can have ${quorumIn(state, pick.ballot)} votes in ballot ${pick.ballot} any more, so ${leader} is free.`;
  }
  const must = pick.suspects.filter((s) => s.possible);
  if (must.length > 1) {
    return `${upperFirst(must.map((s) => valueName(s.value)).join(' and '))} may both have been chosen, and ${leader} cannot honour both.`;
  }
  const { value, voters, unheard } = must[0]!;
  const hidden = `${byMember(unheard)}, not heard from, may be the ${ordinal(quorumIn(state, pick.ballot))}`;
  return `${upperFirst(valueName(value))} has ${byMember(voters)}, and ${hidden}: it may have been chosen, so ${leader} has to propose it.`;
}

const ordinal = (n: number) => ['', 'first', 'second', 'third', 'fourth', 'fifth'][n] ?? `${n}th`;

function proposeWords(state: FastState, { ballot, value }: FastEvent): string {
  const leader = memberName(leaderOf(state, ballot));
  const proposes = `${leader} proposes ${valueName(value)} in ballot ${ballot}.`;
  const pick = pickOf(state, ballot);
  if (pick.why === 'free')
    return `${proposes} Whichever it takes is safe, because neither can win in ballot 0.`;
  if (pick.why === 'none') return `${proposes} Nothing was reported, so it was free to choose.`;
  const others = pick.suspects.filter((s) => s.possible && s.value !== value);
  if (pick.why === 'forced' && others.length > 0) {
    return `${proposes} It had to drop ${colours(others.map((s) => s.value))}, which may have won as well.`;
  }
  const truth = chanceOf(state, FAST, value);
  if (truth === 'locked') {
    return `${proposes} ${upperFirst(valueName(value))} has in fact won in ballot 0, and so it stays.`;
  }
  if (pick.why === 'forced' && truth === 'dead') {
    return `${proposes} As it happens ${valueName(value)} did not win in ballot 0, but ${leader} cannot know that.`;
  }
  return `${proposes} It could not propose another: ${valueName(value)} may have won before.`;
}

function voteWords(state: FastState, event: FastEvent, events: readonly FastEvent[]): string {
  const { ballot, member, value } = event;
  const name = memberName(member);
  const colour = valueName(value);
  const votes =
    ballot === FAST
      ? `${upperFirst(colour)} is the first proposal to reach ${name}, which votes for it in ballot 0.`
      : `${name} votes for ${colour} in ballot ${ballot}.`;
  if (events.some((e) => e.kind === 'decide'))
    return `${votes} ${decidedWords(state, ballot, value)}`;
  if (events.some((e) => e.kind === 'collide')) {
    return `${votes} The proposals have collided: no colour can reach ${inWords(state.config.fastQuorum)} votes in ballot 0 any more.`;
  }
  const count = votersFor(state, ballot, value).length;
  const needed = quorumIn(state, ballot);
  if (count > needed) return `${votes} It was chosen before.`;
  if (ballot === FAST && hasCollided(state))
    return `${votes} It changes nothing: ballot 0 is lost.`;
  return `${votes} ${upperFirst(colour)} has ${count} of the ${needed} it needs.`;
}

function decidedWords(state: FastState, ballot: number, value: number): string {
  const quorum = `${upperFirst(byMember(votersFor(state, ballot, value)))} make ${inWords(quorumIn(state, ballot))}`;
  const colour = valueName(value);
  if (ballot === FAST) return `${quorum}: ${colour} is chosen, and no leader had to pass it on.`;
  const before = chosenAt(state).find((c) => c.ballot < ballot);
  if (before && before.value !== value) {
    return `${quorum}: ${colour} is chosen, and ${valueName(before.value)} was in ballot ${before.ballot}. There are two winners.`;
  }
  if (before) return `${quorum}: ${colour} is chosen again, as it was in ballot ${before.ballot}.`;
  const cost = hasCollided(state) ? ' The collision has cost a second ballot.' : '';
  return `${quorum}: ${colour} is chosen.${cost}`;
}

/** The action in words, for the what-if menu. */
export function describeAction(state: FastState, action: FastAction): string {
  switch (action.type) {
    case 'open':
      return `${memberName(leaderOf(state, FAST))} opens ballot 0 to any value`;
    case 'client':
      return `A client proposes ${valueName(action.value)}`;
    case 'ask':
      return `${memberName(leaderOf(state, action.ballot))} asks for ballot ${action.ballot}`;
    case 'promise':
      return `${memberName(action.member)} promises ballot ${action.ballot}`;
    case 'propose':
      return `${memberName(leaderOf(state, action.ballot))} proposes ${valueName(action.value)} in ballot ${action.ballot}`;
    case 'vote':
      return `${memberName(action.member)} votes for ${valueName(action.value)} in ballot ${action.ballot}`;
  }
}
