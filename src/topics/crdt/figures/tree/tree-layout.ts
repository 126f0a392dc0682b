import { type Columns, columnsOf, SMALLEST_MARK } from './columns.ts';
import { boxOf, type EdgePlace, edgesOf, type NodePlace, rightArc } from './edges.ts';
import {
  around,
  type Box,
  type Curve,
  crosses,
  grown,
  type Point,
  pieces,
  type Segment,
} from './geometry.ts';
import { type Heights, heightsOf, PILL, type Room, roomOf, saysLines } from './heights.ts';
import { levelsOf } from './levels.ts';
import { type Read, readsOf } from './reads.ts';
import { type Strip, stripOf } from './strip.ts';
import type { LetterView, TreeView } from './tree-view.ts';
import { type WordsPlace, wordsOf } from './words-placed.ts';

export { panelHeight, type Room, roomOf } from './heights.ts';

/** One letter's mark, or a capsule's. */
export interface MarkPlace extends Point {
  readonly letters: readonly LetterView[];
  readonly width: number;
  readonly height: number;
  readonly folded: boolean;
  /** Of the letter in it; `null` where it has no room. */
  readonly size: number | null;
}

export interface CellPlace extends Point {
  readonly text: string;
  readonly strong: boolean;
}

/** Where everything in a panel stands, from its upper left corner. */
export interface TreeLayout {
  readonly width: number;
  readonly heights: Heights;
  readonly columns: Columns;
  readonly says: readonly string[];
  readonly root: Point;
  /** Of a list: what may have been typed before nothing. */
  readonly end: Point | null;
  readonly marks: readonly MarkPlace[];
  readonly edges: readonly EdgePlace[];
  /** From the active letter of a list to what it was typed before. */
  readonly before: Curve | null;
  readonly reads: readonly Read[];
  /** Behind what is compared. */
  readonly washes: readonly Box[];
  readonly cells: readonly CellPlace[];
  readonly signs: readonly CellPlace[];
  readonly stems: readonly { readonly x: number; readonly from: number; readonly to: number }[];
  readonly words: readonly WordsPlace[];
  /** From the rule down to what it is about. */
  readonly leader: { readonly x: number; readonly from: number; readonly to: number } | null;
  readonly strip: Strip;
}

/** Lays a view out at a width, in its own room or in one that it shares. */
export function treeLayout(
  view: TreeView,
  width: number,
  room: Room = roomOf([view], width),
): TreeLayout {
  const columns = columnsOf(view, width, room.fits[view.algorithm]?.column);
  const level = levelsOf(view, columns.slots);
  const heights = heightsOf(view, room, columns, 1 + Math.max(0, ...level.values()));
  const nodes = nodesOf(view, columns, level, heights);
  const root = rootOf(view, heights, nodes, width);
  const edges = edgesOf(view, nodes, root);
  const reads = columns.mark < SMALLEST_MARK ? [] : readsOf(view, nodes, edges, root);
  const end = view.algorithm === 'yata' ? { x: width - 17, y: heights.level.at(-1)! } : null;
  const washes = washesOf(view, nodes, heights, columns);
  const before = beforeOf(view, nodes, end);
  const obstacles = {
    boxes: [
      ...[...nodes.values()].map((node) => boxAround(node)),
      ...washes,
      around(root, PILL.width, PILL.height),
    ],
    lines: [
      ...edges.filter(({ tone }) => tone !== 'soft').flatMap(({ curve }) => pieces(curve)),
      ...reads.flatMap((read) => (read.kind === 'jump' ? pieces(read.curve) : [])),
    ],
  };
  const words = wordsOf({ view, width, heights, columns, nodes, edges }, obstacles);
  return {
    width,
    heights,
    columns,
    says: saysLines(view, width),
    root,
    end,
    marks: marksOf(columns, nodes),
    edges,
    before,
    reads,
    washes,
    ...cellsOf(view, columns, heights),
    stems: stemsOf(view, columns, nodes, heights),
    words,
    leader: leaderOf(view, words, washes, nodes, obstacles.lines),
    strip: stripOf(view, columns, width),
  };
}

