import type { Frame } from '../../../../lab/engine.ts';
import { hitPort, percent } from '../../engine/birthday/engine.ts';
import { chance } from '../../engine/birthday/formula.ts';
import { FIRST_PORT } from '../../engine/birthday/trial.ts';
import type { BirthdayAction, BirthdayEvent, BirthdayState } from '../../engine/birthday/types.ts';

export type BirthdayFrame = Frame<BirthdayState, BirthdayAction, BirthdayEvent>;

/** A port in the strip: which row it is in, and how far along, 0 to 1. */
export interface Mark {
  readonly row: number;
  readonly along: number;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** What the formula expects of so many runs. */
  readonly expected: number;
}

export interface BirthdayView {
  readonly rows: number;
  readonly rowLabels: readonly number[];
  readonly open: readonly Mark[];
  readonly missed: readonly Mark[];
  /** Guesses that are new in this frame. */
  readonly fresh: readonly Mark[];
  readonly hit: Mark | null;
  readonly opened: string;
  readonly tried: string;
  readonly chance: string;
  readonly bins: readonly Bin[];
  readonly beyond: number;
  readonly runs: number;
  readonly tallest: number;
  readonly measured: string;
  readonly formula: string;
}

/** All 16-bit ports, in rows of equally many. */
const ALL = 65_536;
const BINS = 32;

export function birthdayView(
  frames: readonly BirthdayFrame[],
  index: number,
  rows: number,
): BirthdayView {
  const { state, events } = frames[index]!;
  const { config, open, opened, guesses, tried, hits } = state;
  const each = Math.ceil(ALL / rows);
  const mark = (port: number): Mark => ({
    row: Math.floor(port / each),
    along: (port % each) / each,
  });
  const hit = hitPort(state);
  const [event] = events;
  const news = event?.kind === 'miss' ? event.count : 0;
  const wide = Math.ceil(config.probes / BINS);
  const bins = Array.from({ length: BINS }, (_, i) => {
    const [from, to] = [i * wide, Math.min(config.probes, (i + 1) * wide)];
    const count = hits.filter((n) => n > from && n <= to).length;
    const share = chance(config.sockets, to) - chance(config.sockets, from);
    return { from, to, count, expected: share * hits.length };
  });
  const within = hits.filter((n) => n > 0).length;
  return {
    rows,
    rowLabels: Array.from({ length: rows }, (_, i) => Math.max(FIRST_PORT, i * each)),
    open: open.slice(0, opened).map(mark),
    missed: guesses
      .slice(0, tried - news)
      .filter((port) => port !== hit)
      .map(mark),
    fresh: guesses.slice(tried - news, tried).map(mark),
    hit: hit === null ? null : mark(hit),
    opened: `${opened} of ${config.sockets} open`,
    tried: `${tried} of ${config.probes} tried`,
    chance: percent(chance(opened, tried)),
    bins,
    beyond: hits.filter((n) => n < 0).length,
    runs: hits.length,
    tallest: Math.max(4, ...bins.flatMap(({ count, expected }) => [count, expected])),
    measured: hits.length > 1 ? percent(within / hits.length) : '',
    formula: percent(chance(config.sockets, config.probes)),
  };
}
