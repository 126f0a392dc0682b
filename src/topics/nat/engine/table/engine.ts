import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { connect, type Outcome } from '../connect.ts';
import type { KindId } from '../kinds.ts';
import { CIRCUMSTANCES_IDS, circumstancesOf, pairUnder } from './circumstances.ts';
import {
  type Cell,
  cellKey,
  GUESSES,
  type Guess,
  isFull,
  isRowDone,
  nextToGuess,
  type TableAction,
  type TableConfig,
  type TableEvent,
  type TableState,
} from './types.ts';
import { actionWords, caption } from './words.ts';

/** As the command line has it: 256 sockets, 2,048 guesses, a hundred a second. */
const BIRTHDAY = { sockets: 256, probes: 2048, gap: 10 } as const;

const play = ({ config, seed }: TableState, a: KindId, b: KindId): Outcome =>
  connect(pairUnder(config.circumstances, a, b), seed);

function playGuessing({ config, seed }: TableState, a: KindId, b: KindId): Outcome {
  const guessing = { servers: 2, birthday: BIRTHDAY, rounds: 50 } as const;
  return connect({ ...pairUnder(config.circumstances, a, b), ...guessing }, seed);
}

function explain(state: TableState, action: TableAction): string | null {
  const { kinds, circumstances } = state.config;
  switch (action.type) {
    case 'row':
      if (!kinds.includes(action.a)) return 'There is no such row.';
      return isRowDone(state, action.a) ? 'That row is played.' : null;
    case 'cell':
      if (!kinds.includes(action.a) || !kinds.includes(action.b)) return 'There is no such cell.';
      if (action.guess !== null && !GUESSES.includes(action.guess)) return 'That is no way.';
      return state.cells[cellKey(action.a, action.b)] ? 'That cell is played.' : null;
    case 'guessing':
      if (!isFull(state)) return 'Not every cell is played.';
      return circumstancesOf(circumstances).noGuessing ?? guessedOut(state);
    case 'circumstances':
      if (!CIRCUMSTANCES_IDS.includes(action.id)) {
        return `There are no circumstances called ${action.id}.`;
      }
      return action.id === circumstances ? 'It is played under these already.' : null;
  }
}

interface Stepped {
  readonly state: TableState;
  readonly events: readonly TableEvent[];
}

function begun(config: TableConfig, seed: number): TableState {
  return { config, seed, cells: {}, last: null, guessed: null };
}

function perform(state: TableState, action: TableAction): Stepped {
  const { config, seed } = state;
  if (action.type === 'guessing') return guessing(state);
  if (action.type === 'circumstances') {
    const { id } = action;
    return {
      state: begun({ ...config, circumstances: id }, seed),
      events: [{ kind: 'circumstances', id }],
    };
  }
  const columns = action.type === 'row' ? config.kinds : [action.b];
  const cells: Record<string, Cell> = { ...state.cells };
  for (const b of columns) {
    const key = cellKey(action.a, b);
    const guess = action.type === 'cell' ? action.guess : null;
    cells[key] ??= { a: action.a, b, outcome: play(state, action.a, b), guess };
  }
  const last = cellKey(action.a, columns.at(-1)!);
  const next = { ...state, cells, last };
  if (action.type === 'row') return { state: next, events: [{ kind: 'row', a: action.a }] };
  const right = action.guess === null ? null : action.guess === cells[last]!.outcome.path;
  return { state: next, events: [{ kind: 'cell', key: last, right }] };
}

function guessedOut(state: TableState): string | null {
  if (nextToGuess(state) !== null) return null;
  return state.guessed ? 'Ports are guessed already.' : 'No guess would save a cell the relay.';
}

/** A cell at a time: some thousand packets fly in each. */
function guessing(state: TableState): Stepped {
  const key = nextToGuess(state)!;
  const cell = state.cells[key]!;
  const outcome = playGuessing(state, cell.a, cell.b);
  const cells =
    outcome.path === 'birthday' ? { ...state.cells, [key]: { ...cell, outcome } } : state.cells;
  return {
    state: { ...state, cells, guessed: key, last: key },
    events: [{ kind: 'guessing', key }],
  };
}

/** Every action that `explain` may accept, in the order of the what-if menu. */
function offers(kinds: readonly KindId[]): readonly TableAction[] {
  const rows = kinds.map((a) => ({ type: 'row' as const, a }));
  const cells = kinds.flatMap((a) =>
    kinds.map((b) => ({ type: 'cell' as const, a, b, guess: null as Guess | null })),
  );
  const others = CIRCUMSTANCES_IDS.map((id) => ({ type: 'circumstances' as const, id }));
  return [...rows, ...cells, { type: 'guessing' }, ...others];
}

function mirrored(state: TableState): string | null {
  const { cells, config } = state;
  if (!circumstancesOf(config.circumstances).even) return null;
  // One of the two is played again before the other.
  const halfGuessed = state.guessed !== null && nextToGuess(state) !== null;
  const meets = ({ outcome: { path } }: Cell) =>
    path !== 'relayed' && !(halfGuessed && path === 'birthday');
  for (const cell of Object.values(cells)) {
    const { a, b } = cell;
    const other = cells[cellKey(b, a)];
    // Behind an open input chain it matters who is first, and A is.
    if (!other || [a, b].includes('linux-open')) continue;
    if (meets(cell) !== meets(other)) return `${a} and ${b} meet one way round and not the other.`;
  }
  return null;
}

export const tableEngine: Engine<TableConfig, TableState, TableAction, TableEvent> = {
  init: begun,
  enabled: (state) =>
    offers(state.config.kinds).filter((action) => explain(state, action) === null),
  explain,
  step(state, action) {
    assertLegal(tableEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe: (_, action) => actionWords(action),
  invariants: {
    'a cell and its mirror come to the same, but for who was first': mirrored,
  },
  ticks: [
    { id: 'circumstances', label: 'the table is begun anew', tone: 'soft', shape: 'square' },
    { id: 'row', label: 'a row is played', tone: 'ink', shape: 'bar' },
    { id: 'cell', label: 'a cell is played', tone: 'accent', shape: 'bar' },
    { id: 'guessing', label: 'ports are guessed', tone: 'active', shape: 'disc' },
  ],
  tick: ([event]) => event?.kind ?? null,
  grains: [{ id: 'row', label: 'Row' }],
  grain: () => 0,
};
