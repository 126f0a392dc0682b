import type { Bit, Protocol } from '../protocol.ts';

interface Waiting {
  /** Who said what so far, its own input among them, as `p:x` in order; dropped after the decision. */
  readonly known: readonly string[];
  readonly begun: boolean;
}

/** Everybody sends its input to all, and decides the least of the first `quorum` inputs it knows. */
export function waitFor(processes: number, quorum: number): Protocol<Waiting> {
  return {
    id: quorum === processes ? 'wait-all' : 'wait-majority',
    processes,
    begin: () => ({ known: [], begun: false }),
    step(me, message) {
      if (me.output !== null) return;
      const known = [...me.data.known];
      if (!me.data.begun) {
        known.push(`${me.p}:${me.input}`);
        me.broadcast(`V${me.input} ${me.p}`);
      }
      if (message !== null) known.push(`${message.slice(3)}:${message[1]}`);
      if (known.length < quorum) {
        me.data = { known: known.sort(), begun: true };
        return;
      }
      me.decide(known.some((word) => word.endsWith('0')) ? 0 : 1);
      me.data = { known: [], begun: true };
    },
  };
}

/** A majority of `processes`. */
export function majority(processes: number): number {
  return Math.floor(processes / 2) + 1;
}

/** The value that a message `V…` or `D…` carries. */
export function valueIn(message: string): Bit {
  return message[1] === '1' ? 1 : 0;
}
