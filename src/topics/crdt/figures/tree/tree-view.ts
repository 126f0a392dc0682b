import { type Doc, type Element, type Id, keyOf } from '../../engine/algorithm.ts';
import { authorSwitches, type Switches } from '../../engine/switches.ts';
import type { Author } from './authors.ts';
import { type PanelWords, panelWords } from './tree-words.ts';

/** What a frame picks out in a panel. Letters go by `keyOf(id)`. */
export interface Marks {
  /** The letter that this frame touches. */
  readonly active: string | null;
  /** The one that it is compared with. */
  readonly compared: string | null;
  /** Others that it touches, such as those that hang elsewhere now. */
  readonly moved?: readonly string[];
  /**
   * Up to three short lines, the last of them the outcome: “c before b”. Without
   * any, a tree of two sides says of a letter that nothing is compared with it.
   */
  readonly rule: readonly string[];
  /** How many elements of the list the traversal has read; `null` while none is shown. */
  readonly cursor: number | null;
  /** The one that a reader points at, in whatever panel. */
  readonly lit: string | null;
  /** Whether the author switches are counted. */
  readonly switches: boolean;
}

export const NO_MARKS: Marks = {
  active: null,
  compared: null,
  rule: [],
  cursor: null,
  lit: null,
  switches: false,
};

export interface TreeOptions {
  /** Tombstones are ghosts; without them only a dot remains where something hangs on one. */
  readonly ghosts?: boolean;
  /** The letters that the author switches are counted among; else all that are visible. */
  readonly scored?: readonly Element[];
  /** In place of the algorithm's own. */
  readonly title?: string;
  readonly aside?: string;
  readonly says?: string;
}

/** How a panel arranges its letters. */
export type Arrangement =
  /** Children right of their parent, one level below or on the same. */
  | 'preorder'
  /** Children on both sides of their parent. */
  | 'inorder'
  /** A row, with arcs to what each was typed behind. */
  | 'list';

export type Tone = 'active' | 'compared' | 'moved';

export interface LetterView {
  readonly key: string;
  /** As it is shown: a space is a dot. */
  readonly value: string;
  readonly author: Author;
  readonly id: Id;
  readonly time: number;
  readonly deleted: boolean;
  /** A tombstone that is not to be seen, and that something hangs on. */
  readonly hidden: boolean;
  /** `''` is the root. */
  readonly parent: string;
  readonly side: 'left' | 'right';
  /** `''` is the start. */
  readonly leftOrigin: string;
  /** `''` is the end. */
  readonly rightOrigin: string;
  readonly tone: Tone | null;
  readonly lit: boolean;
  /** Whether the traversal has read it; `true` while none is shown. */
  readonly read: boolean;
}

/** A row of sort keys under the letters. */
export interface RowView {
  readonly name: string;
  /** By letter, in list order; `null` where there is none. */
  readonly cells: readonly (string | null)[];
  /** Between the active letter and the one compared with it: how their keys compare. */
  readonly sign: string | null;
}

export interface TreeView {
  readonly algorithm: string;
  readonly arrangement: Arrangement;
  readonly words: PanelWords;
  /** In list order, which is that of the text. */
  readonly letters: readonly LetterView[];
  readonly rows: readonly RowView[];
  /** Lines, the first choice that has room. */
  readonly rules: readonly (readonly string[])[];
  /** Whether they name the letters that they are about. */
  readonly named: boolean;
  readonly cursor: number | null;
  readonly switches: Switches | null;
}

const ARRANGEMENTS: Readonly<Record<string, Arrangement>> = {
  'causal-tree': 'preorder',
  fugue: 'inorder',
  'fugue-max': 'inorder',
  rga: 'list',
  yata: 'list',
};

/**
 * What the panel of an algorithm shows of a document. `authors` goes by replica,
 * so that an author whose id was swapped keeps name and colour.
 */
export function treeView(
  algorithm: string,
  doc: Doc,
  authors: readonly Author[],
  marks: Marks = NO_MARKS,
  options: TreeOptions = {},
): TreeView {
  const ghosts = options.ghosts ?? true;
  const shown = ghosts ? doc : withoutLeaves(doc);
  const letters = shown.map((element) => letterView(element, doc, authors, marks, ghosts));
  const visible = doc.filter(({ deleted }) => !deleted);
  return {
    algorithm,
    arrangement: ARRANGEMENTS[algorithm] ?? 'preorder',
    words: panelWords(algorithm, letters, options),
    letters,
    rows: rowsOf(algorithm, letters),
    named: marks.rule.length > 0,
    rules:
      marks.rule.length > 0 ? [marks.rule, marks.rule.slice(-1)] : aloneWords(algorithm, letters),
    cursor: marks.cursor === null ? null : cursorAmong(doc, letters, marks.cursor),
    switches: marks.switches ? authorSwitches(options.scored ?? visible) : null,
  };
}

