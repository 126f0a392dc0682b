import type { AnyScenario } from '../../lab/engine.ts';
import { valueName } from './engine/game/names.ts';
import type { GameEvent } from './engine/game/types.ts';
import { on, played, twoWinners } from './played.ts';

const FIVE = { acceptors: 5, values: 3, ballots: 6 } as const;

const threeRivals = played(
  {
    board: FIVE,
    moves: `
      ask 1
      promise 1: R1 R3 R4
      propose 1 green
      vote 1: R1 R3
      ask 2
      promise 2: R4 R0 R2
      propose 2 blue
      vote 2: R2
      ask 3
      promise 3: R0 R3 R2
      propose 3 blue
      vote 3: R3 R0 R2
    `,
  },
  {
    id: 'three-rivals',
    title: 'Three rival ballots',
    summary:
      'Green and blue both have votes when R3 must choose, and its reports leave it one colour.',
    labels: {
      'green-voted': on('vote', { ballot: 1, member: 3 }),
      'blue-voted': on('vote', { ballot: 2 }),
      'asked-3': on('ask', { ballot: 3 }),
      'own-promise': on('promise', { ballot: 3, member: 3 }),
      quorum: on('promise', { ballot: 3, member: 2 }),
      proposed: on('propose', { ballot: 3 }),
      decided: on('decide'),
    },
    questions: {
      choice: {
        text: 'R3 has heard R0, R2 and itself. Which colour may it propose?',
        at: 'quorum',
        reveal: 'proposed',
        choices: () => ['Green, its own last vote', 'Blue', 'Any: nothing is decided yet'],
        answer: ({ events }) =>
          (events as readonly GameEvent[]).some(
            (e) => e.kind === 'propose' && valueName(e.value) === 'blue',
          )
            ? 'Blue'
            : 'Green, its own last vote',
      },
    },
    figures: ['Board', 'Fog', 'Messages'],
    poster: 'quorum',
  },
);

const clean = played(
  {
    board: FIVE,
    moves: `
      ask 0
      promise 0: R0 R1 R2
      propose 0 green
      vote 0: R0 R2 R1 R4
    `,
  },
  {
    id: 'clean',
    title: 'A clean run',
    summary: 'One leader asks, hears a majority, proposes, and three votes decide.',
    labels: {
      asked: on('ask'),
      promised: on('promise', { member: 2 }),
      proposed: on('propose'),
      decided: on('decide'),
      'late-vote': on('vote', { member: 4 }),
    },
    figures: ['Board', 'Fog', 'Messages'],
    minor: true,
    poster: 'decided',
  },
);

const oneLeader = played(
  {
    board: { acceptors: 5, values: 3, ballots: 1, broken: 'skip-phase-1' },
    moves: `
      crash R0
    `,
  },
  {
    id: 'leader-dead',
    title: 'One column, and its leader is gone',
    summary: 'A single leader cannot split the vote, but nobody can vote without it.',
    labels: { gone: on('crash') },
    figures: ['Board'],
    minor: true,
    poster: 'gone',
  },
);

const manyColumns = played(
  {
    board: { acceptors: 5, values: 3, ballots: 6, broken: 'skip-phase-1' },
    moves: `
      propose 1 green
      vote 1: R1 R3
      propose 2 blue
      vote 2: R2
      propose 3 red
      vote 3: R3 R2 R0
      propose 5 blue
      vote 5: R0 R1 R2
    `,
  },
  {
    id: 'many-columns',
    title: 'Many columns, and no care',
    summary: 'Each column has a leader of its own who picks freely, and two colours win.',
    labels: {
      'red-wins': on('decide', { value: 2 }),
      'two-winners': twoWinners,
    },
    figures: ['Board'],
    poster: 'two-winners',
  },
);

const killRed = played(
  {
    board: FIVE,
    moves: `
      ask 0
      promise 0: R0 R1 R2
      propose 0 red
      vote 0: R0 R1
      ask 1
      promise 1: R2 R3 R4
      propose 1 blue
      vote 1: R2 R4 R3
    `,
  },
  {
    id: 'kill-red',
    title: 'Closing a column',
    summary: 'Red lacks one vote. Three promises close its column, and it can never win.',
    labels: {
      'red-close': on('vote', { ballot: 0, member: 1 }),
      'one-cross': on('promise', { ballot: 1, member: 2 }),
      'red-dead': on('promise', { ballot: 1, member: 4 }),
      decided: on('decide'),
    },
    figures: ['Board'],
    poster: 'red-dead',
  },
);

const deadLeader = played(
  {
    board: FIVE,
    moves: `
      ask 0
      promise 0: R0 R1 R2
      propose 0 red
      vote 0: R0
      crash R0
      ask 1
      promise 1: R1 R3 R2
      propose 1 blue
      vote 1: R1 R2 R3
      restart R0
    `,
  },
  {
    id: 'dead-leader',
    title: 'A dead leader, and the next column',
    summary:
      'R0 falls silent with one vote cast. R1 takes the next ballot and finishes without it.',
    labels: {
      gone: on('crash'),
      free: on('promise', { ballot: 1, member: 2 }),
      decided: on('decide'),
      back: on('restart'),
    },
    figures: ['Board', 'Messages'],
    poster: 'free',
  },
);

