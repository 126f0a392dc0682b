import type { AnyScenario } from '../../lab/engine.ts';
import { analysisAt, exitsAt, labelAt } from './engine/run/outlook.ts';
import { proofScenarios } from './proof-scenarios.ts';
import { conflicts, decides, scheduled, steps, stops } from './scheduled.ts';

const SCHEDULER = ['Scheduler'];

/** ① Safe, and it waits for the dead. */
const waitForAll = scheduled(
  {
    protocol: { name: 'wait-all', processes: 3 },
    inputs: '011',
    moves: 'p1 · stop p0 · p2 · p1 V1 2 · p2 V1 1',
  },
  {
    id: 'wait-all',
    title: 'Wait for all, and p0 stops',
    summary: 'Everybody waits to hear from everybody, and one of them has stopped.',
    labels: { start: steps(0), stopped: stops, stuck: steps(4) },
    questions: {
      outcomes: {
        text: 'p0 has 0, the others have 1, and nobody has taken a step. Which decisions are still possible?',
        at: 'start',
        reveal: 'start',
        choices: () => ['Only 0', '0 or 1', 'Only 1'],
        answer: ({ state }) => {
          const label = labelAt(analysisAt(state), state);
          return label === 'bivalent' ? '0 or 1' : label === 'zero' ? 'Only 0' : 'Only 1';
        },
      },
    },
    figures: SCHEDULER,
    poster: 'stuck',
  },
);

/** ② It waits for nobody in particular, and disagrees. */
const disagree = scheduled(
  {
    protocol: { name: 'wait-majority', processes: 3 },
    inputs: '011',
    moves: 'p0 · p1 · p2 V1 1 · p1 V0 0',
  },
  {
    id: 'disagree',
    title: 'Wait for two of three, 011',
    summary: 'Nobody waits for the slowest, and two of them decide differently.',
    labels: { start: steps(0), 'first-decision': decides(1), conflict: conflicts },
    figures: SCHEDULER,
    poster: 'conflict',
  },
);

/** ③ One step decides and tells: there is no moment between the two. */
const leaderTold = scheduled(
  {
    protocol: { name: 'leader', processes: 3 },
    inputs: '100',
    moves: 'p0 · stop p0 · p1 D1 · p2 D1',
  },
  {
    id: 'leader-told',
    title: 'The leader stops after its step',
    summary: 'Deciding and telling are one step, so that everybody learns what was decided.',
    labels: { start: steps(0), told: steps(1), stopped: stops, learnt: steps(3) },
    figures: SCHEDULER,
    poster: 'stopped',
  },
);

const leaderSilent = scheduled(
  { protocol: { name: 'leader', processes: 3 }, inputs: '100', moves: 'stop p0 · p1 · p2' },
  {
    id: 'leader-silent',
    title: 'The leader stops before its step',
    summary: 'It has decided nothing and told nobody, and the others wait for good.',
    labels: { start: ({ index }) => index === 0, stopped: stops, waiting: steps(2) },
    minor: true,
    figures: SCHEDULER,
    poster: 'stopped',
  },
);

/** ④ The one critical configuration. */
const slowOrDead = scheduled(
  {
    protocol: { name: 'two-phase-commit-timeout', processes: 3 },
    inputs: '111',
    moves: 'p1 · p0 V1 · p2 · p0 V1 · p1 D1 · p2 D1',
  },
  {
    id: 'slow-or-dead',
    title: 'Two-phase commit with a timeout, 111',
    summary: 'Three votes are cast, one has not arrived: to wait or not to wait is the decision.',
    labels: { start: steps(0), critical: steps(3), committed: decides(1) },
    questions: {
      exits: {
        text: 'All have voted yes, and p2’s vote is still in the bag. Which step of p0 keeps both 0 and 1 possible?',
        at: 'critical',
        reveal: 'critical',
        choices: () => ['Receive the vote', 'Time out', 'Neither of them'],
        answer: ({ state }) =>
          exitsAt(analysisAt(state), state) ? 'Neither of them' : 'Receive the vote',
      },
    },
    figures: SCHEDULER,
    poster: 'critical',
  },
);