/** Of a letter in a tree of two sides: which child it is, where it is the only one. */
function aloneWords(
  algorithm: string,
  letters: readonly LetterView[],
): readonly (readonly string[])[] {
  const active = letters.find(({ tone }) => tone === 'active');
  if (ARRANGEMENTS[algorithm] !== 'inorder' || !active || active.deleted) return [];
  const { parent, side } = active;
  const siblings = letters.filter((other) => other.parent === parent && other.side === side);
  if (siblings.length > 1) return [];
  const on = letters.find(({ key }) => key === parent);
  const whose = on ? `${on.author.name}’s ${on.value}` : 'start';
  return [
    [`${side} child of ${whose}:`, 'no sibling to compare'],
    [`${side} child of ${on?.value ?? 'start'}:`, 'no sibling here'],
    ['no sibling here'],
  ];
}

/** Tombstones that nothing hangs on can go unseen. */
function withoutLeaves(doc: Doc): Doc {
  const needed = new Set<string>();
  // From the newest to the oldest: what hangs on a letter is later than it.
  for (const element of doc.toSorted((a, b) => b.time - a.time)) {
    if (!element.deleted || needed.has(keyOf(element.id))) needed.add(keyOf(element.parent));
  }
  return doc.filter(({ id, deleted }) => !deleted || needed.has(keyOf(id)));
}

function letterView(
  element: Element,
  doc: Doc,
  authors: readonly Author[],
  marks: Marks,
  ghosts: boolean,
): LetterView {
  const key = keyOf(element.id);
  const author = authors[element.id.replica];
  if (!author) throw new RangeError(`Nobody is the author at replica ${element.id.replica}.`);
  return {
    key,
    value: shownAs(element.value),
    author,
    id: element.id,
    time: element.time,
    deleted: element.deleted,
    hidden: element.deleted && !ghosts,
    parent: keyOf(element.parent),
    side: element.side,
    leftOrigin: keyOf(element.leftOrigin),
    rightOrigin: keyOf(element.rightOrigin),
    tone: toneOf(key, marks),
    lit: key === marks.lit,
    read: marks.cursor === null || doc.indexOf(element) < marks.cursor,
  };
}

function toneOf(key: string, { active, compared, moved }: Marks): Tone | null {
  if (key === active) return 'active';
  if (key === compared) return 'compared';
  return moved?.includes(key) ? 'moved' : null;
}

function shownAs(value: string): string {
  if (value === ' ') return '·';
  return value === '\n' ? '¶' : value;
}

function cursorAmong(doc: Doc, letters: readonly LetterView[], cursor: number): number {
  const read = new Set(doc.slice(0, cursor).map(({ id }) => keyOf(id)));
  return letters.filter(({ key }) => read.has(key)).length;
}

/** What siblings are sorted by, where a row of it helps. */
function rowsOf(algorithm: string, letters: readonly LetterView[]): readonly RowView[] {
  const active = letters.find(({ tone }) => tone === 'active');
  const compared = letters.find(({ tone }) => tone === 'compared');
  const sign = (key: (letter: LetterView) => number) => {
    if (!active || !compared) return null;
    // As they stand: the one further left on the left.
    const inOrder = letters.indexOf(active) < letters.indexOf(compared);
    const [a, b] = inOrder ? [active, compared] : [compared, active];
    return key(a) === key(b) ? '=' : key(a) > key(b) ? '>' : '<';
  };
  const time: RowView = {
    name: 'time',
    cells: letters.map((letter) => (letter.hidden ? null : String(letter.time))),
    sign: sign((letter) => letter.time),
  };
  const id: RowView = {
    name: 'id',
    cells: letters.map((letter) => (letter.hidden ? null : letter.author.badge)),
    // It is looked at only where the times are a tie.
    sign: time.sign === '=' || algorithm === 'yata' ? sign((letter) => letter.id.replica) : null,
  };
  switch (algorithm) {
    case 'yata':
      return [id];
    case 'fugue':
      return [];
    case 'fugue-max':
      return rightOriginRow(letters);
    default:
      return [time, id];
  }
}

/** Under right siblings that were typed before different letters: before which. */
function rightOriginRow(letters: readonly LetterView[]): readonly RowView[] {
  const place = new Map(letters.map(({ key }, index) => [key, index]));
  const placeOf = (letter: LetterView) => place.get(letter.rightOrigin) ?? letters.length;
  const groups = new Map<string, LetterView[]>();
  for (const letter of letters) {
    if (letter.side === 'right' && !letter.hidden) {
      groups.set(letter.parent, [...(groups.get(letter.parent) ?? []), letter]);
    }
  }
  const sorted = new Set(
    [...groups.values()].filter((group) => new Set(group.map(placeOf)).size > 1).flat(),
  );
  if (sorted.size === 0) return [];
  const compared = letters.filter(({ tone }) => tone === 'active' || tone === 'compared');
  const [a, b] = compared.length === 2 && compared.every((l) => sorted.has(l)) ? compared : [];
  return [
    {
      name: 'before',
      cells: letters.map((letter) =>
        sorted.has(letter) ? (letters[placeOf(letter)]?.value ?? 'end') : null,
      ),
      // A later right origin comes first.
      sign: a && b ? (placeOf(a) === placeOf(b) ? '=' : '>') : null,
    },
  ];
}
