import { send } from '../../spec/messages.ts';
import { identify } from '../../spec/paxos.ts';
import type { Board, Message, Quorum, SpecState } from '../../spec/types.ts';

/** All orders of 0 to n - 1. */
function ordersOf(n: number): number[][] {
  if (n === 0) return [[]];
  return ordersOf(n - 1).flatMap((rest) =>
    rest.concat(n - 1).map((_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

function renamed(state: SpecState, members: readonly number[], values: readonly number[]) {
  const { board } = state;
  const value = (v: number) => (v < 0 ? v : values[v]!);
  const move = <T>(list: readonly T[]) => list.map((_, a) => list[members.indexOf(a)]!);
  let messages: readonly Message[] = [];
  for (const message of state.messages) {
    const copy = { ...message } as { -readonly [K in string]: unknown };
    if ('acceptor' in message) copy.acceptor = members[message.acceptor];
    if ('value' in message) copy.value = value(message.value);
    if ('votedValue' in message) copy.votedValue = value(message.votedValue);
    messages = send(board, messages, copy as Message);
  }
  return {
    board,
    maxBal: move(state.maxBal),
    maxVBal: move(state.maxVBal),
    maxVal: move(state.maxVal).map(value),
    messages,
  };
}

/** The least text that a renaming gives a state: slow, and plainly right. */
export function identifyUpToNames(board: Board): (state: SpecState) => string {
  const keeps = (quorums: readonly Quorum[], members: readonly number[]) => {
    const moved = (quorum: Quorum) =>
      members.reduce((set, to, from) => set | (((quorum >>> from) & 1) << to), 0);
    return quorums.every((quorum) => quorums.includes(moved(quorum)));
  };
  const orders = ordersOf(board.acceptors).filter(
    (members) => keeps(board.quorums1, members) && keeps(board.quorums2, members),
  );
  const names = ordersOf(board.values);
  return (state) => {
    const texts = orders.flatMap((members) =>
      names.map((values) => identify(renamed(state, members, values))),
    );
    return texts.sort()[0]!;
  };
}
