import type { Outcome } from '../connect.ts';
import type { KindId } from '../kinds.ts';
import type { CircumstancesId } from './circumstances.ts';

/** Every kind against every kind, each cell a run of packets of its own. */
export interface TableConfig {
  readonly kinds: readonly KindId[];
  readonly circumstances: CircumstancesId;
}

/** What a reader may expect of a cell. */
export const GUESSES = ['direct', 'punched', 'relayed'] as const;
export type Guess = (typeof GUESSES)[number];

export interface Cell {
  readonly a: KindId;
  readonly b: KindId;
  readonly outcome: Outcome;
  /** What the reader expected. */
  readonly guess: Guess | null;
}

export const cellKey = (a: KindId, b: KindId): string => `${a} ${b}`;

export interface TableState {
  readonly config: TableConfig;
  readonly seed: number;
  /** By `cellKey`. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** The cell that was played last. */
  readonly last: string | null;
  /** The cell up to which those left with the relay were played again, guessing ports. */
  readonly guessed: string | null;
}

export const isRowDone = ({ cells, config }: TableState, a: KindId): boolean =>
  config.kinds.every((b) => cells[cellKey(a, b)]);

/** Every cell is played. */
export const isFull = (state: TableState): boolean =>
  state.config.kinds.every((a) => isRowDone(state, a));

/** A packet is what a guess is made with. */
const canGuess = ({ a, b, outcome }: Cell): boolean =>
  outcome.path === 'relayed' && a !== 'udp-blocked' && b !== 'udp-blocked';

/** The key of the cell that is next for guessing; `null` where all are done. */
export function nextToGuess({ config: { kinds }, cells, guessed }: TableState): string | null {
  const keys = kinds.flatMap((a) => kinds.map((b) => cellKey(a, b)));
  const from = guessed === null ? 0 : keys.indexOf(guessed) + 1;
  return keys.slice(from).find((key) => cells[key] && canGuess(cells[key])) ?? null;
}

export type TableAction =
  /** A row that is not played yet. */
  | { readonly type: 'row'; readonly a: KindId }
  /** A cell, with what the reader expects of it. */
  | {
      readonly type: 'cell';
      readonly a: KindId;
      readonly b: KindId;
      readonly guess: Guess | null;
    }
  /** The next cell that is left with the relay once more, guessing ports. */
  | { readonly type: 'guessing' }
  /** From the beginning, under other circumstances. */
  | { readonly type: 'circumstances'; readonly id: CircumstancesId };

export type TableEvent =
  | { readonly kind: 'row'; readonly a: KindId }
  | { readonly kind: 'cell'; readonly key: string; readonly right: boolean | null }
  | { readonly kind: 'guessing'; readonly key: string }
  | { readonly kind: 'circumstances'; readonly id: CircumstancesId };