/** ⑤ A false suspicion after the precommit. */
const falseSuspicion = scheduled(
  {
    protocol: { name: 'three-phase-commit-timeout', processes: 3 },
    inputs: '111',
    moves: 'p1 · p0 V1 · p2 · p0 V1 · p1 P · p2 · p1',
  },
  {
    id: 'false-suspicion',
    title: 'Three-phase commit suspects the living',
    summary: 'Nobody has stopped; two messages are slow, and one aborts while another commits.',
    labels: { start: steps(0), precommit: steps(4), aborts: decides(0), conflict: conflicts },
    figures: SCHEDULER,
    poster: 'conflict',
  },
);

/** ⑥ One of three never was alive. */
const initiallyDead = scheduled(
  {
    protocol: { name: 'initially-dead', processes: 3 },
    inputs: '011',
    moves: 'stop p0 · p1 · p2 · p1 S2 · p2 S1 · p1 T2:1:1 · p2 T1:1:2',
  },
  {
    id: 'initially-dead',
    title: 'One process is dead from the start',
    summary: 'The two that live find each other, and nobody has to wait for the third.',
    labels: { start: ({ index }) => index === 0, dead: stops, clique: decides(1), done: steps(6) },
    figures: SCHEDULER,
    poster: 'clique',
  },
);

/** ⑦ The same protocol, when one dies half-way. */
const diesHalfWay = scheduled(
  {
    protocol: { name: 'initially-dead', processes: 3 },
    inputs: '011',
    moves: 'p0 · p1 S0 · stop p0 · p2 S1 · p1 T2:1:1',
  },
  {
    id: 'dies-half-way',
    title: 'A process dies between the stages',
    summary: 'Somebody has heard p0, and now waits for what p0 will never tell.',
    labels: { start: steps(0), heard: steps(2), dies: stops, waits: steps(4) },
    minor: true,
    figures: SCHEDULER,
    poster: 'dies',
  },
);

/** ⑧ Two owners of ballots, each in the other’s way. */
const duel = scheduled(
  {
    protocol: { name: 'paxos', processes: 3, ballots: 2 },
    inputs: '100',
    moves: 'p0 · p2 1a:1 · p0 1b:1 · p1 · p2 1a:2 · p2 2a:1:1 · stop p1 · p0 1a:2',
  },
  {
    id: 'paxos-duel',
    title: 'Paxos, and the ballots run out',
    summary: 'The second ballot overtakes the first, and its owner stops.',
    labels: { start: steps(0), proposes: steps(3), overtaken: steps(5), exhausted: steps(7) },
    figures: SCHEDULER,
    poster: 'overtaken',
  },
);

/** One round of 0, 0, 1, after which the estimates are the same again; p2’s tie makes 1. */
const round = (n: number, toss = '') =>
  `p0 R${n} 0 · p1 R${n} 1 · p0 P${n} ⊥ · p1 P${n} 0 · p2 R${n} 0 · p2 P${n} ⊥${toss}`;
const twiceRound = (toss = '') => `p0 · p1 · p2 · ${round(1, toss)} · ${round(2, toss)}`;

/** ⑨ The six events after which everything is as it was, one round on. */
const lasso = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'one', lead: 3 },
    inputs: '001',
    moves: twiceRound(),
  },
  {
    id: 'lasso',
    title: 'Majority rounds, where a tie makes 1',
    summary: 'Six events bring the same estimates back, a round later, and may go on for ever.',
    labels: { start: steps(0), begun: steps(3), again: steps(9), twice: steps(15) },
    figures: ['Game', 'Scheduler'],
    poster: 'again',
  },
);

const coinLasso = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'coin', lead: 3 },
    inputs: '001',
    moves: twiceRound(' =1'),
  },
  {
    id: 'coin-lasso',
    title: 'The same with a coin, if it falls badly',
    summary: 'A coin that the scheduler may choose is no help; one that is fair is.',
    labels: { start: steps(0), begun: steps(3), again: steps(9), twice: steps(15) },
    minor: true,
    figures: ['Game', 'Scheduler'],
    poster: 'again',
  },
);

/** The adversary’s own first thirty stages from 0, 0, 1; a test holds them to it. */
const STAGES = [
  'p0 · p1 R1 0 · p2 R1 0 · p0 R1 1 · p0 R1 0 · p1 R1 1 · p2 R1 0',
  'p0 P1 0 · p1 P1 ⊥ · p2 P1 ⊥ · p2 P1 0 · p0 P1 ⊥ · p1 P1 ⊥ · p2 R2 0',
  'p0 R2 0 · p1 R2 1 · p1 R2 0 · p2 R2 0 · p0 R2 1 · p1 P2 ⊥ · p2 P2 0',
  'p0 P2 ⊥ · p1 P2 0 · p2 P2 ⊥ · p0 P2 ⊥ · p1 R3 0 · p2 R3 1 · p0 R3 0',
  'p0 R3 1 · p1 R3 0 · p2 R3 0 · p0 P3 ⊥ · p1 P3 ⊥ · p2 P3 0 · p2 P3 ⊥',
].join(' · ');

