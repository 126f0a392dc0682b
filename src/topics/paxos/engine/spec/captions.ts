import { chosenAt } from './derived.ts';
import { NONE, type SpecAction, type SpecEvent, type SpecState } from './types.ts';
import { capital, memberName, setName, valueName } from './words.ts';

/** An action in words, for menus. */
export function describeAction(action: SpecAction): string {
  switch (action.type) {
    case '1a':
      return `Ask for promises in ballot ${action.ballot}`;
    case '1b':
      return `${memberName(action.acceptor)} promises ballot ${action.ballot}`;
    case '2a': {
      const { ballot, value, quorum, because } = action;
      const reason = because === NONE ? '' : `, as ${memberName(because)} reports`;
      const backed = quorum === 0 ? '' : ` with ${setName(quorum)}${reason}`;
      return `Propose ${valueName(value)} in ballot ${ballot}${backed}`;
    }
    case '2b':
      return `${memberName(action.acceptor)} votes for ${valueName(action.value)} in ballot ${action.ballot}`;
    case 'crash':
      return `${memberName(action.acceptor)} crashes and forgets`;
  }
}

/** What an event did, and why, in the state after it. */
export function captionOf(state: SpecState, { kind, action }: SpecEvent): string {
  if (kind === 'again') return `${describeAction(action)} once more, which changes nothing.`;
  switch (action.type) {
    case '1a':
      return `Everyone is asked for a promise in ballot ${action.ballot}.`;
    case '1b':
      return captionOfPromise(state, action.acceptor, action.ballot);
    case '2a': {
      const { ballot, value, quorum, because } = action;
      const proposed = `${capital(valueName(value))} is proposed in ballot ${ballot}`;
      if (quorum === 0) return `${proposed}, and nobody was asked before.`;
      if (because !== NONE)
        return `${proposed}, the value of the vote that ${memberName(because)} reports.`;
      return state.board.broken === 'ignore-votes'
        ? `${proposed}, whatever votes were reported.`
        : `${proposed}: ${setName(quorum)} promised and report no vote, so any value would do.`;
    }
    case '2b': {
      const { ballot, value } = action;
      const chosen = chosenAt(state).find((c) => c.ballot === ballot && c.value === value);
      const ends = chosen ? ` ${capital(setName(chosen.quorum))} did: it is chosen.` : '';
      return `${describeAction(action)}.${ends}`;
    }
    case 'crash':
      return `${memberName(action.acceptor)} crashes, and starts again with neither promises nor votes in mind.`;
  }
}

function captionOfPromise({ messages }: SpecState, acceptor: number, ballot: number): string {
  const name = memberName(acceptor);
  const reports = messages.filter(
    (m) => m.type === '1b' && m.acceptor === acceptor && m.ballot === ballot,
  );
  const voted = reports.find((m) => m.type === '1b' && m.votedBallot !== NONE);
  const closed =
    ballot === 0
      ? `${name} joins ballot 0`
      : `${name} promises to vote in no ballot below ${ballot}`;
  if (reports.length === 1 && voted?.type === '1b') {
    return `${closed}, and reports its vote for ${valueName(voted.votedValue)} in ballot ${voted.votedBallot}.`;
  }
  return reports.length === 1 ? `${closed}, and reports no vote.` : `${closed}, once more.`;
}
