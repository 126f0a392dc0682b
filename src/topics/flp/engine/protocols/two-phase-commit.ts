import type { Acting, Protocol } from '../protocol.ts';
import { valueIn } from './wait.ts';

interface Commit {
  readonly begun: boolean;
  /** The yes votes that the coordinator counted, its own among them; dropped after the decision. */
  readonly yes: number;
}

/**
 * Atomic commitment, p0 being the coordinator: an input of 1 is a yes vote, a
 * decision of 1 is commit. A participant that votes no aborts at once. With
 * `timeout`, the coordinator takes an empty delivery after its start as a sign
 * that it has waited long enough, and aborts. (Gray, "Notes on Data Base Operating Systems", 1978)
 */
export function twoPhaseCommit(processes: number, timeout: boolean): Protocol<Commit> {
  return {
    id: timeout ? 'two-phase-commit-timeout' : 'two-phase-commit',
    processes,
    begin: () => ({ begun: false, yes: 0 }),
    step(me, message) {
      if (me.p === 0) coordinate(me, message, timeout);
      else participate(me, message);
    },
  };
}

function coordinate(me: Acting<Commit>, message: string | null, timeout: boolean): void {
  if (me.output !== null) return;
  const waited = me.data.begun && message === null;
  const vote = message === null ? null : valueIn(message);
  const yes = (me.data.begun ? me.data.yes : me.input) + (vote ?? 0);
  const refused = vote === 0 || (!me.data.begun && me.input === 0);
  if (refused || (waited && timeout)) settle(me, 0);
  else if (yes === me.processes) settle(me, 1);
  else me.data = { begun: true, yes };
}

function settle(me: Acting<Commit>, value: 0 | 1): void {
  me.decide(value);
  me.broadcast(`D${value}`);
  me.data = { begun: true, yes: 0 };
}

function participate(me: Acting<Commit>, message: string | null): void {
  if (!me.data.begun) {
    me.send(0, `V${me.input}`);
    if (me.input === 0) me.decide(0);
    me.data = { begun: true, yes: 0 };
  }
  if (message !== null) me.decide(valueIn(message));
}