const autopilot = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'one', lead: 3 },
    inputs: '001',
    moves: STAGES,
  },
  {
    id: 'autopilot',
    title: 'The adversary of the proof plays',
    summary: 'A queue of processes, the oldest message first, and never a step that settles it.',
    labels: { start: steps(0), delays: steps(6), closed: steps(35) },
    figures: ['Game'],
    poster: 'closed',
  },
);

const tied = (n: number) => `p1 R${n} 1 · p2 R${n} 0 · p1 P${n} ⊥ · p2 P${n} ⊥`;

/** ⑩ Never deciding without ever being bivalent. */
const livelock = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'keep' },
    inputs: '001',
    moves: `stop p0 · p1 · p2 · ${tied(1)} · ${tied(2)}`,
  },
  {
    id: 'livelock',
    title: 'Majority rounds, where a tie changes nothing',
    summary: 'Only 0 could ever have been decided, and with p0 gone the other two tie for ever.',
    labels: {
      start: ({ index }) => index === 0,
      stopped: stops,
      again: steps(6),
      twice: steps(10),
    },
    figures: SCHEDULER,
    poster: 'again',
  },
);

const HATCHES = ['Hatches'];

/** The false suspicion of ⑤ cannot happen; a right one is made when p0 has stopped. */
const deadlines = scheduled(
  {
    protocol: { name: 'three-phase-commit-timeout', processes: 3 },
    inputs: '111',
    hatch: 'deadlines',
    moves: 'p1 · p0 V1 · p2 · p0 V1 · p1 P · stop p0 · p2 P · p1 · p2',
  },
  {
    id: 'hatch-deadlines',
    title: 'Three-phase commit with deadlines',
    summary: 'A timeout that is longer than every delay: whoever is silent then has stopped.',
    labels: { start: steps(0), precommit: steps(4), stopped: stops, commits: decides(1) },
    figures: HATCHES,
    poster: 'precommit',
  },
);

/** The duel of ⑧ cannot happen: the second ballot waits for the death of the first owner. */
const detector = scheduled(
  {
    protocol: { name: 'paxos', processes: 3, ballots: 2 },
    inputs: '100',
    hatch: 'detector',
    moves:
      'p0 · p2 1a:1 · p0 1b:1 · p2 2a:1:1 · stop p0 · p1 · p2 1a:2 · p1 1b:2:1:1 · p2 2a:2:1 · p1 2b:2 · p2 D1',
  },
  {
    id: 'hatch-detector',
    title: 'Paxos with a failure detector',
    summary: 'The second ballot begins when the owner of the first is dead, and not before.',
    labels: { start: steps(0), proposes: steps(3), stopped: stops, decided: decides(1) },
    figures: HATCHES,
    poster: 'stopped',
  },
);

/** The same six events as in ⑨, until the coin falls the other way. */
const fairCoin = scheduled(
  {
    protocol: { name: 'majority-rounds', processes: 3, tie: 'coin', lead: 3 },
    inputs: '001',
    hatch: 'fair-coin',
    // Falls 1, and then 0.
    seed: 8,
    moves: `${twiceRound()} · p0 R3 0 · p1 R3 0 · p0 P3 0 · p1 P3 0 · p2 R3 0 · p2 P3 0`,
  },
  {
    id: 'hatch-coin',
    title: 'Majority rounds with a fair coin',
    summary: 'The scheduler plays its loop, and sooner or later a coin breaks it.',
    labels: { start: steps(0), unlucky: steps(9), lucky: steps(15), decided: decides(0) },
    figures: HATCHES,
    poster: 'lucky',
  },
);

export const scenarios: readonly AnyScenario[] = [
  slowOrDead,
  waitForAll,
  disagree,
  leaderTold,
  leaderSilent,
  falseSuspicion,
  initiallyDead,
  diesHalfWay,
  duel,
  lasso,
  autopilot,
  coinLasso,
  livelock,
  deadlines,
  detector,
  fairCoin,
  ...proofScenarios,
];
