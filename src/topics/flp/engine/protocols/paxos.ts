import type { Acting, Bit, Protocol } from '../protocol.ts';
import { majority, valueIn } from './wait.ts';

interface Vote {
  readonly ballot: number;
  readonly value: Bit;
}

interface Paxos {
  /** As an acceptor: the highest ballot that it has promised or voted in, 0 before the first. */
  readonly promised: number;
  readonly vote: Vote | null;
  /** As the owner of a ballot: what it counts, and how many so far. Both dropped after the decision. */
  readonly phase: 'idle' | 'promises' | 'votes';
  readonly count: number;
  /** The highest vote that a promise told it of; then its own proposal. */
  readonly best: Vote | null;
}

/**
 * Single-decree Paxos with few ballots: p0 owns ballot 1, p1 ballot 2, and so on
 * up to `ballots`, which is at most `processes`. An empty delivery starts a ballot,
 * unless its owner has decided by then. The owner is an acceptor like the others,
 * bound by its own promise, and answers itself without a message. When it has a
 * majority of votes it decides, and tells everybody. Who has decided goes on as an
 * acceptor. Once all ballots are used up nobody tries again; Paxos without a bound
 * would take the next number.
 *
 * Messages: `1a:ballot`, `1b:ballot` or `1b:ballot:voted in:value`,
 * `2a:ballot:value`, `2b:ballot`, and the decision `D0` or `D1`.
 * (Lamport, "Paxos Made Simple", 2001)
 */
export function paxos(processes: number, ballots: number): Protocol<Paxos> {
  return {
    id: 'paxos',
    processes,
    bounded: true,
    begin: () => ({ promised: 0, vote: null, phase: 'idle', count: 0, best: null }),
    step(me, message) {
      if (message !== null) receive(me, message);
      else if (me.p < ballots && me.data.phase === 'idle' && me.output === null) prepare(me);
    },
  };
}

/** A `1b` or `2b` is always of the one ballot that its receiver owns. */
function receive(me: Acting<Paxos>, message: string): void {
  const [kind, ...numbers] = message.split(':');
  const [ballot, ...rest] = numbers.map(Number) as [number, ...number[]];
  const { phase, vote } = me.data;
  if (kind === '1a') {
    const last = vote ? `:${vote.ballot}:${vote.value}` : '';
    if (promise(me, ballot)) me.send(owner(ballot), `1b:${ballot}${last}`);
  } else if (kind === '1b') {
    if (phase === 'promises') countPromise(me, rest.length > 0 ? voteOf(rest) : null);
  } else if (kind === '2a') {
    if (accept(me, voteOf([ballot, ...rest]))) me.send(owner(ballot), `2b:${ballot}`);
  } else if (kind === '2b') {
    if (phase === 'votes') countVote(me);
  } else learn(me, valueIn(message));
}

function voteOf([ballot, value]: readonly number[]): Vote {
  return { ballot: ballot!, value: value === 1 ? 1 : 0 };
}

function owner(ballot: number): number {
  return ballot - 1;
}

function promise(me: Acting<Paxos>, ballot: number): boolean {
  if (ballot <= me.data.promised) return false;
  me.data = { ...me.data, promised: ballot };
  return true;
}

function accept(me: Acting<Paxos>, vote: Vote): boolean {
  if (vote.ballot < me.data.promised) return false;
  me.data = { ...me.data, promised: vote.ballot, vote };
  return true;
}

/** Phase 1 of its own ballot. */
function prepare(me: Acting<Paxos>): void {
  const ballot = me.p + 1;
  me.broadcast(`1a:${ballot}`);
  me.data = { ...me.data, phase: 'promises' };
  if (promise(me, ballot)) countPromise(me, me.data.vote);
}

function countPromise(me: Acting<Paxos>, vote: Vote | null): void {
  const count = me.data.count + 1;
  const best = vote && vote.ballot > (me.data.best?.ballot ?? 0) ? vote : me.data.best;
  me.data = { ...me.data, count, best };
  if (count === majority(me.processes)) propose(me);
}

/** Phase 2: the value of the highest vote it heard of, its own input if there was none. */
function propose(me: Acting<Paxos>): void {
  const proposal = { ballot: me.p + 1, value: me.data.best?.value ?? me.input };
  me.broadcast(`2a:${proposal.ballot}:${proposal.value}`);
  me.data = { ...me.data, phase: 'votes', count: 0, best: proposal };
  if (accept(me, proposal)) countVote(me);
}

function countVote(me: Acting<Paxos>): void {
  const count = me.data.count + 1;
  me.data = { ...me.data, count };
  if (count < majority(me.processes)) return;
  const { value } = me.data.best!;
  me.broadcast(`D${value}`);
  learn(me, value);
}

function learn(me: Acting<Paxos>, value: Bit): void {
  me.decide(value);
  me.data = { ...me.data, phase: 'idle', count: 0 };
}
