import type { LetterView, TreeView } from './tree-view.ts';

/** A column: one letter, or a run of one author's that is folded into a capsule. */
export interface Slot {
  readonly letters: readonly LetterView[];
  /** Its middle. */
  readonly x: number;
  readonly width: number;
  readonly folded: boolean;
}

export interface Columns {
  readonly slots: readonly Slot[];
  /** Of one letter. */
  readonly column: number;
  /** Of a letter's mark; below `SMALLEST_MARK` a letter has no room in it. */
  readonly mark: number;
  /** Left of the first column. */
  readonly gutter: number;
  /** Where the last column may end. */
  readonly right: number;
  /** From one letter to the next in a capsule. */
  readonly advance: number;
  /** The middle of every letter's place in the text, by its key. */
  readonly at: ReadonlyMap<string, number>;
}

/** Ten of 44 fill a panel of 480; a few may be wider. */
const widestAt = (width: number) => (width >= 560 ? 68 : 56);
/** Narrower than that, runs fold. */
const FOLDING = 26;
/** Where there is little room for anything, marks may be smaller. */
const FOLDING_NARROW = 21.5;
/** Of a letter in mono at 12 px, the smallest there is. */
export const TIGHT = 7.4;
const LOOSE = 9.4;
const PADDING = 16;
const GHOST_DOT = 10;
export const SMALLEST_MARK = 14;
/** Beside a list that has an end to point at. */
const END = 40;

export const gutterOf = (width: number): number => (width >= 440 ? 40 : 36);
const markOf = (column: number): number =>
  column >= FOLDING_NARROW
    ? Math.min(30, column - 3, 11.7 + 0.416 * column)
    : Math.max(column * 0.7, column - 3.5);

/** Where every letter stands. `widest` is the column of the run's fullest frame, if known. */
export function columnsOf(
  view: TreeView,
  width: number,
  widest: number = widestAt(width),
): Columns {
  const gutter = gutterOf(width);
  const right = width - (view.algorithm === 'yata' ? END : 0);
  const room = right - gutter;
  const dots = view.letters.filter(({ hidden }) => hidden).length;
  const free = room - dots * GHOST_DOT;
  const folding = width < 400 ? FOLDING_NARROW : FOLDING;
  const fits = (view.letters.length - dots) * folding <= free;
  const groups = fits ? view.letters.map((letter) => [letter]) : foldable(view);
  const fit = fits ? unfolded(view.letters.length - dots, free) : folded(groups, free, folding);
  const column = Math.min(widest, fit.column);
  const slots: Slot[] = [];
  const at = new Map<string, number>();
  let x = gutter;
  for (const letters of groups) {
    const run = letters.length > 1;
    const slotWidth = run
      ? letters.length * fit.advance + PADDING
      : letters[0]!.hidden
        ? GHOST_DOT
        : column;
    slots.push({ letters, x: x + slotWidth / 2, width: slotWidth, folded: run });
    for (const [i, { key }] of letters.entries()) {
      at.set(key, x + (run ? PADDING / 2 + (i + 0.5) * fit.advance : slotWidth / 2));
    }
    x += slotWidth;
  }
  return { slots, column, mark: markOf(column), gutter, right, advance: fit.advance, at };
}

interface Fit {
  readonly column: number;
  readonly advance: number;
}

function unfolded(count: number, free: number): Fit {
  return { column: free / Math.max(1, count), advance: LOOSE };
}

/** Capsules give way first, then single letters, then letters can no longer be told apart. */
function folded(groups: readonly (readonly LetterView[])[], free: number, folding: number): Fit {
  const runs = groups.filter((group) => group.length > 1);
  const inRuns = runs.reduce((sum, group) => sum + group.length, 0);
  const singles = groups.filter(([letter, ...rest]) => rest.length === 0 && !letter!.hidden).length;
  const rest = free - runs.length * PADDING;
  if (inRuns === 0) return { column: rest / Math.max(1, singles), advance: LOOSE };
  const advance = Math.min(LOOSE, (rest - singles * folding) / inRuns);
  if (advance >= TIGHT) {
    return { column: (rest - inRuns * advance) / Math.max(1, singles), advance };
  }
  const column = singles === 0 ? 0 : (rest - inRuns * TIGHT) / singles;
  if (column >= TIGHT) return { column, advance: TIGHT };
  const even = rest / (inRuns + singles);
  return { column: even, advance: even };
}

/** Runs of three and more that are one chain, each of one author, and the rest singly. */
function foldable(view: TreeView): readonly (readonly LetterView[])[] {
  const groups: LetterView[][] = [];
  const siblings = siblingCounts(view.letters);
  let direction: 'forward' | 'backward' | null = null;
  for (const letter of view.letters) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const way = last ? wayOf(view, siblings, last, letter) : null;
    if (group && way && (group.length === 1 || way === direction)) {
      group.push(letter);
      direction = way;
    } else {
      groups.push([letter]);
      direction = null;
    }
  }
  return groups.flatMap((group) => (group.length > 2 ? [group] : group.map((one) => [one])));
}

const place = ({ parent, side }: LetterView) => `${parent} ${side}`;

function siblingCounts(letters: readonly LetterView[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(place(letter), (counts.get(place(letter)) ?? 0) + 1);
  return counts;
}

/** Whether two neighbours are links of one chain, and which of them was typed first. */
function wayOf(
  { arrangement }: TreeView,
  siblings: ReadonlyMap<string, number>,
  a: LetterView,
  b: LetterView,
): 'forward' | 'backward' | null {
  if (a.author !== b.author || a.deleted || b.deleted) return null;
  if (arrangement === 'list') {
    if (b.leftOrigin === a.key) return 'forward';
    return a.rightOrigin === b.key ? 'backward' : null;
  }
  if (b.parent === a.key && b.side === 'right') {
    return siblings.get(place(b)) === 1 ? 'forward' : null;
  }
  if (a.parent === b.key && a.side === 'left') {
    return siblings.get(place(a)) === 1 ? 'backward' : null;
  }
  return null;
}
