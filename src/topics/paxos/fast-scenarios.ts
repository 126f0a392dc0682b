import type { GenericSchema } from 'valibot';
import {
  type AnyScenario,
  type LabelTest,
  type Question,
  type Scenario,
  scripted,
} from '../../lab/engine.ts';
import { fastEngine } from './engine/fast/engine.ts';
import type { FastAction, FastConfig, FastEvent, FastState } from './engine/fast/types.ts';
import { valueName } from './engine/game/names.ts';

type FastScenario = Scenario<FastConfig, FastState, FastAction, FastEvent>;
type Label = LabelTest<FastState, FastAction, FastEvent>;
type Made = 'engine' | 'actionSchema' | 'seed' | 'limit' | 'course' | 'figures';

/** Few readers arrive by a link that needs it. */
async function loadFastActionSchema(): Promise<GenericSchema<unknown, FastAction>> {
  return (await import('./fast-action-schema.ts')).fastActionSchema;
}

/** A played run: its own moves, and after a reader's change the reader's. */
function played(moves: readonly FastAction[], named: Omit<FastScenario, Made>): AnyScenario {
  const scenario: FastScenario = {
    engine: fastEngine,
    actionSchema: loadFastActionSchema,
    seed: 0,
    limit: 80,
    course: scripted(moves),
    figures: ['Fast'],
    ...named,
  };
  return scenario;
}

const GREEN = 0;
const BLUE = 1;
const FOUR: FastConfig = {
  members: 4,
  values: 3,
  ballots: 3,
  fastQuorum: 3,
  quorum: 3,
  broken: null,
};

const open: FastAction = { type: 'open' };
const client = (value: number): FastAction => ({ type: 'client', value });
const ask = (ballot: number): FastAction => ({ type: 'ask', ballot });
const promises = (ballot: number, ...members: readonly number[]): readonly FastAction[] =>
  members.map((member) => ({ type: 'promise', ballot, member }));
const propose = (ballot: number, value: number): FastAction => ({ type: 'propose', ballot, value });
const votes = (
  ballot: number,
  value: number,
  ...members: readonly number[]
): readonly FastAction[] => members.map((member) => ({ type: 'vote', ballot, member, value }));

const has =
  (kind: FastEvent['kind'], where: Partial<FastEvent> = {}): Label =>
  ({ events }) =>
    events.some(
      (e) =>
        e.kind === kind &&
        Object.entries(where).every(([key, value]) => e[key as keyof FastEvent] === value),
    );

const PICKS = {
  green: 'Green',
  blue: 'Blue',
  either: 'Either: two against one decides nothing',
  fresh: 'Red, so that nobody is favoured',
} as const;

const whichColour: Question<FastState, FastAction, FastEvent> = {
  text: 'R1 has heard green from itself and R0, and blue from R2. R3 is silent. Which colour may R1 propose?',
  at: 'heard',
  reveal: 'proposed',
  choices: () => Object.values(PICKS),
  answer: ({ events }) => {
    const proposal = events.find((e) => e.kind === 'propose');
    if (!proposal) return PICKS.either;
    const name = valueName(proposal.value);
    return name === 'green' ? PICKS.green : name === 'blue' ? PICKS.blue : PICKS.fresh;
  },
};

const collision = played(
  [
    open,
    client(GREEN),
    client(BLUE),
    ...votes(0, GREEN, 0),
    ...votes(0, BLUE, 2),
    ...votes(0, GREEN, 1),
    ...votes(0, BLUE, 3),
    ask(1),
    ...promises(1, 1, 0, 2),
    propose(1, GREEN),
    ...votes(1, GREEN, 1, 0, 2, 3),
  ],
  {
    id: 'fast-collision',
    title: 'Two clients collide',
    summary:
      'Without a leader between, two proposals split the votes, and a classic ballot recovers.',
    config: FOUR,
    questions: { 'which-colour': whichColour },
    labels: {
      opened: has('open'),
      rivals: has('client', { value: BLUE }),
      collided: has('collide'),
      asked: has('ask'),
      heard: has('quorum'),
      proposed: has('propose'),
      decided: has('decide'),
    },
    poster: 'heard',
  },
);

const clean = played(
  [
    open,
    client(GREEN),
    ...votes(0, GREEN, 0, 1),
    client(BLUE),
    ...votes(0, BLUE, 3),
    ...votes(0, GREEN, 2),
    ask(1),
    ...promises(1, 1, 3, 2),
    propose(1, GREEN),
    ...votes(1, GREEN, 1, 3, 2),
  ],
  {
    id: 'fast-clean',
    title: 'Three fast votes',
    summary:
      'Three of four members see the same proposal first: it is chosen in one step, for good.',
    config: FOUR,
    labels: {
      opened: has('open'),
      'one-against': has('vote', { value: BLUE }),
      decided: has('decide'),
      doubted: has('ask'),
      heard: has('quorum'),
      confirmed: has('decide', { ballot: 1 }),
    },
    poster: 'decided',
  },
);

/** The shortest way to two winners that a search of every state finds. */
const smallQuorums = played(
  [
    open,
    client(GREEN),
    ...votes(0, GREEN, 0, 1, 2),
    client(BLUE),
    ...votes(0, BLUE, 3),
    ask(1),
    ...promises(1, 0, 1, 3),
    propose(1, BLUE),
    ...votes(1, BLUE, 0, 1, 3),
  ],
  {
    id: 'fast-small-quorum',
    title: 'Fast with a bare majority',
    summary:
      'Three of five are enough for a classic ballot; for a fast one they let two colours win.',
    config: { ...FOUR, members: 5 },
    labels: {
      'green-wins': has('decide', { ballot: 0 }),
      heard: has('quorum'),
      'two-winners': has('decide', { ballot: 1 }),
    },
    poster: 'heard',
  },
);

export const fastScenarios: readonly AnyScenario[] = [collision, clean, smallQuorums];
