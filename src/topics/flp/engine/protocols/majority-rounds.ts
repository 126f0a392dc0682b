import type { Acting, Bit, Local, Protocol, Quotient } from '../protocol.ts';

/** What a process takes on when a round showed it no value: 1, what it had, or a toss. */
export const TIES = ['one', 'keep', 'coin'] as const;
export type Tie = (typeof TIES)[number];

export interface Rounds {
  /**
   * Phases over so far, two to a round: in an even one the process waits for
   * another's report, in an odd one for another's proposal. -1 before the first step.
   */
  readonly phase: number;
  /** The estimate. */
  readonly x: Bit;
  /** In an odd phase its own proposal, `null` being ⊥; in an even one always `null`. */
  readonly proposal: Bit | null;
  /** Of phases that it is not in yet, the first message of each; ascending. */
  readonly early: readonly Said[];
}

/** What a message says: the report of an estimate, or a proposal, `null` being ⊥. */
export interface Said {
  readonly phase: number;
  readonly value: Bit | null;
}

export interface RoundsOptions {
  readonly tie: Tie;
  /** Phases by which the fastest may be ahead of the slowest where the configurations are explored. */
  readonly lead?: number;
}

/** Rounds are counted from 1; before its first step a process is in round 0. */
export const roundOf = (phase: number): number => Math.floor(phase / 2) + 1;

/** As it is sent: `R1 0` is a report of 0 in round 1, `P1 ⊥` a proposal of nothing. */
export function messageOf({ phase, value }: Said): string {
  return `${phase % 2 === 0 ? 'R' : 'P'}${roundOf(phase)} ${value ?? '⊥'}`;
}

export function saidIn(message: string): Said {
  const [round, value] = message.slice(1).split(' ');
  const phase = 2 * (Number(round) - 1) + (message.startsWith('P') ? 1 : 0);
  return { phase, value: value === '⊥' ? null : value === '1' ? 1 : 0 };
}

/**
 * Consensus of three processes, one of which may stop, in rounds of two phases.
 * Report the estimate; propose it if the first other report agrees, else nothing.
 * Decide what is proposed twice, take on what is proposed once, and where nothing
 * is, let the tie rule say. Nobody stops after a decision. With the coin this is
 * the protocol of Ben-Or, "Another Advantage of Free Choice" (1983), for three;
 * with one of the other rules it is deterministic, and so has to meet Fischer,
 * Lynch and Paterson's scheduler.
 */
export function majorityRounds({ tie, lead = 2 }: RoundsOptions): Protocol<Rounds> {
  return {
    id: `rounds-${tie}`,
    processes: 3,
    bounded: true,
    quotient: quotientWithin(lead),
    begin: (_, x) => ({ phase: -1, x, proposal: null, early: [] }),
    step(me, message) {
      if (me.data.phase < 0) enter(me, 0, me.data.x, null);
      if (message !== null) me.data = { ...me.data, early: kept(me.data, saidIn(message)) };
      for (
        let [next] = me.data.early;
        next && next.phase === me.data.phase;
        [next] = me.data.early
      ) {
        me.data = { ...me.data, early: me.data.early.slice(1) };
        if (next.phase % 2 === 0) hearReport(me, next.value);
        else hearProposal(me, next.value, tie);
      }
    },
  };
}

function hearReport(me: Acting<Rounds>, value: Bit | null): void {
  const { phase, x } = me.data;
  enter(me, phase + 1, x, value === x ? x : null);
}

function hearProposal(me: Acting<Rounds>, value: Bit | null, tie: Tie): void {
  const { phase, x, proposal } = me.data;
  if (proposal !== null && proposal === value) me.decide(value);
  enter(me, phase + 1, proposal ?? value ?? broken(me, x, tie), null);
}

function broken(me: Acting<Rounds>, x: Bit, tie: Tie): Bit {
  if (tie === 'coin') return me.coin();
  return tie === 'one' ? 1 : x;
}

function enter(me: Acting<Rounds>, phase: number, x: Bit, proposal: Bit | null): void {
  me.data = { phase, x, proposal, early: me.data.early };
  me.broadcast(messageOf({ phase, value: phase % 2 === 0 ? x : proposal }));
}

/** Whether a process can still make use of a message: its phase is not over, and none came for it. */
function matters({ phase, early }: Rounds, said: Said): boolean {
  return said.phase >= phase && early.every((other) => other.phase !== said.phase);
}

function kept(data: Rounds, said: Said): readonly Said[] {
  if (!matters(data, said)) return data.early;
  return [...data.early, said].sort((a, b) => a.phase - b.phase);
}

/**
 * Configurations that differ by a number of rounds only are one, and messages
 * that can make no difference are left out. The input register is not read after
 * the first step, so the estimate stands in for it. What is left is finite if
 * nobody gets more than `lead` phases ahead of the slowest; who has not taken a
 * step yet counts as being in the first phase.
 */
function quotientWithin(lead: number): Quotient<Rounds> {
  return {
    phase: ({ data }) => Math.max(data.phase, 0),
    phases: 2,
    lead,
    matters: ({ data }, message) => matters(data, saidIn(message)),
    moved,
    later,
  };
}

function later(message: string, rounds: number): string {
  const { phase, value } = saidIn(message);
  return messageOf({ phase: phase + 2 * rounds, value });
}

function moved({ output, data }: Local<Rounds>, rounds: number): Local<Rounds> {
  const by = 2 * rounds;
  return {
    input: data.x,
    output,
    data: {
      phase: data.phase < 0 ? data.phase : data.phase + by,
      x: data.x,
      proposal: data.proposal,
      early: data.early.map(({ phase, value }) => ({ phase: phase + by, value })),
    },
  };
}
