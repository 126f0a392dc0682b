/** One hard side with open ports, one easy side that guesses. */
export interface BirthdayConfig {
  /** Sockets that the hard side opens, each toward the easy side. */
  readonly sockets: number;
  /** Guesses that the easy side has. */
  readonly probes: number;
  /** Guesses a second. */
  readonly rate: number;
  /** Runs that are played after the first. */
  readonly runs: number;
}

export interface BirthdayState {
  readonly config: BirthdayConfig;
  readonly seed: number;
  /** Which run is played guess by guess. */
  readonly trial: number;
  /** Outside ports of the hard side’s sockets, in the order in which they were given out. */
  readonly open: readonly number[];
  /** What the easy side guesses, in order; how many of it it has tried. */
  readonly guesses: readonly number[];
  readonly opened: number;
  readonly tried: number;
  /** Of every run that was played through: the guess that hit, −1 where none did. */
  readonly hits: readonly number[];
}

export type BirthdayAction =
  /** The hard side opens its sockets, so many of them. */
  | { readonly type: 'open'; readonly count: number }
  /** The easy side guesses, so many times or until it hits. */
  | { readonly type: 'guess'; readonly count: number }
  /** Whole runs, so many. */
  | { readonly type: 'runs'; readonly count: number }
  /** From the beginning, with other numbers. */
  | { readonly type: 'set'; readonly sockets: number; readonly probes: number };

export type BirthdayEvent =
  | { readonly kind: 'open'; readonly count: number }
  | { readonly kind: 'miss'; readonly port: number; readonly count: number }
  | { readonly kind: 'hit'; readonly port: number; readonly at: number }
  | { readonly kind: 'spent' }
  | { readonly kind: 'runs'; readonly count: number; readonly hits: number }
  | { readonly kind: 'set' };
