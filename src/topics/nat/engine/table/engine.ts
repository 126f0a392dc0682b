import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { connect, type Outcome } from '../connect.ts';
import { type KindId, kindOf, kindWords } from '../kinds.ts';
import { PLAIN } from '../pair.ts';
import type { Cell, Guess, TableAction, TableConfig, TableEvent, TableState } from './types.ts';
import { GUESSES } from './types.ts';

export const cellKey = (a: KindId, b: KindId): string => `${a} ${b}`;

/** As the command line has it: 256 sockets, 2,048 guesses, a hundred a second. */
const BIRTHDAY = { sockets: 256, probes: 2048, gap: 10 } as const;

function play(a: KindId, b: KindId, seed: number): Outcome {
  return connect({ ...PLAIN, a, b, relay: true }, seed);
}

function playGuessing(a: KindId, b: KindId, seed: number): Outcome {
  const pair = { ...PLAIN, a, b, relay: true, servers: 2, birthday: BIRTHDAY, rounds: 50 } as const;
  return connect(pair, seed);
}

const rowDone = ({ cells, config }: TableState, a: KindId): boolean =>
  config.kinds.every((b) => cells[cellKey(a, b)]);

function explain(state: TableState, action: TableAction): string | null {
  const { kinds } = state.config;
  switch (action.type) {
    case 'row':
      if (!kinds.includes(action.a)) return 'There is no such row.';
      return rowDone(state, action.a) ? 'That row is played.' : null;
    case 'cell':
      if (!kinds.includes(action.a) || !kinds.includes(action.b)) return 'There is no such cell.';
      if (action.guess !== null && !GUESSES.includes(action.guess)) return 'That is no way.';
      return state.cells[cellKey(action.a, action.b)] ? 'That cell is played.' : null;
    case 'guessing':
      if (state.guessing) return 'Ports are guessed already.';
      return kinds.every((a) => rowDone(state, a)) ? null : 'Not every cell is played.';
  }
}

interface Stepped {
  readonly state: TableState;
  readonly events: readonly TableEvent[];
}

function perform(state: TableState, action: TableAction): Stepped {
  const { config, seed } = state;
  if (action.type === 'guessing') return guessing(state);
  const columns = action.type === 'row' ? config.kinds : [action.b];
  const cells: Record<string, Cell> = { ...state.cells };
  for (const b of columns) {
    const key = cellKey(action.a, b);
    const guess = action.type === 'cell' ? action.guess : null;
    cells[key] ??= { a: action.a, b, outcome: play(action.a, b, seed), guess };
  }
  const last = cellKey(action.a, columns.at(-1)!);
  const next = { ...state, cells, last };
  if (action.type === 'row') return { state: next, events: [{ kind: 'row', a: action.a }] };
  const right = action.guess === null ? null : action.guess === cells[last]!.outcome.path;
  return { state: next, events: [{ kind: 'cell', key: last, right }] };
}

function guessing(state: TableState): Stepped {
  const cells: Record<string, Cell> = {};
  let met = 0;
  for (const [key, cell] of Object.entries(state.cells)) {
    const { a, b, outcome } = cell;
    const blocked = a === 'udp-blocked' || b === 'udp-blocked';
    const again = outcome.path === 'relayed' && !blocked ? playGuessing(a, b, state.seed) : outcome;
    const found = again.path === 'birthday';
    if (found) met += 1;
    cells[key] = found ? { ...cell, outcome: again } : cell;
  }
  return {
    state: { ...state, cells, guessing: true },
    events: [{ kind: 'guessing', met }],
  };
}

/** How a way is called: `punched*` at an address that nobody had offered. */
export function wayWords({ path, learned }: Outcome): string {
  const words = { direct: 'direct', punched: 'punched', birthday: 'guessed', relayed: 'relay' };
  return path === null ? 'none' : `${words[path]}${learned && path !== 'birthday' ? ' *' : ''}`;
}

export function cellWords({ a, b, outcome, guess }: Cell): string {
  const [one, other] = [kindWords(kindOf(a)), kindWords(kindOf(b))];
  const { path, learned, firstDataAtMs, reason } = outcome;
  const seen = learned ? ', at an address that was seen on a packet, not offered' : '';
  const after = firstDataAtMs === null ? '' : ` after ${firstDataAtMs.toLocaleString('en')} ms`;
  const ways = {
    direct: `they talk directly${seen}`,
    punched: `they punch through${seen}`,
    birthday: 'a guessed port meets an open one',
    relayed: 'only the relay is left',
  };
  const how = path === null ? 'they find no way' : ways[path];
  const said = guess === null ? '' : ` You said ${guess}.`;
  return `In front of A ${one}, in front of B ${other}: ${how}${after}; ${reason}.${said}`;
}

function caption(state: TableState, events: readonly TableEvent[]): string {
  const [event] = events;
  if (!event)
    return 'Ten things that can stand in front of A, ten in front of B. Nothing is played yet.';
  if (event.kind === 'guessing') {
    return `With 256 sockets on the hard side and 2,048 guesses on the easy one, ${event.met} more cells need no relay.`;
  }
  if (event.kind === 'cell') return cellWords(state.cells[event.key]!);
  const row = state.config.kinds.map((b) => state.cells[cellKey(event.a, b)]!.outcome.path);
  const relayed = row.filter((path) => path === 'relayed').length;
  const rest = row.length - relayed;
  const name = kindWords(kindOf(event.a));
  return `In front of A ${name}: ${rest} of ${row.length} find a way of their own, ${relayed} are left with the relay.`;
}

export const tableEngine: Engine<TableConfig, TableState, TableAction, TableEvent> = {
  init: (config, seed) => ({ config, seed, cells: {}, last: null, guessing: false }),
  enabled(state) {
    const { kinds } = state.config;
    const rows = kinds.map((a) => ({ type: 'row' as const, a }));
    const cells = kinds.flatMap((a) =>
      kinds.map((b) => ({ type: 'cell' as const, a, b, guess: null as Guess | null })),
    );
    const offers: readonly TableAction[] = [...rows, ...cells, { type: 'guessing' }];
    return offers.filter((action) => explain(state, action) === null);
  },
  explain,
  step(state, action) {
    assertLegal(tableEngine, state, action);
    return perform(state, action);
  },
  caption,
  describe(_, action) {
    if (action.type === 'guessing') return 'Guess ports where one side is hard';
    if (action.type === 'row') return `Play the row of ${kindWords(kindOf(action.a))}`;
    return `Play ${kindWords(kindOf(action.a))} against ${kindWords(kindOf(action.b))}`;
  },
  invariants: {
    'a cell and its mirror come to the same, but for who was first': ({ cells }) => {
      for (const { a, b, outcome } of Object.values(cells)) {
        const other = cells[cellKey(b, a)];
        // Behind an open input chain it matters who is first, and A is.
        if (!other || [a, b].includes('linux-open')) continue;
        if ((outcome.path === 'relayed') !== (other.outcome.path === 'relayed')) {
          return `${a} and ${b} meet one way round and not the other.`;
        }
      }
      return null;
    },
  },
  ticks: [
    { id: 'row', label: 'a row is played', tone: 'ink', shape: 'bar' },
    { id: 'cell', label: 'a cell is played', tone: 'accent', shape: 'bar' },
    { id: 'guessing', label: 'ports are guessed', tone: 'active', shape: 'disc' },
  ],
  tick: ([event]) => event?.kind ?? null,
  grains: [{ id: 'row', label: 'Row' }],
  grain: () => 0,
};
