import { COMPONENTS } from '../../engine/checklist/words.ts';
import type { CandidateType } from '../../engine/ice/types.ts';
import type { Cell, List, Own } from './view.ts';

/** Where things stand in a row, from its left edge, in pixels. */
export interface Columns {
  /** Whole addresses are written; else the ports alone. */
  readonly whole: boolean;
  /** What stands for each component, before its pair; none where there is but one. */
  readonly tags: readonly string[];
  readonly tag: number;
  readonly local: number;
  readonly arrow: number;
  readonly remote: number;
  readonly mark: number;
  readonly chip: number;
  readonly chipWidth: number;
}

export interface Place {
  readonly beside: boolean;
  readonly listWidth: number;
  readonly columns: Columns;
  /** The upper left corner of each list. */
  readonly lists: readonly Point[];
  /** In a list, where its first row begins. */
  readonly rows: number;
  /** Where what is selected stands, below the rows of each. */
  readonly foots: readonly number[];
  readonly strip: number;
  /** The signs of the legend, and of each where it stands; then of each type of candidate. */
  readonly legend: readonly Sign[];
  readonly notes: readonly Point[];
  readonly types: readonly Point[];
  readonly height: number;
}

export const ROW = 26;
export const HEAD = 34;
/** Below the rows, with a row for what is selected of each component. */
const FOOT = 8;
const GAP = 24;
const STRIP = 150;
/** A line of addresses. */
const OWN = 24;
/** Of 12 px mono. */
const LETTER = 7.25;
const BADGE = 22;

/** Between the parts of a row, and the widths of its last two. */
interface Gaps {
  readonly left: number;
  readonly arrow: number;
  readonly mark: number;
  readonly chip: number;
}
const ROOMY: Gaps = { left: 8, arrow: 22, mark: 22, chip: 84 };
/** For a phone of 280 pixels. */
const TIGHT: Gaps = { left: 5, arrow: 16, mark: 18, chip: 72 };
/** The same, with two components to tell apart. */
const TIGHTEST: Gaps = { left: 4, arrow: 14, mark: 15, chip: 72 };

interface Ends {
  readonly local: Cell;
  readonly remote: Cell;
}

/** Whole words for the components, numbers, or nothing; and how wide that is, in pixels. */
interface Tags {
  readonly tags: readonly string[];
  readonly size: number;
}
const WORDS: Tags = { tags: COMPONENTS, size: 38 };
const NUMBERS: Tags = { tags: ['1', '2'], size: 11 };
const NO_TAGS: Tags = { tags: [], size: 0 };

/** An address’s letters decide whether whole ones have room. */
function columnsOf(width: number, lists: readonly List[]): Columns {
  const ends = lists.flatMap(({ rows, selected }): readonly Ends[] => [
    ...rows,
    ...selected.flatMap(({ path }) => path ?? []),
  ]);
  const two = lists.some(({ selected }) => selected.length > 1);
  const cells = ends.map(({ local, remote }) => [local, remote] as const);
  const longest = (which: 0 | 1, key: 'whole' | 'port'): number =>
    Math.max(key === 'whole' ? 16 : 6, ...cells.map((pair) => pair[which][key].length)) * LETTER;
  const needs = (key: 'whole' | 'port', gaps: Gaps, { size }: Tags): number => {
    const { left, arrow, mark, chip } = gaps;
    return left + size + BADGE + longest(0, key) + arrow + BADGE + longest(1, key) + mark + chip;
  };
  const full = two ? WORDS : NO_TAGS;
  const whole = needs('whole', ROOMY, full) <= width;
  const key = whole ? 'whole' : 'port';
  const fits = [ROOMY, TIGHT].find((g) => needs(key, g, full) <= width);
  const gaps = fits ?? (two ? TIGHTEST : TIGHT);
  const { tags, size } = fits || !two ? full : NUMBERS;
  const spare = Math.max(0, Math.min(10, (width - needs(key, gaps, { tags, size })) / 3));
  const local = gaps.left + size;
  const arrow = local + BADGE + longest(0, key) + spare + 3;
  return {
    whole,
    tags,
    tag: gaps.left,
    local,
    arrow,
    remote: arrow + gaps.arrow - 3 + spare,
    mark: width - gaps.chip - gaps.mark / 2 + 1,
    chip: width - gaps.chip,
    chipWidth: gaps.chip,
  };
}

