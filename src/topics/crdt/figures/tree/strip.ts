import type { Author } from './authors.ts';
import { type Columns, TIGHT } from './columns.ts';
import type { LetterView, TreeView } from './tree-view.ts';

/** The text under a tree, each letter below its mark. */
export interface Strip {
  readonly letters: readonly { readonly letter: LetterView; readonly x: number }[];
  /** Of what is drawn of a letter, in pixels; `null` where letters have no room. */
  readonly size: number | null;
  /** In capsules. */
  readonly foldedSize: number | null;
  readonly underlines: readonly Underlined[];
  /** Where the author changes. */
  readonly ticks: readonly number[];
  /** Where the traversal is. */
  readonly cursor: number | null;
}

/** Letters next to each other that one author typed. */
export interface Underlined {
  readonly author: Author;
  readonly from: number;
  readonly to: number;
  readonly read: boolean;
}

const LARGEST = 21;
const SMALLEST = 12;

/** A letter in mono is 0.6 of its size wide, and needs a little around it. */
function sizeFor(width: number): number | null {
  return width < TIGHT - 0.1 ? null : Math.max(SMALLEST, Math.min(LARGEST, (width - 1) / 0.66));
}

export function stripOf(view: TreeView, columns: Columns): Strip {
  const shown = view.letters.filter(({ hidden }) => !hidden);
  const at = (letter: LetterView) => columns.at.get(letter.key)!;
  const folded = new Set(
    columns.slots.flatMap((slot) => (slot.folded ? slot.letters.map(({ key }) => key) : [])),
  );
  const halfOf = ({ key }: LetterView) =>
    folded.has(key) ? columns.advance / 2 : Math.min(15, columns.column * 0.36);
  return {
    letters: shown.map((letter) => ({ letter, x: at(letter) })),
    size: sizeFor(columns.column),
    foldedSize: sizeFor(columns.advance),
    underlines: underlinesOf(shown, at, halfOf),
    ticks: ticksOf(shown, at),
    cursor: cursorAt(view, columns),
  };
}

function underlinesOf(
  letters: readonly LetterView[],
  at: (letter: LetterView) => number,
  half: (letter: LetterView) => number,
): readonly Underlined[] {
  const lines: Underlined[] = [];
  let last: LetterView | null = null;
  for (const letter of letters) {
    const line = lines.at(-1);
    const goesOn = last?.author === letter.author && last.read === letter.read && !last.deleted;
    const to = at(letter) + half(letter);
    if (letter.deleted) last = letter;
    else {
      if (line && goesOn) lines[lines.length - 1] = { ...line, to };
      else
        lines.push({
          author: letter.author,
          from: at(letter) - half(letter),
          to,
          read: letter.read,
        });
      last = letter;
    }
  }
  return lines;
}

function ticksOf(
  letters: readonly LetterView[],
  at: (letter: LetterView) => number,
): readonly number[] {
  const visible = letters.filter(({ deleted }) => !deleted);
  return visible.slice(1).flatMap((letter, i) => {
    const before = visible[i]!;
    return before.author === letter.author ? [] : [(at(before) + at(letter)) / 2];
  });
}

function cursorAt({ letters, cursor }: TreeView, { at, gutter, column }: Columns): number | null {
  if (cursor === null) return null;
  const [before, after] = [letters[cursor - 1], letters[cursor]];
  if (!before) return gutter + 2;
  const x = at.get(before.key)!;
  return after ? (x + at.get(after.key)!) / 2 : x + column / 2;
}
