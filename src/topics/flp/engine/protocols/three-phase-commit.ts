import type { Acting, Bit, Protocol } from '../protocol.ts';
import { valueIn } from './wait.ts';

interface Commit {
  readonly stage: 'asleep' | 'uncertain' | 'precommitted' | 'over';
  /** At the coordinator: the yes votes, its own among them; then the acknowledgements. 0 elsewhere. */
  readonly count: number;
}

/**
 * Three-phase commit, p0 being the coordinator: an input of 1 is a yes vote, a
 * decision of 1 is commit. When all have voted yes, the coordinator has everybody
 * precommit (`P`), and commits when all have acknowledged it (`A`). Nobody ever
 * waits for good: an empty delivery after the start is a timeout, at which the
 * uncertain abort and the precommitted commit. That is right if silence means a
 * crash; where it may mean a slow message, one aborts while another commits.
 * (Skeen, "Nonblocking Commit Protocols", 1981; without the election of a new coordinator)
 */
export function threePhaseCommit(processes: number): Protocol<Commit> {
  return {
    id: 'three-phase-commit',
    processes,
    begin: () => ({ stage: 'asleep', count: 0 }),
    step(me, message) {
      if (me.output !== null) return;
      const waited = me.data.stage !== 'asleep' && message === null;
      if (waited) return settle(me, me.data.stage === 'precommitted' ? 1 : 0);
      if (me.data.stage === 'asleep') vote(me);
      if (message === null || me.output !== null) return;
      if (me.p === 0) tally(me, message);
      else if (message.startsWith('D')) settle(me, valueIn(message));
      else precommit(me);
    },
  };
}

/** What a process starts with; after a no it has nothing to wait for. */
function vote(me: Acting<Commit>): void {
  if (me.p !== 0) me.send(0, `V${me.input}`);
  if (me.input === 0) settle(me, 0);
  else me.data = { stage: 'uncertain', count: me.p === 0 ? 1 : 0 };
}

/** The coordinator's two counts, of votes and then of acknowledgements. */
function tally(me: Acting<Commit>, message: string): void {
  const { stage } = me.data;
  const count = me.data.count + 1;
  if (message === 'V0') settle(me, 0);
  else if (count < me.processes) me.data = { stage, count };
  else if (stage === 'precommitted') settle(me, 1);
  else {
    me.broadcast('P');
    me.data = { stage: 'precommitted', count: 1 };
  }
}

function precommit(me: Acting<Commit>): void {
  me.send(0, 'A');
  me.data = { stage: 'precommitted', count: 0 };
}

function settle(me: Acting<Commit>, value: Bit): void {
  me.decide(value);
  if (me.p === 0) me.broadcast(`D${value}`);
  me.data = { stage: 'over', count: 0 };
}
