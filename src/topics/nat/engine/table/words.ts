import type { Outcome } from '../connect.ts';
import { kindOf, kindWords } from '../kinds.ts';
import { circumstancesOf } from './circumstances.ts';
import {
  type Cell,
  cellKey,
  isFull,
  nextToGuess,
  type TableAction,
  type TableEvent,
  type TableState,
} from './types.ts';

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

/** One or two plain sentences: what was played, and what came of it. */
export function caption(state: TableState, events: readonly TableEvent[]): string {
  const { id, title, words } = circumstancesOf(state.config.circumstances);
  const [event] = events;
  if (event?.kind === 'circumstances') {
    return `From the beginning${words ? `. ${words}` : ', as it is.'} Nothing is played yet.`;
  }
  const said = event ? eventWords(state, event) : OPENING;
  if (id === 'plain') return said;
  // In full at the beginning of a run, and then as a reminder.
  return `${event ? `${title}.` : words} ${said}`;
}

const OPENING =
  'Ten things that can stand in front of A, ten in front of B. Nothing is played yet.';

function eventWords(
  state: TableState,
  event: Exclude<TableEvent, { kind: 'circumstances' }>,
): string {
  switch (event.kind) {
    case 'guessing':
      return guessWords(state, event.key);
    case 'cell':
      return cellWords(state.cells[event.key]!);
    case 'row': {
      const row = state.config.kinds.map((b) => state.cells[cellKey(event.a, b)]!);
      const left = row.filter(isRelayed).length;
      const found = `${row.length - left} of ${row.length} find a way of their own`;
      const rest = `${left} ${left === 1 ? 'is' : 'are'} left with the relay`;
      const said = `In front of A ${kindWords(kindOf(event.a))}: ${found}, ${rest}.`;
      return isFull(state) ? `${said} ${fullWords(state)}` : `${said}${lastWord(row)}`;
    }
  }
}

function guessWords(state: TableState, key: string): string {
  if (nextToGuess(state) !== null) return `Guessing ports. ${cellWords(state.cells[key]!)}`;
  const met = Object.values(state.cells).filter(({ outcome }) => outcome.path === 'birthday');
  return `Every cell has been played again. With 256 sockets on the hard side and 2,048 guesses on the easy one, ${met.length} more cells need no relay.`;
}

const isRelayed = ({ outcome }: Cell): boolean => outcome.path === 'relayed';

function fullWords({ cells }: TableState): string {
  const all = Object.values(cells);
  const found = all.length - all.filter(isRelayed).length;
  const [who, whose] = found === 0 ? ['none finds', 'its'] : [`${found} find`, 'their'];
  return `Of all ${all.length} pairs ${who} a way of ${whose} own.${lastWord(all)}`;
}

/** Why those that are left with the relay are, where it is much the same for three in four. */
function lastWord(cells: readonly Cell[]): string {
  const counts = new Map<string, number>();
  const left = cells.filter(isRelayed);
  for (const { outcome } of left) {
    counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  }
  for (const [reason, count] of counts) {
    if (count > 1 && count >= left.length * 0.75) {
      return ` The last word in ${count} of them: ${reason}.`;
    }
  }
  return '';
}

/** An action in words, for the what-if menu. */
export function actionWords(action: TableAction): string {
  switch (action.type) {
    case 'guessing':
      return 'Guess ports where one side is hard';
    case 'row':
      return `Play the row of ${kindWords(kindOf(action.a))}`;
    case 'cell':
      return `Play ${kindWords(kindOf(action.a))} against ${kindWords(kindOf(action.b))}`;
    case 'circumstances':
      return `From the beginning: ${circumstancesOf(action.id).title}`;
  }
}
