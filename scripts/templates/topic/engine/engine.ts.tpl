import { assertLegal, type Engine } from '../../../lab/engine.ts';
import { drawUnit, type RandomState, seedRandom } from '../../../lab/random.ts';

/** A bounded buffer between a producer and a consumer: the example to replace by your own. */
export interface BufferConfig {
  /** Items that fit at once. */
  readonly capacity: number;
  /** Items that the producer makes in all, numbered from 1. */
  readonly items: number;
}

export interface BufferState {
  readonly config: BufferConfig;
  /** Items that wait, the oldest first. */
  readonly waiting: readonly number[];
  /** How many items have been put so far. */
  readonly put: number;
  /** How many items have been taken so far. */
  readonly taken: number;
  readonly random: RandomState;
}

export type BufferAction = { readonly type: 'put' } | { readonly type: 'take' };

export type BufferEvent =
  | { readonly kind: 'put'; readonly item: number; readonly full: boolean }
  | { readonly kind: 'taken'; readonly item: number; readonly empty: boolean };

const ACTIONS: readonly BufferAction[] = [{ type: 'put' }, { type: 'take' }];

function explain({ config, waiting, put }: BufferState, action: BufferAction): string | null {
  if (action.type === 'take') return waiting.length === 0 ? 'The buffer is empty.' : null;
  if (put >= config.items) return `All ${config.items} items have been made.`;
  if (waiting.length >= config.capacity) return `The buffer is full: it holds ${config.capacity}.`;
  return null;
}

function caption({ config, waiting }: BufferState, events: readonly BufferEvent[]): string {
  const event = events[0];
  if (!event) {
    return `The buffer has room for ${config.capacity} items and is empty. ${config.items} are to pass through it.`;
  }
  if (event.kind === 'put') {
    const then = event.full
      ? 'That fills the buffer, so the producer has to wait.'
      : `The buffer holds ${waiting.length} of ${config.capacity} now.`;
    return `Item ${event.item} is put into the buffer. ${then}`;
  }
  const then = event.empty
    ? 'That empties the buffer, so the consumer has to wait.'
    : `Item ${waiting[0]} is the oldest now.`;
  return `Item ${event.item}, the oldest, is taken. ${then}`;
}

const atLimit = (events: readonly BufferEvent[]) =>
  events.some((e) => (e.kind === 'put' ? e.full : e.empty));

export const engine: Engine<BufferConfig, BufferState, BufferAction, BufferEvent> = {
  init: (config, seed) => ({ config, waiting: [], put: 0, taken: 0, random: seedRandom(seed) }),
  enabled: (state) => ACTIONS.filter((action) => explain(state, action) === null),
  explain,
  step(state, action) {
    assertLegal(engine, state, action);
    const [, random] = drawUnit(state.random);
    if (action.type === 'put') {
      const item = state.put + 1;
      const waiting = [...state.waiting, item];
      const full = waiting.length === state.config.capacity;
      return {
        state: { ...state, random, waiting, put: item },
        events: [{ kind: 'put', item, full }],
      };
    }
    const [item, ...waiting] = state.waiting;
    return {
      state: { ...state, random, waiting, taken: state.taken + 1 },
      events: [{ kind: 'taken', item: item!, empty: waiting.length === 0 }],
    };
  },
  caption,
  describe: ({ put, waiting }, action) =>
    action.type === 'put' ? `Put item ${put + 1}` : `Take item ${waiting[0]}`,
  invariants: {
    bounded: ({ config, waiting }) =>
      waiting.length > config.capacity
        ? `${waiting.length} items wait where ${config.capacity} fit.`
        : null,
    'in order': ({ waiting, put, taken }) => {
      const wrong = waiting.findIndex((item, i) => item !== taken + 1 + i);
      if (wrong >= 0) return `Item ${waiting[wrong]} waits where item ${taken + 1 + wrong} should.`;
      return waiting.length === put - taken ? null : 'An item is lost.';
    },
  },
  ticks: [
    { id: 'empty', label: 'empty', tone: 'soft', shape: 'disc' },
    { id: 'full', label: 'full', tone: 'active', shape: 'square' },
  ],
  tick: (events) => {
    if (!atLimit(events)) return null;
    return events.some((e) => e.kind === 'put') ? 'full' : 'empty';
  },
  grains: [
    { id: 'item', label: 'Item' },
    { id: 'limit', label: 'Full or empty' },
  ],
  grain: (events) => (atLimit(events) ? 1 : 0),
};

/** The probability of a put where both a put and a take are legal. */
const PUT_CHANCE = 0.6;

/** What happens next when nobody interferes; `null` once every item has been taken. */
export function course(state: BufferState): BufferAction | null {
  const legal = engine.enabled(state);
  if (legal.length < 2) return legal[0] ?? null;
  return { type: drawUnit(state.random)[0] < PUT_CHANCE ? 'put' : 'take' };
}