/** Rings stand out further. */
const boxAround = (node: NodePlace): Box => grown(boxOf(node), node.letter.tone === null ? 1 : 5);

function nodesOf(
  { letters }: TreeView,
  { slots, mark, at }: Columns,
  level: ReadonlyMap<string, number>,
  heights: Heights,
): ReadonlyMap<string, NodePlace> {
  const nodes = new Map<string, NodePlace>();
  for (const slot of slots) {
    const height = slot.folded ? 25 : slot.letters[0]!.hidden ? 5 : mark;
    const half = { x: (slot.folded ? slot.width - 6 : height) / 2, y: height / 2 };
    for (const letter of slot.letters) {
      const y = heights.level[level.get(letter.key)!]!;
      const x = at.get(letter.key)!;
      nodes.set(letter.key, { letter, x, middle: slot.x, y, half, folded: slot.folded });
    }
  }
  // In list order, whatever was folded.
  return new Map(letters.map(({ key }) => [key, nodes.get(key)!]));
}

function rootOf(
  view: TreeView,
  { top }: Heights,
  nodes: ReadonlyMap<string, NodePlace>,
  width: number,
): Point {
  const y = top + PILL.height / 2;
  if (view.arrangement !== 'preorder') return { x: PILL.width / 2, y };
  const children = view.letters.filter(({ parent }) => parent === '');
  const xs = children.map(({ key }) => nodes.get(key)!.x);
  const middle = xs.length === 0 ? width / 2 : (Math.min(...xs) + Math.max(...xs)) / 2;
  return { x: Math.max(PILL.width / 2, middle), y };
}

function marksOf(
  { slots, mark }: Columns,
  nodes: ReadonlyMap<string, NodePlace>,
): readonly MarkPlace[] {
  return slots.map((slot) => {
    const { y, half } = nodes.get(slot.letters[0]!.key)!;
    return {
      letters: slot.letters,
      x: slot.x,
      y,
      width: 2 * half.x,
      height: 2 * half.y,
      folded: slot.folded,
      size: slot.folded ? 12 : mark < SMALLEST_MARK ? null : Math.max(12, Math.min(15, mark / 2)),
    };
  });
}

function picked({ letters }: TreeView) {
  return letters.filter(({ tone }) => tone === 'active' || tone === 'compared');
}

/** One behind both where they are neighbours, else one behind each. Without rows a ring is enough. */
function washesOf(
  view: TreeView,
  nodes: ReadonlyMap<string, NodePlace>,
  { rows, rowsBottom }: Heights,
  { column }: Columns,
): readonly Box[] {
  const both = picked(view);
  const keyed = both.every((letter) =>
    view.rows.some(({ cells }) => cells[view.letters.indexOf(letter)] !== null),
  );
  if (view.rows.length === 0 || both.length < 2 || !keyed) return [];
  const boxes = both.map(({ key }): Box => {
    const { x, y, half, folded } = nodes.get(key)!;
    const across = folded ? 14 : Math.max(column - 1, 2 * half.x + 4);
    // In a tree of two sides the marks are not above each other’s rows.
    const top = view.arrangement === 'inorder' ? rows[0]! - 15 : y - half.y - 8;
    return { x: x - across / 2, y: top, width: across, height: rowsBottom - top };
  });
  const [a, b] = boxes as [Box, Box];
  const [from, to] = a.x < b.x ? [a, b] : [b, a];
  if (to.x - from.x > from.width + 4) return boxes;
  const y = Math.min(a.y, b.y);
  return [{ x: from.x, y, width: to.x + to.width - from.x, height: rowsBottom - y }];
}

function beforeOf(
  view: TreeView,
  nodes: ReadonlyMap<string, NodePlace>,
  end: Point | null,
): Curve | null {
  const active = view.letters.find(({ tone }) => tone === 'active');
  if (!end || !active) return null;
  const origin = nodes.get(active.rightOrigin);
  const node = nodes.get(active.key)!;
  return rightArc(node, origin ?? end, origin ? origin.half.y + 2 : 11);
}