const LOST = `
  ask 0
  promise 0: R0 R1 R2
  propose 0 green
  vote 0: R0
  drop 2a 0: R1 R2 R3 R4
  ask 1
`;

const lostAccept = played(
  {
    board: FIVE,
    moves: `${LOST}
      promise 1: R1 R2 R3
      propose 1 blue
      vote 1: R1 R2 R3
    `,
  },
  {
    id: 'lost-accept',
    title: 'One vote, unheard',
    summary: 'Green has one vote, and the next leader’s quorum does not include it: blue wins.',
    labels: {
      'one-vote': on('vote', { ballot: 0 }),
      'asked-again': on('ask', { ballot: 1 }),
      unheard: on('promise', { ballot: 1, member: 3 }),
      decided: on('decide'),
    },
    figures: ['Board', 'Messages'],
    minor: true,
    poster: 'unheard',
  },
);

const lostAcceptHeard = played(
  {
    board: FIVE,
    moves: `${LOST}
      promise 1: R1 R2 R0
      propose 1 green
      vote 1: R1 R2 R0
    `,
  },
  {
    id: 'lost-accept-heard',
    title: 'One vote, heard',
    summary: 'The same vote, and it is in the next leader’s quorum: green must be carried on.',
    labels: {
      'asked-again': on('ask', { ballot: 1 }),
      heard: on('promise', { ballot: 1, member: 0 }),
      decided: on('decide'),
    },
    figures: ['Board'],
    minor: true,
    poster: 'heard',
  },
);

const locked = played(
  {
    board: FIVE,
    moves: `
      ask 0
      promise 0: R0 R1 R2
      propose 0 green
      vote 0: R0 R1 R2
      ask 1
      promise 1: R4 R3 R2
      propose 1 green
      vote 1: R4 R3
      ask 3
      promise 3: R3 R4 R0
      propose 3 green
      vote 3: R3 R4 R0
    `,
  },
  {
    id: 'locked',
    title: 'Try to change a decision',
    summary: 'Green has won. Every quorum that a later leader can ask has one of its voters in it.',
    labels: {
      decided: on('decide'),
      found: on('promise', { ballot: 1, member: 2 }),
      again: on('decide', { ballot: 3 }),
    },
    figures: ['Board'],
    poster: 'found',
  },
);

const staleLeader = played(
  {
    board: FIVE,
    moves: `
      ask 1
      promise 1: R1 R3 R4
      propose 1 green
      vote 1: R1 R3
      ask 2
      promise 2: R2 R4 R0
      propose 2 blue
      vote 2: R2
      ask 3
      promise 3: R0 R3 R2
      ask 5
      promise 5: R0 R2 R4
      propose 5 blue
      vote 5: R0
      propose 3 blue
      vote 3: R3 R1
    `,
  },
  {
    id: 'stale-leader',
    title: 'A leader whose time is over',
    summary: 'R3 may still propose, on promises it was given; its column can no longer win.',
    labels: {
      'as-drawn': on('vote', { ballot: 5 }),
      stale: on('propose', { ballot: 3 }),
      'two-votes': on('vote', { ballot: 3, member: 1 }),
    },
    figures: ['Board'],
    poster: 'as-drawn',
  },
);

const byLetter = played(
  {
    board: { acceptors: 5, values: 3, ballots: 3 },
    replies: 'posted',
    moves: `
      ask 0
      deliver 1a 0: R0 R1 R2
      deliver 1b 0: R0 R2
      duplicate 1a 0: R1
      deliver 1b 0: R1
      propose 0 green
      deliver 2a 0: R0 R1
      hold 2a 0: R3
      drop 2a 0: R4
      deliver 2b 0: R0
      deliver 2a 0: R2
      ask 1
      deliver 1a 1: R3 R1
      deliver 1a 0: R1
      deliver 2b 0: R1
      deliver 2b 0: R2
      release 2a 0: R3
      deliver 2a 0: R3
    `,
  },
  {
    id: 'by-letter',
    title: 'The same game, by letter',
    summary:
      'Every message travels by itself: lost, held, copied, late. Nobody sees the whole board.',
    labels: {
      asked: on('ask', { ballot: 0 }),
      heard: on('hear', { member: 1 }),
      lost: ({ action }) => action?.type === 'drop',
      decided: on('decide'),
      'too-late': on('ignore', { member: 1 }),
      known: on('learn'),
    },
    figures: ['Fog', 'Messages', 'Board'],
    poster: 'decided',
  },
);

/** Games of five members, in the order of the article. */
export const boardScenarios: readonly AnyScenario[] = [
  threeRivals,
  clean,
  oneLeader,
  manyColumns,
  killRed,
  deadLeader,
  lostAccept,
  lostAcceptHeard,
  locked,
  staleLeader,
  byLetter,
];
