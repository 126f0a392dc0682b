import {
  around,
  type Box,
  type Curve,
  crosses,
  grown,
  type Point,
  pieces,
  straight,
} from './geometry.ts';
import { PILL } from './heights.ts';
import type { LetterView, TreeView } from './tree-view.ts';

/** A letter's mark in its place. */
export interface NodePlace extends Point {
  readonly letter: LetterView;
  /** The middle of the mark: a letter in a capsule is elsewhere in it. */
  readonly middle: number;
  /** Half its width and half its height. */
  readonly half: Point;
  readonly folded: boolean;
}

export const boxOf = ({ middle, y, half }: NodePlace): Box =>
  around({ x: middle, y }, 2 * half.x, 2 * half.y);

export interface EdgePlace {
  /** The child's key. */
  readonly key: string;
  readonly curve: Curve;
  readonly tone: 'active' | 'soft' | 'plain';
  /** Which side of its parent the child stands on, where that is a question. */
  readonly side: 'left' | 'right' | null;
  readonly fromRoot: boolean;
}

const GAP = 1.5;

/** From the middle of a mark to where a line towards a point leaves it. */
export function rim(node: NodePlace, towards: Point, gap = GAP): Point {
  const { x, y, half } = node;
  const [dx, dy] = [towards.x - x, towards.y - y];
  const length = Math.hypot(dx, dy) || 1;
  // A capsule is left at its upper or lower edge, as near to there as can be.
  if (node.folded) return { x: corner(node, towards.x), y: y + Math.sign(dy) * (half.y + gap) };
  const r = Math.max(half.x, half.y) + gap;
  return { x: x + (dx / length) * r, y: y + (dy / length) * r };
}

/** A place on a capsule's long edge, off its rounded ends. */
function corner({ middle, half }: NodePlace, x: number): number {
  return Math.max(middle - half.x + 9, Math.min(middle + half.x - 9, x));
}

/** The edges of a tree, or what each letter of a list was typed behind. */
export function edgesOf(
  view: TreeView,
  nodes: ReadonlyMap<string, NodePlace>,
  root: Point,
): readonly EdgePlace[] {
  const own = (letter: LetterView) => nodes.get(letter.key)!;
  const above = (letter: LetterView) =>
    view.arrangement === 'list' ? letter.leftOrigin : letter.parent;
  const fromRoot = view.letters.filter((letter) => !nodes.has(above(letter)));
  const edges: EdgePlace[] = fromRoot.map((letter, i) => ({
    key: letter.key,
    curve:
      view.arrangement === 'preorder'
        ? fanned(root, own(letter), fromRoot.length > 1 ? i / (fromRoot.length - 1) : 0.5)
        : besideRoot(root, own(letter), i, fromRoot.length, nodes),
    tone: toneOf(view, letter),
    side: view.arrangement === 'inorder' ? 'right' : null,
    fromRoot: true,
  }));
  for (const letter of view.letters) {
    const parent = nodes.get(above(letter));
    if (!parent || sameCapsule(parent, own(letter))) continue;
    edges.push({
      key: letter.key,
      curve:
        view.arrangement === 'list'
          ? arc(parent, own(letter))
          : between(parent, own(letter), nodes, letter),
      tone: toneOf(view, letter),
      side: view.arrangement === 'inorder' ? letter.side : null,
      fromRoot: false,
    });
  }
  return edges;
}

/** Letters of one capsule stand in one mark. */
export const sameCapsule = (a: NodePlace, b: NodePlace) => a.folded && a.half === b.half;

function toneOf({ arrangement }: TreeView, { tone }: LetterView): EdgePlace['tone'] {
  if (tone === 'active' || tone === 'moved') return 'active';
  return arrangement === 'list' && tone === null ? 'soft' : 'plain';
}

/** From the root above the middle of its children. */
function fanned(root: Point, child: NodePlace, share: number): Curve {
  const from = { x: root.x + (share - 0.5) * 38, y: root.y + PILL.height / 2 };
  const to = { x: child.x, y: child.y - child.half.y };
  // Nothing is on the way but what hangs lower.
  return straight(from, { x: to.x + Math.max(-6, Math.min(6, (from.x - to.x) * 0.06)), y: to.y });
}

/** From the root at the left, over everything between. */
function besideRoot(
  root: Point,
  child: NodePlace,
  index: number,
  count: number,
  nodes: ReadonlyMap<string, NodePlace>,
): Curve {
  const side = root.x + PILL.width / 2;
  if (child.x - child.half.x < side + 14) {
    const from = { x: Math.min(child.x, side - 8), y: root.y + PILL.height / 2 };
    return straight(from, rim(child, from));
  }
  // The furthest leaves at the top, so that the lines do not cross.
  const share = count > 1 ? index / (count - 1) : 0;
  const from = { x: side, y: root.y + 4 - share * 8 };
  const line = straight(from, rim(child, from));
  if (isClear(line, child.letter.key, nodes)) return line;
  const to = { x: child.x - child.half.x * 0.4, y: child.y - child.half.y - 1 };
  return {
    from,
    via: [
      { x: (from.x + 2 * to.x) / 3, y: from.y - 2 },
      { x: to.x - 14, y: from.y },
    ],
    to,
  };
}

function isClear(
  curve: Curve,
  key: string,
  nodes: ReadonlyMap<string, NodePlace>,
  other = '',
): boolean {
  const lines = pieces(curve);
  const own = [nodes.get(key), nodes.get(other)];
  return ![...nodes.values()].some(
    (node) =>
      !own.some((end) => end && (end === node || sameCapsule(end, node))) &&
      lines.some((line) => crosses(line, grown(boxOf(node), 2))),
  );
}

/** From a letter down to its child: straight, or along its own level until the child is near. */
function between(
  parent: NodePlace,
  child: NodePlace,
  nodes: ReadonlyMap<string, NodePlace>,
  { key }: LetterView,
): Curve {
  const line = straight(rim(parent, child), rim(child, parent));
  if (parent.y === child.y || isClear(line, key, nodes, parent.letter.key)) return line;
  const way = Math.sign(child.x - parent.x);
  const from = { x: parent.middle + way * (parent.half.x + GAP), y: parent.y + 2 };
  const to = { x: child.x - way * child.half.x * 0.3, y: child.y - child.half.y - GAP };
  return {
    from,
    via: [
      { x: to.x, y: from.y },
      { x: to.x, y: from.y + 4 },
    ],
    to,
  };
}

/** In a list: over the letters between. The further, the higher. */
function arc(origin: NodePlace, child: NodePlace): Curve {
  const from = { x: origin.x + 4, y: origin.y - origin.half.y - 2 };
  const to = { x: child.x - 4, y: child.y - child.half.y - 2 };
  const rise = Math.min(110, 14 + Math.abs(to.x - from.x) * 0.32);
  return {
    from,
    via: [
      { x: from.x, y: from.y - rise },
      { x: to.x, y: to.y - rise },
    ],
    to,
  };
}

/** Where a letter of a list was typed before: under the letters between. */
export function rightArc(child: NodePlace, to: Point, half: number): Curve {
  const from = { x: child.x + 4, y: child.y + child.half.y + 5 };
  const end = { x: to.x, y: to.y + half + 3 };
  const drop = Math.min(24, 12 + Math.abs(end.x - from.x) * 0.1);
  return {
    from,
    via: [
      { x: from.x, y: from.y + drop },
      { x: end.x, y: end.y + drop },
    ],
    to: end,
  };
}
