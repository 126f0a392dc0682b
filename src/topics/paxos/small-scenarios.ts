import type { AnyScenario } from '../../lab/engine.ts';
import { DUELS } from './duels.ts';
import { valueName } from './engine/game/names.ts';
import type { GameEvent } from './engine/game/types.ts';
import { on, played, twoWinners } from './played.ts';

const THREE = { acceptors: 3, values: 2, ballots: 2 } as const;
const DUEL = { acceptors: 3, values: 2, ballots: 12 } as const;

const amnesia = played(
  {
    board: { ...THREE, broken: 'amnesia' },
    moves: `
      ask 0
      promise 0: R0 R1
      propose 0 green
      vote 0: R0 R1
      crash R1
      restart R1 lost
      ask 1
      promise 1: R1 R2
      propose 1 blue
      vote 1: R1 R2
    `,
  },
  {
    id: 'amnesia',
    title: 'A crash that forgets',
    summary: 'Green has won; R1 comes back without its memory, and blue wins too.',
    labels: {
      decided: on('decide', { ballot: 0 }),
      forgot: on('restart'),
      'two-winners': twoWinners,
    },
    figures: ['Board', 'Checker'],
    poster: 'two-winners',
  },
);

/** Where the checker puts what it finds: a fair game, and any board in its place. */
export const anyBoard = played(
  {
    board: THREE,
    moves: `
      ask 0
      promise 0: R0 R1
      propose 0 green
      vote 0: R0
      ask 1
      promise 1: R1 R2
      propose 1 blue
      vote 1: R1 R2
    `,
  },
  {
    id: 'any-board',
    title: 'A small board',
    summary: 'Three members, two colours, two ballots: small enough to check every position.',
    labels: { decided: on('decide'), end: on('vote', { ballot: 1, member: 2 }) },
    figures: ['Checker', 'Board', 'Quorums'],
    poster: 'end',
  },
);

const THREE_COLUMNS = `
  ask 0
  promise 0: R0 R1
  propose 0 green
  vote 0: R0
  ask 1
  promise 1: R1 R2
  propose 1 blue
  vote 1: R1 R2
  ask 2
  promise 2: R0 R1
`;

const threeColumns = played(
  {
    board: { acceptors: 3, values: 2, ballots: 3 },
    moves: `${THREE_COLUMNS}
      propose 2 blue
      vote 2: R0 R1
    `,
  },
  {
    id: 'three-columns',
    title: 'The third column',
    summary:
      'Two votes are reported, from different ballots, and only the higher one may be copied.',
    labels: {
      'blue-won': on('decide', { ballot: 1 }),
      'two-reports': on('promise', { ballot: 2, member: 1 }),
      copied: on('propose', { ballot: 2 }),
      end: on('decide', { ballot: 2 }),
    },
    questions: {
      copy: {
        text: 'R0 reports green from ballot 0, R1 reports blue from ballot 1. What may R2 propose?',
        at: 'two-reports',
        reveal: 'copied',
        choices: () => ['Green: it was voted for first', 'Blue', 'Either: one vote each'],
        answer: ({ events }) =>
          (events as readonly GameEvent[]).some(
            (e) => e.kind === 'propose' && valueName(e.value) === 'blue',
          )
            ? 'Blue'
            : 'Green: it was voted for first',
      },
    },
    figures: ['Board'],
    poster: 'two-reports',
  },
);

const anyVote = played(
  {
    board: { acceptors: 3, values: 2, ballots: 3, broken: 'copy-any' },
    moves: `${THREE_COLUMNS}
      propose 2 green
      vote 2: R0 R1
    `,
  },
  {
    id: 'any-vote',
    title: 'The third column, any vote copied',
    summary: 'The same reports, the lower vote copied: after 17 moves two colours have won.',
    labels: {
      'two-reports': on('promise', { ballot: 2, member: 1 }),
      'wrong-copy': on('propose', { ballot: 2 }),
      'two-winners': twoWinners,
    },
    figures: ['Board', 'Checker'],
    minor: true,
    poster: 'two-winners',
  },
);

const flexible = played(
  {
    board: { ...THREE, quorum1: 3, quorum2: 1 },
    moves: `
      ask 0
      promise 0: R0 R1 R2
      propose 0 green
      vote 0: R0
      ask 1
      promise 1: R1 R2 R0
      propose 1 green
      vote 1: R1
    `,
  },
  {
    id: 'flexible-quorums',
    title: 'Promises of all three, one vote',
    summary: 'One vote decides, because no leader may propose without hearing every member.',
    labels: {
      decided: on('decide', { ballot: 0 }),
      heard: on('promise', { ballot: 1, member: 0 }),
      again: on('decide', { ballot: 1 }),
    },
    figures: ['Quorums', 'Board'],
    poster: 'heard',
  },
);

const oneAndThree = played(
  {
    board: { ...THREE, quorum1: 1, quorum2: 3 },
    moves: `
      ask 0
      promise 0: R0
      propose 0 green
      vote 0: R0 R1
      ask 1
      promise 1: R1
      propose 1 green
      vote 1: R1 R2 R0
    `,
  },
  {
    id: 'one-promise',
    title: 'One promise, votes of all three',
    summary: 'A leader needs only its own promise, and a decision needs every member.',
    labels: {
      own: on('promise', { ballot: 1 }),
      decided: on('decide'),
    },
    figures: ['Quorums', 'Board'],
    minor: true,
    poster: 'decided',
  },
);

const apartQuorums = played(
  {
    board: { ...THREE, quorum1: 1, quorum2: 2 },
    moves: `
      ask 0
      promise 0: R0
      propose 0 green
      vote 0: R0 R1
      ask 1
      promise 1: R2
      propose 1 blue
      vote 1: R2 R1
    `,
  },
  {
    id: 'quorums-apart',
    title: 'One promise, two votes',
    summary: 'R2 alone promises, and knows nothing of the two votes that have decided.',
    labels: {
      decided: on('decide', { ballot: 0 }),
      unheard: on('promise', { ballot: 1 }),
      'two-winners': twoWinners,
    },
    figures: ['Quorums', 'Board'],
    poster: 'two-winners',
  },
);

const duelling = played(
  { board: DUEL, leaders: 2, moves: DUELS.neverWait },
  {
    id: 'duel',
    title: 'Two leaders, neither waits',
    summary: 'Each overtakes the other before its votes arrive, and nothing is ever decided.',
    labels: {
      overtaken: on('vote', { ballot: 0, member: 0 }),
      'one-vote-each': on('vote', { ballot: 3 }),
      end: on('promise', { ballot: 11, member: 1 }),
    },
    figures: ['Duel', 'Board'],
    poster: 'end',
  },
);

const backingOff = played(
  { board: DUEL, leaders: 2, moves: DUELS.waitAtRandom },
  {
    id: 'duel-backoff',
    title: 'Two leaders who wait at random',
    summary:
      'An overtaken leader waits a random while, longer each time, and one of them gets through.',
    labels: {
      overtaken: on('vote', { ballot: 0, member: 0 }),
      decided: on('decide'),
    },
    figures: ['Duel', 'Board'],
    minor: true,
    poster: 'decided',
  },
);

/** Games of three members: small enough to look at every position. */
export const smallScenarios: readonly AnyScenario[] = [
  threeColumns,
  anyVote,
  anyBoard,
  flexible,
  oneAndThree,
  apartQuorums,
  amnesia,
  duelling,
  backingOff,
];
