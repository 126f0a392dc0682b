import type { AnyScenario } from '../../lab/engine.ts';
import { analysisAt, labelAt } from './engine/run/outlook.ts';
import { decides, type FlpFrame, scheduled, steps, stops } from './scheduled.ts';

const commit = { name: 'two-phase-commit-timeout', processes: 3 } as const;

/** Lemma 3, case (d): the one critical configuration, and then nothing from p0. */
const hookCommit = scheduled(
  { protocol: commit, inputs: '111', moves: 'p1 · p0 V1 · p2 · stop p0 · p1 · p2' },
  {
    id: 'hook-commit',
    title: 'The hook of two-phase commit with a timeout',
    summary: 'Two events of p0, of which the first settles it; when p0 stops, nobody else can.',
    labels: { start: steps(0), hook: steps(3), stopped: stops, waiting: steps(5) },
    questions: {
      'without-p0': {
        text: 'p0 stops here, before either event. What can p1 and p2 decide without it?',
        at: 'hook',
        reveal: 'stopped',
        choices: () => ['Only 0', 'Only 1', 'Nothing'],
        answer: ({ state }) => {
          const label = labelAt(analysisAt(state), state);
          return label === 'blocked' ? 'Nothing' : label === 'zero' ? 'Only 0' : 'Only 1';
        },
      },
    },
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

const isAt = (inputs: string) => (frame: FlpFrame) => frame.state.inputs.join('') === inputs;
const last = (n: number) => (frame: FlpFrame) => frame.index === n;

/** Lemma 2 where it applies: from corner to corner, and a decision without p2 from either end. */
const cubeCommit = scheduled(
  { protocol: commit, inputs: '000', moves: 'set 100 · set 110 · set 111 · p0 · p0' },
  {
    id: 'cube-commit',
    title: 'The inputs of two-phase commit with a timeout',
    summary: 'One corner of eight is open: where all have voted yes, a timeout still says no.',
    labels: { start: steps(0), open: isAt('111'), decided: decides(0) },
    figures: ['Cube'],
    poster: 'open',
  },
);

/** And where it does not: every input counts, so everybody is waited for. */
const cubeWait = scheduled(
  {
    protocol: { name: 'wait-all', processes: 3 },
    inputs: '000',
    moves: 'set 001 · set 011 · set 111 · p1 · p2 V1 1 · p1 V1 2',
  },
  {
    id: 'cube-wait',
    title: 'The inputs of a protocol that waits for all',
    summary: 'No corner is open, and without the process whose input matters nobody decides.',
    labels: { start: steps(0), split: isAt('011'), waiting: last(6) },
    figures: ['Cube'],
    poster: 'split',
  },
);

const cubeRounds = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'one', lead: 2 },
    inputs: '111',
    moves: 'set 011 · set 010 · set 000 · set 001 · p0 · p1 R1 0 · p0 R1 0 · p0 P1 0',
  },
  {
    id: 'cube-rounds',
    title: 'The inputs of majority rounds',
    summary: 'Three corners are open, and whoever stops, the others can decide.',
    labels: { start: steps(0), open: isAt('010'), decided: decides(0) },
    figures: ['Cube'],
    poster: 'open',
  },
);

const cubeMajority = scheduled(
  {
    protocol: { name: 'wait-majority', processes: 3 },
    inputs: '000',
    moves: 'set 100 · set 110 · set 111 · p0 · p1 V1 0',
  },
  {
    id: 'cube-majority',
    title: 'The inputs of wait for two of three',
    summary: 'Three corners are open; that two may decide differently is another matter.',
    labels: { start: steps(0), open: isAt('110'), decided: decides(1) },
    figures: ['Cube'],
    poster: 'open',
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
    protocol: { name: 'majority-rounds', processes: 3, tie: 'one', lead: 2 },
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
  cubeCommit,
  cubeWait,
  cubeRounds,
  cubeMajority,
  diamondCommit,
  diamondRounds,
  hookCommit,
  hookPaxos,
  lensRounds,
  lensCommit,
];
