import * as v from 'valibot';
import { assertLegal, type Engine, type Scenario } from '../engine.ts';
import { drawInt, type RandomState, seedRandom } from '../random.ts';

/**
 * A small engine with known answers, for the core's own tests: two jugs of 3
 * and 5 units, and nobody wants exactly 4 in the large one. It is the puzzle of
 * the TLA+ tutorial, for which TLC reports 97 states generated and 16 distinct.
 */
export interface Jugs {
  readonly small: number;
  readonly large: number;
  readonly random: RandomState;
}
export type JugAction = { readonly do: 'fill' | 'empty' | 'pour'; readonly jug: 'small' | 'large' };
export type JugEvent = { readonly kind: 'fill' | 'empty' | 'pour'; readonly units: number };

const SIZE = { small: 3, large: 5 };
const ACTIONS: readonly JugAction[] = (['fill', 'empty', 'pour'] as const).flatMap((verb) => [
  { do: verb, jug: 'small' as const },
  { do: verb, jug: 'large' as const },
]);

function move(state: Jugs, action: JugAction): { state: Jugs; units: number } {
  const { jug } = action;
  if (action.do === 'fill') {
    return { state: { ...state, [jug]: SIZE[jug] }, units: SIZE[jug] - state[jug] };
  }
  if (action.do === 'empty') return { state: { ...state, [jug]: 0 }, units: state[jug] };
  const other = jug === 'small' ? 'large' : 'small';
  const units = Math.min(state[jug], SIZE[other] - state[other]);
  return { state: { ...state, [jug]: state[jug] - units, [other]: state[other] + units }, units };
}

export const jugsEngine: Engine<{ forbidden: number | null }, Jugs, JugAction, JugEvent> = {
  init: (_, seed) => ({ small: 0, large: 0, random: seedRandom(seed) }),
  enabled: () => ACTIONS,
  explain: (_, action) =>
    SIZE[action.jug] === undefined ? `There is no ${action.jug} jug.` : null,
  step(state, action) {
    assertLegal(jugsEngine, state, action);
    const moved = move(state, action);
    return { state: moved.state, events: [{ kind: action.do, units: moved.units }] };
  },
  caption: (state) => `The small jug holds ${state.small}, the large one ${state.large}.`,
  describe: (_, action) => `${action.do} the ${action.jug} jug`,
  invariants: { 'not four': (state) => (state.large === 4 ? 'The large jug holds 4.' : null) },
  ticks: [{ id: 'pour', label: 'pour', tone: 'active', shape: 'bar' }],
  tick: (events) => (events.some((e) => e.kind === 'pour') ? 'pour' : null),
  grains: [
    { id: 'move', label: 'Move' },
    { id: 'pour', label: 'Pour' },
  ],
  grain: (events) => (events.some((e) => e.kind === 'pour') ? 1 : 0),
};

/** Draws each move at random, so that the seed matters. */
export const jugsScenario: Scenario<{ forbidden: number | null }, Jugs, JugAction, JugEvent> = {
  id: 'random-walk',
  title: 'A random walk',
  summary: 'Moves drawn at random.',
  engine: {
    ...jugsEngine,
    step(state, action) {
      const step = jugsEngine.step(state, action);
      const [, random] = drawInt(state.random, 0, 5);
      return { ...step, state: { ...step.state, random } };
    },
  },
  actionSchema: async () =>
    v.strictObject({
      do: v.picklist(['fill', 'empty', 'pour']),
      jug: v.picklist(['small', 'large']),
    }),
  config: { forbidden: null },
  seed: 7,
  course: (state) => ACTIONS[drawInt(state.random, 0, 5)[0]]!,
  limit: 40,
  labels: { 'first-pour': (frame) => frame.events.some((e) => e.kind === 'pour') },
  figures: ['Jugs'],
  poster: 0,
};
