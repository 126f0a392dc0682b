import type { Board, Message } from './types.ts';

export type Promise1b = Extract<Message, { type: '1b' }>;
export type Proposal = Extract<Message, { type: '2a' }>;
export type Vote = Extract<Message, { type: '2b' }>;

/**
 * A number for every message that a board allows, none for two: 1a messages
 * first, then 2a, 2b and 1b, each by ballot.
 */
export function messageCode(board: Board, message: Message): number {
  const { acceptors, values, ballots } = board;
  switch (message.type) {
    case '1a':
      return message.ballot;
    case '2a':
      return ballots + message.ballot * values + message.value;
    case '2b': {
      const before = ballots * (1 + values);
      return before + (message.ballot * acceptors + message.acceptor) * values + message.value;
    }
    case '1b': {
      const before = ballots * (1 + values + acceptors * values);
      const reports = ballots * values + 1;
      const report =
        message.votedBallot < 0 ? 0 : 1 + message.votedBallot * values + message.votedValue;
      return before + (message.ballot * acceptors + message.acceptor) * reports + report;
    }
  }
}

/** The messages with one more, in the order of their codes; the same array if it is there already. */
export function send(
  board: Board,
  messages: readonly Message[],
  message: Message,
): readonly Message[] {
  const code = messageCode(board, message);
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (messageCode(board, messages[middle]!) < code) low = middle + 1;
    else high = middle;
  }
  const there = messages[low];
  if (there && messageCode(board, there) === code) return messages;
  return [...messages.slice(0, low), message, ...messages.slice(low)];
}

export function promisesAt(messages: readonly Message[], ballot: number): Promise1b[] {
  return messages.filter((m): m is Promise1b => m.type === '1b' && m.ballot === ballot);
}

export function proposalsAt(messages: readonly Message[], ballot: number): Proposal[] {
  return messages.filter((m): m is Proposal => m.type === '2a' && m.ballot === ballot);
}

export function votesAt(messages: readonly Message[], ballot: number): Vote[] {
  return messages.filter((m): m is Vote => m.type === '2b' && m.ballot === ballot);
}
