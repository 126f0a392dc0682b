import { boxOf, type EdgePlace, type NodePlace, sameCapsule } from './edges.ts';
import {
  type Box,
  type Curve,
  crosses,
  grown,
  type Point,
  pieces,
  pointAt,
  straight,
} from './geometry.ts';
import { PILL } from './heights.ts';
import type { TreeView } from './tree-view.ts';

/** How the reading goes from one letter to the next. */
export type Read =
  /** Between neighbours on one level. */
  | { readonly kind: 'between'; readonly at: Point; readonly done: boolean }
  /** Along an edge. */
  | { readonly kind: 'along'; readonly at: Point; readonly angle: number; readonly done: boolean }
  /** From the end of one branch to the beginning of the next. */
  | {
      readonly kind: 'jump';
      readonly curve: Curve;
      readonly angle: number;
      readonly done: boolean;
    };

/** More of them would be a hairball. */
const MOST_JUMPS = 8;

export function readsOf(
  view: TreeView,
  nodes: ReadonlyMap<string, NodePlace>,
  edges: readonly EdgePlace[],
  root: Point,
): readonly Read[] {
  const edgeOf = new Map(edges.map((edge) => [edge.key, edge]));
  const reads: Read[] = [];
  const { letters, cursor } = view;
  const first = letters[0] && nodes.get(letters[0].key);
  const atRoot = edges.some(({ key, fromRoot }) => {
    const child = nodes.get(key);
    return fromRoot && child && first && (child === first || sameCapsule(child, first));
  });
  if (view.arrangement === 'inorder' && first && !atRoot) {
    const curve = fromStart(root, first);
    reads.push({
      kind: 'jump',
      curve,
      angle: angleAt(curve, 1),
      done: cursor !== null && cursor > 0,
    });
  }
  for (const [i, letter] of letters.slice(1).entries()) {
    const [from, to] = [nodes.get(letters[i]!.key)!, nodes.get(letter.key)!];
    const done = cursor !== null && cursor > i + 1;
    const read = readBetween(view, from, to, edgeOf, done);
    if (read) reads.push(read);
  }
  const jumps = reads.filter(({ kind }) => kind === 'jump');
  const boxes = [...nodes.values()].map(boxOf);
  return reads.filter(
    (read) => read.kind !== 'jump' || (jumps.length <= MOST_JUMPS && isClear(read.curve, boxes)),
  );
}

const isClear = (curve: Curve, boxes: readonly Box[]) =>
  !pieces(curve).some((line) => boxes.some((box) => crosses(line, grown(box, 1))));

/** Of which one is compared with the other. */
const isPair = ({ letter: a }: NodePlace, { letter: b }: NodePlace) =>
  (a.tone === 'compared' && b.tone === 'active') || (a.tone === 'active' && b.tone === 'compared');

function readBetween(
  { arrangement }: TreeView,
  from: NodePlace,
  to: NodePlace,
  edgeOf: ReadonlyMap<string, EdgePlace>,
  done: boolean,
): Read | null {
  if (sameCapsule(from, to)) return null;
  const down = to.letter.parent === from.letter.key;
  const up = from.letter.parent === to.letter.key;
  const gap = to.middle - to.half.x - from.middle - from.half.x;
  if (arrangement !== 'list' && (down || up)) {
    const edge = edgeOf.get(down ? to.letter.key : from.letter.key);
    if (!edge) return null;
    const length = Math.hypot(
      edge.curve.to.x - edge.curve.from.x,
      edge.curve.to.y - edge.curve.from.y,
    );
    // Where parents are above, the way down needs no arrow.
    if (length < 9 || (arrangement === 'preorder' && from.y !== to.y)) return null;
    const angle = angleAt(edge.curve, 0.5) + (down ? 0 : Math.PI);
    return { kind: 'along', at: pointAt(edge.curve, 0.5), angle, done };
  }
  if (from.y === to.y) {
    // What is compared has signs of its own between it.
    if (gap < 6.3 || isPair(from, to)) return null;
    return { kind: 'between', at: { x: from.middle + from.half.x + gap / 2, y: from.y }, done };
  }
  if (gap < 1) return null;
  const curve = to.y > from.y ? dropTo(from, to) : riseTo(from, to);
  return { kind: 'jump', curve, angle: angleAt(curve, 1), done };
}

function fromStart(root: Point, first: NodePlace): Curve {
  const from = { x: root.x, y: root.y + PILL.height / 2 + 3 };
  const to = { x: first.middle - first.half.x - 6, y: first.y - 4 };
  const bend = Math.min(60, (to.y - from.y) / 2);
  return {
    from,
    via: [
      { x: from.x, y: to.y - bend },
      { x: (from.x + to.x) / 2 - 1, y: to.y - bend / 4 },
    ],
    to,
  };
}

function dropTo(from: NodePlace, to: NodePlace): Curve {
  const start = { x: from.middle + from.half.x * 0.35, y: from.y + from.half.y + 3 };
  const end = { x: to.middle - to.half.x * 0.35, y: to.y - to.half.y - 8 };
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  return {
    from: start,
    via: [
      { x: start.x + dx * 0.45, y: start.y + dy * 0.35 },
      { x: end.x - dx * 0.15, y: end.y - dy * 0.3 },
    ],
    to: end,
  };
}

function riseTo(from: NodePlace, to: NodePlace): Curve {
  const start = { x: from.middle + from.half.x * 0.8, y: from.y - from.half.y * 0.8 - 3 };
  const end = { x: to.middle - to.half.x * 0.45, y: to.y + to.half.y + 5 };
  return straight(start, end);
}

/** The direction of a curve at a part of its way, in radians. */
function angleAt(curve: Curve, t: number): number {
  const [a, b] = [pointAt(curve, Math.max(0, t - 0.04)), pointAt(curve, Math.min(1, t + 0.04))];
  return Math.atan2(b.y - a.y, b.x - a.x);
}
