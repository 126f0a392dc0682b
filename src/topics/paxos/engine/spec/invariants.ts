import { chosenAt, safeAt } from './derived.ts';
import { proposalsAt, votesAt } from './messages.ts';
import type { Board, SpecState } from './types.ts';
import { capital, memberName, setName, valueName } from './words.ts';

/** At most one value is ever chosen, in whatever ballots. */
export function disagreement(state: SpecState): string | null {
  const chosen = chosenAt(state);
  const other = chosen.find(({ value }) => value !== chosen[0]!.value);
  if (!other) return null;
  const words = ({ ballot, value, quorum }: typeof other) =>
    `${valueName(value)} is chosen in ballot ${ballot} by ${setName(quorum)}`;
  return capital(`${words(chosen[0]!)}, and ${words(other)}.`);
}

/** Every vote is for a value that its ballot proposed. */
function unproposed({ board, messages }: SpecState): string | null {
  for (const message of messages) {
    if (message.type !== '2a' && message.type !== '2b') continue;
    const { ballot, value } = message;
    if (value < 0 || value >= board.values) return `There is no value ${value}.`;
    if (message.type === '2a') continue;
    if (proposalsAt(messages, ballot).every((proposal) => proposal.value !== value)) {
      return `${memberName(message.acceptor)} voted for ${valueName(value)} in ballot ${ballot}, which nobody proposed.`;
    }
  }
  return null;
}

/** `OneValuePerBallot` of Voting.tla, and of proposals too. */
function twoValues({ board, messages }: SpecState): string | null {
  for (let ballot = 0; ballot < board.ballots; ballot += 1) {
    const said = [...proposalsAt(messages, ballot), ...votesAt(messages, ballot)];
    const other = said.find(({ value }) => value !== said[0]!.value);
    if (other) {
      return `Ballot ${ballot} has both ${valueName(said[0]!.value)} and ${valueName(other.value)}.`;
    }
  }
  return null;
}

/** `VotesSafe` of Voting.tla, of proposals: no other value can be chosen below. */
function unsafe(state: SpecState): string | null {
  for (const message of state.messages) {
    if (message.type !== '2a' && message.type !== '2b') continue;
    const { ballot, value } = message;
    const threat = safeAt(state, ballot, value);
    if (threat === null) continue;
    const does =
      message.type === '2a' ? 'is proposed' : `has ${memberName(message.acceptor)}’s vote`;
    return capital(
      `${valueName(value)} ${does} in ballot ${ballot}, while ${setName(threat.quorum)} may still choose ${valueName(threat.value)} in ballot ${threat.ballot}.`,
    );
  }
  return null;
}

/** Each holds in every state while the rules are kept and quorums of the two phases meet. */
export const specInvariants = {
  agreement: disagreement,
  validity: unproposed,
  'one value in a ballot': twoValues,
  'what is proposed is safe': unsafe,
} as const;

/** Whether every rule is kept, and every quorum that choosing takes meets every one that proposing does. */
export function isSound({ broken, quorums1, quorums2 }: Board): boolean {
  return broken === null && quorums1.every((one) => quorums2.every((two) => (one & two) !== 0));
}

/**
 * What a search of a board checks in each state: all of them where the board is sound;
 * else agreement alone, for the others are broken on the way to two chosen values.
 */
export function invariantsFor(
  board: Board,
): Readonly<Record<string, (state: SpecState) => string | null>> {
  return isSound(board) ? specInvariants : { agreement: disagreement };
}