/** Digits in mono at 12.5 px. */
const DIGIT = 7.6;

function cellsOf(
  view: TreeView,
  { slots, column, at }: Columns,
  { rows }: Heights,
): Pick<TreeLayout, 'cells' | 'signs'> {
  const indexOf = new Map(view.letters.map(({ key }, index) => [key, index]));
  const both = picked(view);
  const cells: CellPlace[] = [];
  const signs: CellPlace[] = [];
  const folded = new Set(slots.filter((s) => s.folded).flatMap((s) => s.letters.map((l) => l.key)));
  for (const [r, { cells: texts, sign }] of view.rows.entries()) {
    const y = rows[r]!;
    const longest = Math.max(...texts.map((text) => text?.length ?? 0));
    const roomy = longest * DIGIT + 3 <= column;
    const [a = 0, b = Number.POSITIVE_INFINITY] = both.map(({ key }) => at.get(key)!);
    const apart = b - a > longest * DIGIT + 3;
    for (const slot of slots) {
      const own = slot.letters.map(({ key }) => texts[indexOf.get(key)!]!);
      const strong = slot.letters.some(({ tone }) => tone !== null);
      const text = slot.folded ? rangeOf(own) : own[0];
      const fits = slot.folded
        ? (text?.length ?? 0) * DIGIT < slot.width
        : roomy || (strong && apart);
      if (text && fits) cells.push({ x: slot.x, y, text, strong });
    }
    if (both.length < 2 || sign === null || both.some(({ key }) => folded.has(key))) continue;
    const space = b - a - longest * DIGIT;
    if (space >= 9 && b - a <= column * 1.5)
      signs.push({ x: (a + b) / 2, y, text: sign, strong: true });
  }
  return { cells, signs };
}

/** Of a capsule: from its first to its last. */
function rangeOf(texts: readonly (string | null)[]): string | null {
  const [first, last] = [texts[0], texts.at(-1)];
  return first && last && first !== last ? `${first}–${last}` : (first ?? null);
}

/** Thin lines from the marks down to their letters, past the rows. */
function stemsOf(
  view: TreeView,
  { slots }: Columns,
  nodes: ReadonlyMap<string, NodePlace>,
  { strip, rowsBottom, level }: Heights,
): TreeLayout['stems'] {
  return slots.flatMap(({ letters, x }) => {
    const { y, half } = nodes.get(letters[0]!.key)!;
    const hasRows = view.rows.length > 0;
    const below = { x, from: hasRows ? rowsBottom : y + half.y + 4, to: strip - 4 };
    if (!hasRows) return [below];
    // A mark on a higher level is joined to its row as well.
    const lowest = level.at(-1)!;
    return y < lowest - 20 ? [{ x, from: y + half.y + 4, to: lowest + 17 }, below] : [below];
  });
}

function leaderOf(
  view: TreeView,
  words: readonly WordsPlace[],
  washes: readonly Box[],
  nodes: ReadonlyMap<string, NodePlace>,
  lines: readonly Segment[],
): TreeLayout['leader'] {
  const rule = words.find(({ kind }) => kind === 'rule');
  const active = view.letters.find(({ tone }) => tone === 'active');
  if (!rule || !active || view.arrangement === 'inorder') return null;
  const node = nodes.get(active.key)!;
  const target = washes[0] ?? {
    x: node.x - node.half.x,
    y: node.y - node.half.y - 5,
    width: 2 * node.half.x,
  };
  const x = Math.max(rule.x, target.x) + 8;
  const from = rule.y + rule.height + 3;
  const reach = target.y - from;
  const above = x < rule.x + rule.width && x < target.x + target.width && x > target.x;
  if (!above || reach < 5 || reach > 56) return null;
  const way = { x: x - 1, y: from, width: 2, height: Math.max(0, reach - 6) };
  return lines.some((line) => crosses(line, way)) ? null : { x, from, to: target.y };
}
