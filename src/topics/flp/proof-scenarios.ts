import type { AnyScenario } from '../../lab/engine.ts';
import { scheduled, steps, stops } from './scheduled.ts';

const commit = { name: 'two-phase-commit-timeout', processes: 3 } as const;

/** Lemma 3, case (d): the one critical configuration, and then nothing from p0. */
const hookCommit = scheduled(
  { protocol: commit, inputs: '111', moves: 'p1 · p0 V1 · p2 · stop p0 · p1 · p2' },
  {
    id: 'hook-commit',
    title: 'The hook of two-phase commit with a timeout',
    summary: 'Two events of p0, of which the first settles it; when p0 stops, nobody else can.',
    labels: { start: steps(0), hook: steps(3), stopped: stops, waiting: steps(5) },
    figures: ['Hook'],
    poster: 'hook',
  },
);

const hookPaxos = scheduled(
  {
    protocol: { name: 'paxos', processes: 2, ballots: 2 },
    inputs: '10',
    moves: 'p0 · p1 1a:1 · p1 · stop p0 · p1',
  },
  {
    id: 'hook-paxos',
    title: 'The hook of Paxos with two members',
    summary: 'A promise and a higher ballot are on their way to p0: which comes first?',
    labels: { start: steps(0), hook: steps(3), stopped: stops, waiting: steps(4) },
    figures: ['Hook'],
    poster: 'hook',
  },
);

/** Lemma 1: two votes, then two decisions that arrive; between them the same process twice. */
const diamondCommit = scheduled(
  { protocol: commit, inputs: '111', moves: 'p1 · p2 · p0 V1 · p0 V1 · p1 D1 · p2 D1' },
  {
    id: 'diamond-commit',
    title: 'Both orders, in two-phase commit with a timeout',
    summary: 'Events of two processes may change places; two events of one may not.',
    labels: { start: steps(0), 'one-order': steps(1), closed: steps(2), 'one-process': steps(3) },
    figures: ['Diamond'],
    poster: 'one-order',
  },
);

const diamondRounds = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'one', lead: 3 },
    inputs: '001',
    moves: 'p0 · p1 · p2 · p0 R1 0 · p1 R1 1 · p2 R1 0',
  },
  {
    id: 'diamond-rounds',
    title: 'Both orders, in majority rounds',
    summary: 'A step sends as well, and what it sends does not disturb another process’s step.',
    labels: { start: steps(0), 'one-order': steps(1), closed: steps(2), last: steps(6) },
    figures: ['Diamond'],
    poster: 'closed',
  },
);

/** Lemma 3 where it holds: three events have to come before (p2, P1 0), and then nothing is settled. */
const lensRounds = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'one', lead: 3 },
    inputs: '001',
    moves: 'p0 · p1 R1 0 · p0 P1 0 · p2 · p0 R1 1 · p2 P1 ⊥ · p2 P1 0',
  },
  {
    id: 'lens-rounds',
    title: 'Majority rounds, 001: a way round for a message',
    summary: 'Delivered now it settles the vote; after three other events it no longer does.',
    labels: { start: steps(0), waits: steps(3), kept: steps(7) },
    figures: ['Lens'],
    poster: 'waits',
  },
);

/** Where it fails, because the protocol cannot do without p0. */
const lensCommit = scheduled(
  { protocol: commit, inputs: '111', moves: 'p1 · p0 V1 · p2 · p0 V1' },
  {
    id: 'lens-commit',
    title: 'Two-phase commit with a timeout: no way round',
    summary: 'Wherever the last vote is delivered, it settles the matter.',
    labels: { start: steps(0), critical: steps(3), settled: steps(4) },
    figures: ['Lens'],
    poster: 'critical',
  },
);

/** The figures of the proof: Lemmas 1 to 3 on protocols that are run. */
export const proofScenarios: readonly AnyScenario[] = [
  diamondCommit,
  diamondRounds,
  hookCommit,
  hookPaxos,
  lensRounds,
  lensCommit,
];
