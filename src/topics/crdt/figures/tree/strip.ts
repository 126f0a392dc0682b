import type { Author } from './authors.ts';
import { type Columns, TIGHT } from './columns.ts';
import type { LetterView, TreeView } from './tree-view.ts';

/** The text under a tree, each letter below its mark. */
export interface Strip {
  readonly letters: readonly StripLetter[];
  readonly underlines: readonly Underlined[];
  /** Where the author changes. */
  readonly ticks: readonly number[];
  /** Where the traversal is. */
  readonly cursor: StripPoint | null;
  /** Lines of running text, where letters have no room below their marks; else one. */
  readonly lines: number;
}

interface StripPoint {
  readonly x: number;
  readonly line: number;
}

export interface StripLetter extends StripPoint {
  readonly letter: LetterView;
  /** Of what is drawn, in pixels. */
  readonly size: number;
  /** From one letter to the next. */
  readonly width: number;
}

/** Letters next to each other that one author typed. */
export interface Underlined {
  readonly author: Author;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly read: boolean;
}

const LARGEST = 21;
const SMALLEST = 12;
const MARGIN = 5;

/** A letter in mono is 0.6 of its size wide, and needs a little around it. */
const sizeFor = (width: number) => Math.max(SMALLEST, Math.min(LARGEST, (width - 1) / 0.66));

export function stripOf(view: TreeView, columns: Columns, right: number): Strip {
  const shown = view.letters.filter(({ hidden }) => !hidden);
  const narrowest = Math.min(
    ...columns.slots.map((slot) => (slot.folded ? columns.advance : columns.column)),
  );
  const running = shown.length > 0 && narrowest < TIGHT - 0.1;
  const letters = running ? runningText(shown, columns, right) : belowMarks(shown, columns);
  return {
    letters,
    underlines: underlinesOf(letters),
    ticks: running ? [] : ticksOf(letters),
    cursor: cursorAt(view, letters, columns.gutter),
    lines: 1 + Math.max(0, ...letters.map(({ line }) => line)),
  };
}

function belowMarks(shown: readonly LetterView[], columns: Columns): readonly StripLetter[] {
  const folded = new Set(
    columns.slots.flatMap((slot) => (slot.folded ? slot.letters.map(({ key }) => key) : [])),
  );
  return shown.map((letter) => {
    const width = folded.has(letter.key) ? columns.advance : columns.column;
    return { letter, x: columns.at.get(letter.key)!, line: 0, size: sizeFor(width), width };
  });
}

/** In lines, for as many letters as there may be. */
function runningText(
  shown: readonly LetterView[],
  { gutter }: Columns,
  right: number,
): readonly StripLetter[] {
  const each = Math.max(1, Math.floor((right - gutter - 2 * MARGIN) / TIGHT));
  return shown.map((letter, i) => ({
    letter,
    x: gutter + MARGIN + ((i % each) + 0.5) * TIGHT,
    line: Math.floor(i / each),
    size: SMALLEST,
    width: TIGHT,
  }));
}

const halfOf = ({ width }: StripLetter) => (width < 16 ? width / 2 : Math.min(15, width * 0.36));

function underlinesOf(letters: readonly StripLetter[]): readonly Underlined[] {
  const underlines: Underlined[] = [];
  let last: StripLetter | null = null;
  for (const own of letters) {
    const { letter, x, line } = own;
    const before = underlines.at(-1);
    const goesOn =
      last?.letter.author === letter.author &&
      last.letter.read === letter.read &&
      last.line === line &&
      !last.letter.deleted;
    const [from, to] = [x - halfOf(own), x + halfOf(own)];
    last = own;
    if (letter.deleted) continue;
    if (before && goesOn) underlines[underlines.length - 1] = { ...before, to };
    else underlines.push({ author: letter.author, from, to, line, read: letter.read });
  }
  return underlines;
}

function ticksOf(letters: readonly StripLetter[]): readonly number[] {
  const visible = letters.filter(({ letter }) => !letter.deleted);
  return visible.slice(1).flatMap(({ letter, x }, i) => {
    const before = visible[i]!;
    return before.letter.author === letter.author ? [] : [(before.x + x) / 2];
  });
}

/** Behind the last letter that was read. */
function cursorAt(
  { letters, cursor }: TreeView,
  places: readonly StripLetter[],
  gutter: number,
): StripPoint | null {
  if (cursor === null) return null;
  const read = new Set(letters.slice(0, cursor).map(({ key }) => key));
  const before = places.findLast(({ letter }) => read.has(letter.key));
  if (!before) return { x: gutter + 2, line: 0 };
  const after = places[places.indexOf(before) + 1];
  const next = after?.line === before.line ? after.x : before.x + before.width;
  return { x: (before.x + next) / 2, line: before.line };
}
