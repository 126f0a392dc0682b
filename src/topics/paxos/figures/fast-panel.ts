import {
  chosenAt,
  FAST,
  hasCollided,
  isPrepared,
  leaderOf,
  listenerOf,
  type Pick,
  pickOf,
  quorumIn,
  votersFor,
} from '../engine/fast/derived.ts';
import { type FastState, NONE } from '../engine/fast/types.ts';
import { memberName, membersNames, upperFirst, valueName } from '../engine/game/names.ts';
import type { Answer, AnswerLine } from './log-answer.ts';

/** What the picture has to say at this frame, beside what is drawn. */
export function panelOf(state: FastState): Answer {
  const listener = listenerOf(state);
  const chosen = chosenAt(state);
  const values = [...new Set(chosen.map((c) => c.value))];
  if (values.length > 1) {
    return {
      title: 'Two winners',
      tone: 'danger',
      rule: 'The quorums are too small for a fast ballot.',
      lines: chosen.map(({ ballot, value }) => ({
        piece: value,
        text: `chosen in ballot ${ballot} by ${membersNames(votersFor(state, ballot, value))}`,
      })),
      picks: [],
    };
  }
  if (listener !== NONE && isPrepared(state, listener)) return pickPanel(state, listener);
  if (listener !== NONE) {
    const leader = memberName(leaderOf(state, listener));
    return {
      title: `${leader} waits for promises`,
      tone: 'calm',
      rule: `It needs ${state.config.quorum}, and each brings news of a vote.`,
      lines: [],
      picks: [],
    };
  }
  return fastPanel(state);
}

function fastPanel(state: FastState): Answer {
  const { members, fastQuorum } = state.config;
  const [chosen] = chosenAt(state);
  if (chosen) {
    const who = membersNames(votersFor(state, FAST, chosen.value));
    return {
      title: `${upperFirst(valueName(chosen.value))} is chosen`,
      tone: 'fresh',
      rule: `${fastQuorum} of ${members} voted for it in ballot 0, and no leader chose it.`,
      lines: [{ piece: chosen.value, text: who }],
      picks: [],
    };
  }
  if (hasCollided(state)) {
    return {
      title: 'A collision',
      tone: 'danger',
      rule: `No colour can have ${fastQuorum} votes in ballot 0 any more. A classic ballot has to decide.`,
      lines: [],
      picks: [],
    };
  }
  return {
    title: state.ballots[FAST]!.asked ? 'Ballot 0 is open to anyone' : 'Nothing has begun',
    tone: 'calm',
    rule: `${fastQuorum} of ${members} equal votes choose in it. A member votes once, for what it sees first.`,
    lines: [],
    picks: [],
  };
}

function pickPanel(state: FastState, ballot: number): Answer {
  const leader = memberName(leaderOf(state, ballot));
  const pick = pickOf(state, ballot);
  const { proposed } = state.ballots[ballot]!;
  const [chosen] = chosenAt(state).filter((c) => c.ballot === ballot);
  const names = pick.values.map(valueName).join(' or ');
  const free = pick.why === 'free' || pick.why === 'none';
  const both = pick.why === 'forced' && pick.values.length > 1;
  const title = chosen
    ? `${upperFirst(valueName(chosen.value))} is chosen`
    : proposed !== NONE
      ? `${leader} has proposed ${valueName(proposed)}`
      : both
        ? `${upperFirst(pick.values.map(valueName).join(' and '))} may both have won`
        : free
          ? `${leader} may propose ${names || 'what a client sends'}`
          : `${leader} has to propose ${names}`;
  return {
    title,
    tone: chosen ? 'fresh' : proposed !== NONE ? 'calm' : both ? 'danger' : 'active',
    rule: ruleOf(state, pick),
    lines: pick.suspects.map(lineOf),
    picks: [],
  };
}

function ruleOf(state: FastState, pick: Pick): string {
  if (pick.why === 'none') return 'No vote is reported: any proposal will do.';
  if (pick.why === 'one') return 'The rule: copy the only colour that is reported.';
  const needed = quorumIn(state, pick.ballot);
  return pick.why === 'free'
    ? `None of them can have had ${needed} votes in ballot ${pick.ballot}: any proposal will do.`
    : `The rule: copy what may have had ${needed} votes in ballot ${pick.ballot}.`;
}

function lineOf(suspect: Pick['suspects'][number]): AnswerLine {
  const { value, voters, unheard, possible } = suspect;
  const total = voters.length + unheard.length;
  const silent = unheard.length === 0 ? '' : `, ${membersNames(unheard)} unheard`;
  return {
    piece: value,
    text: `${membersNames(voters)}${silent}: at most ${total}`,
    verdict: { text: possible ? 'may have won' : 'cannot have won', strong: possible },
  };
}