/** Ends of words and signs, one after the other, over as many lines as they need. */
function flow(
  sizes: readonly number[],
  width: number,
  left: number,
  top: number,
  line: number,
): readonly Point[] {
  let [x, y] = [left, top];
  return sizes.map((size) => {
    if (x > left && x + size > width) [x, y] = [left, y + line];
    const at = { x, y };
    x += size + 13;
    return at;
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Sign {
  readonly sign: string;
  readonly words: string;
}

/** What the signs mean; a letter is that of a candidate. */
const LEGEND: readonly Sign[] = [
  { sign: 'ordinary', words: 'ordinary check' },
  { sign: 'triggered', words: 'triggered' },
  { sign: 'nominated', words: 'nominates, or nominated' },
  { sign: 'again', words: 'sent again' },
  { sign: 'answer', words: 'answer' },
  { sign: 'died', words: 'dies, or is refused' },
  { sign: 'selected', words: 'selected' },
  { sign: 'under way', words: 'under way: press its row to lose it' },
];

export const TYPES: readonly {
  readonly type: CandidateType;
  readonly letter: string;
  readonly words: string;
}[] = [
  { type: 'host', letter: 'H', words: 'host' },
  { type: 'server-reflexive', letter: 'S', words: 'server-reflexive' },
  { type: 'peer-reflexive', letter: 'P', words: 'peer-reflexive' },
  { type: 'relayed', letter: 'R', words: 'relayed' },
];

/** Where the addresses of a side’s own candidates stand, below its head. */
export function ownPlaces(own: readonly Own[], width: number): readonly Point[] {
  const sizes = own.map(({ ip }) => BADGE + ip.length * LETTER);
  return flow(sizes, width, 8, HEAD + 4, OWN);
}

/**
 * Both lists beside each other, or one below the other. `run` is the lists of all frames,
 * so that nothing moves from one to the next. Everything is in pixels.
 */
export function placeOf(width: number, run: readonly (readonly List[])[]): Place {
  const beside = width >= 760;
  const listWidth = beside ? (width - GAP) / 2 : width;
  const columns = columnsOf(listWidth, run.flat());
  const lines = columns.whole ? 0 : Math.max(...run.flat().map((l) => linesOf(l, listWidth)));
  const rows = HEAD + (lines > 0 ? lines * OWN + 4 : 0);
  const most = [0, 1].map((i) => Math.max(...run.map((lists) => rowsFor(lists[i]!, columns))));
  const counts = beside ? most.map(() => Math.max(...most)) : most;
  const foots = counts.map((count) => rows + count * ROW);
  const foot = FOOT + ROW * Math.max(...run.flat().map(({ selected }) => selected.length));
  const second = beside ? { x: listWidth + GAP, y: 0 } : { x: 0, y: foots[0]! + foot + 10 };
  const strip = second.y + foots[1]! + foot + 24;
  const numbers = columns.tags === NUMBERS.tags ? NUMBERS.tags : [];
  const legend = [...LEGEND, ...numbers.map((sign, i) => ({ sign, words: COMPONENTS[i]! }))];
  const sizes = legend.map(({ words }) => 18 + words.length * 6.3);
  const notes = flow(sizes, width, 0, strip + STRIP + 22, 20);
  const typeSizes = TYPES.map(({ words }) => BADGE + words.length * 6.3);
  const types = flow(typeSizes, width, 0, notes.at(-1)!.y + 24, 24);
  return {
    beside,
    listWidth,
    columns,
    lists: [{ x: 0, y: 0 }, second],
    rows,
    foots,
    strip,
    legend,
    notes,
    types,
    height: types.at(-1)!.y + 10,
  };
}

/** Rows that a list takes up; where it has none yet, what stands in their place does. */
function rowsFor({ rows, candidates, selected }: List, { whole }: Columns): number {
  if (rows.length > 0) return rows.length;
  return whole ? candidates.length + 1 - selected.length : 1;
}

function linesOf({ own }: List, width: number): number {
  const last = ownPlaces(own, width).at(-1);
  return last ? (last.y - HEAD - 4) / OWN + 1 : 0;
}

/** A stretch of time, and where in it a moment stands. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly x: (at: number) => number;
  readonly ticks: readonly number[];
  /** Milliseconds between two ticks that are written beside. */
  readonly step: number;
}

/** No tick of Ta is nearer to the next, in pixels. */
const NEAREST = 11;
export const STRIP_LEFT = 22;
const STRIP_RIGHT = 12;

/**
 * As much of the run as has room with a tick for each Ta, up to a little after `now`. `first`
 * is when the first check is sent in it, and `end` when it is over.
 */
export function scaleOf(width: number, ta: number, now: number, first: number, end: number): Scale {
  const room = width - STRIP_LEFT - STRIP_RIGHT;
  const most = Math.floor(room / NEAREST) * ta;
  const begin = Math.floor(first / ta) * ta - ta;
  const whole = Math.max(10 * ta, Math.ceil((end - begin) / ta) * ta + ta);
  const span = Math.min(most, whole);
  const last = Math.min(begin + whole, Math.ceil(now / ta) * ta + 2 * ta);
  const from = Math.max(begin, last - span);
  const ticks = Array.from({ length: span / ta + 1 }, (_, i) => from + i * ta);
  const perTick = room / (span / ta);
  const step = ta * ([2, 4, 10, 20].find((n) => n * perTick >= 72) ?? 40);
  return {
    from,
    to: from + span,
    x: (at) => STRIP_LEFT + ((at - from) / span) * room,
    ticks,
    step,
  };
}
