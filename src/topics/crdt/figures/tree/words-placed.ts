import { textWidth } from '../../../../player/drawing/text-width.ts';
import type { Columns } from './columns.ts';
import type { EdgePlace, NodePlace } from './edges.ts';
import { type Box, type Curve, type Point, pieces, pointAt } from './geometry.ts';
import type { Heights } from './heights.ts';
import { type Obstacles, placeLabel } from './labels.ts';
import type { TreeView } from './tree-view.ts';

/** Lines of words where they cover nothing. */
export interface WordsPlace extends Box {
  readonly kind: 'rule' | 'note' | 'side' | 'hint';
  readonly lines: readonly string[];
  readonly end: boolean;
}

export const WORDS = {
  rule: { size: 13, leading: 17 },
  note: { size: 12.5, leading: 17 },
  side: { size: 12.5, leading: 16 },
  hint: { size: 12.5, leading: 17 },
} as const;

interface Scene {
  readonly view: TreeView;
  readonly width: number;
  readonly heights: Heights;
  readonly columns: Columns;
  readonly nodes: ReadonlyMap<string, NodePlace>;
  readonly edges: readonly EdgePlace[];
}

/** Grows with every label that is placed. */
interface Taken {
  readonly boxes: Box[];
  readonly lines: Obstacles['lines'];
}

export function wordsOf(scene: Scene, obstacles: Obstacles): readonly WordsPlace[] {
  const taken: Taken = { boxes: [...obstacles.boxes], lines: obstacles.lines };
  const placed: WordsPlace[] = [];
  const add = (words: WordsPlace | null) => {
    if (!words) return;
    placed.push(words);
    taken.boxes.push(words);
  };
  add(ruleOf(scene, taken));
  add(noteOf(scene, taken));
  for (const words of sidesOf(scene, taken)) add(words);
  add(hintOf(scene, taken));
  return placed;
}

type Kind = WordsPlace['kind'];
const BESIDE = 34;
const FAR = Number.POSITIVE_INFINITY;

function sizeOf(kind: Kind, lines: readonly string[]) {
  const { size, leading } = WORDS[kind];
  return {
    width: Math.max(...lines.map((line) => textWidth(line, size))) + 2,
    height: lines.length * leading,
  };
}

/** Between the root and the rows. */
const areaOf = ({ width, heights, view }: Scene): Box => {
  const y = heights.top - 2;
  const bottom =
    view.arrangement === 'inorder'
      ? (heights.rows[0] ?? heights.strip + 8) - 16
      : (heights.level.at(-1) ?? heights.strip);
  return { x: 0, y, width, height: bottom - y };
};

/** As near to the letter as can be: beside it in a tree of two sides, else above. */
function ruleOf(scene: Scene, taken: Taken): WordsPlace | null {
  const { view, nodes } = scene;
  if (view.rules.length === 0) return null;
  const pair = view.letters.filter(({ tone }) => tone !== null).map(({ key }) => nodes.get(key)!);
  const active = pair.find(({ letter }) => letter.tone === 'active') ?? pair[0];
  const inorder = view.arrangement === 'inorder';
  const near: Point = !active
    ? { x: 0, y: scene.heights.top + 30 }
    : inorder
      ? { x: active.x + active.half.x + 4, y: active.y }
      : {
          x: pair.reduce((sum, { x }) => sum + x, 0) / pair.length,
          y: Math.min(...pair.map(({ y, half }) => y - half.y)) - 22,
        };
  const cost = ({ x, y, height }: Box) =>
    inorder ? (x < near.x ? 12 : 0) + Math.abs(y + height / 2 - near.y) * 0.2 : 0;
  // Beside another letter it would seem to be about that one. What names its letters may be further.
  const reaches = !inorder ? [FAR] : view.named ? [BESIDE, FAR] : [BESIDE];
  for (const reach of reaches) {
    for (const lines of view.rules) {
      const box = placeLabel(
        { ...sizeOf('rule', lines), near, within: areaOf(scene), reach, cost },
        taken,
      );
      if (box) return { kind: 'rule', lines, end: false, ...box };
    }
  }
  return null;
}

function noteOf(scene: Scene, taken: Taken): WordsPlace | null {
  const { view, width, heights, nodes } = scene;
  const preorder = view.arrangement === 'preorder';
  for (const lines of view.words.note) {
    const size = sizeOf('note', lines);
    const near = preorder
      ? { x: width, y: heights.top + 12 }
      : nearFurthestRoot(scene.edges, nodes, size.width);
    if (!near) return null;
    const box = placeLabel(
      { ...size, near, within: areaOf(scene), reach: preorder ? 40 : 48 },
      taken,
    );
    if (box) return { kind: 'note', lines, end: preorder, ...box };
  }
  return null;
}

/** Before the last of the root's right children, which is where they are compared. */
function nearFurthestRoot(
  edges: readonly EdgePlace[],
  nodes: ReadonlyMap<string, NodePlace>,
  length: number,
): Point | null {
  const last = edges.filter(({ fromRoot }) => fromRoot).at(-1);
  const node = last && nodes.get(last.key);
  return node ? { x: node.x - node.half.x - length / 2 - 24, y: node.y } : null;
}

/** Which side a child is on, said once of each. */
function sidesOf({ edges, width, heights }: Scene, taken: Taken): readonly WordsPlace[] {
  const placed: WordsPlace[] = [];
  for (const side of ['right', 'left'] as const) {
    const all = edges.filter((edge) => edge.side === side && edge.tone === 'plain');
    const long = all.find(({ fromRoot, curve }) => fromRoot && lengthOf(curve) > 96);
    const edge = long ?? all[Math.floor(all.length / 2)];
    if (!edge) continue;
    const size = sizeOf('side', [side]);
    const at = pointAt(edge.curve, long ? 0.5 : 0.5);
    const others = {
      boxes: [...taken.boxes, ...placed],
      lines: long ? taken.lines.filter((line) => !pieces(edge.curve).includes(line)) : taken.lines,
    };
    const onLine = long && onEdge(edge, size, others, edges);
    const near = { x: at.x + (side === 'left' ? -12 : 12), y: at.y - 8 };
    const within = { x: 0, y: heights.top, width, height: heights.strip - heights.top - 8 };
    const box = onLine ?? placeLabel({ ...size, near, within, reach: 12 }, others);
    if (box) placed.push({ kind: 'side', lines: [side], end: false, ...box });
  }
  return placed;
}

const lengthOf = ({ from, to }: Curve) => Math.hypot(to.x - from.x, to.y - from.y);

/** In the middle of a long edge, which gives way to it. */
function onEdge(
  edge: EdgePlace,
  { width, height }: { readonly width: number; readonly height: number },
  { boxes }: Obstacles,
  edges: readonly EdgePlace[],
): Box | null {
  const lines = edges.flatMap((other) => (other === edge ? [] : pieces(other.curve)));
  for (const t of [0.46, 0.6, 0.34, 0.72]) {
    const { x, y } = pointAt(edge.curve, t);
    const box = { x: x - width / 2, y: y - height / 2, width, height };
    if (placeLabel({ width, height, near: { x, y }, within: box }, { boxes, lines })) return box;
  }
  return null;
}

/** How the tree is read, in one line or two; a causal tree has a line of its own for it. */
function hintOf(scene: Scene, taken: Taken): WordsPlace | null {
  const { view, heights, nodes, width } = scene;
  const { leading, size } = WORDS.hint;
  const gutter = scene.columns.gutter + 4;
  if (heights.hint !== null) {
    const line = view.words.reads.find((text) => textWidth(text, size) <= width - gutter);
    if (!line || nodes.size === 0) return null;
    const box = { x: gutter, y: heights.hint - leading + 4, ...sizeOf('hint', [line]) };
    return { kind: 'hint', lines: [line], end: false, ...box };
  }
  const [long, brief] = view.words.reads;
  if (!long || !brief || nodes.size < 2) return null;
  const broken = (text: string) => {
    const at = text.indexOf(', ') + 1;
    return [text.slice(0, at), text.slice(at + 1)];
  };
  const near = { x: gutter + 60, y: heights.strip - 30 };
  for (const lines of [broken(long), broken(brief), [long], [brief]]) {
    const box = placeLabel(
      { ...sizeOf('hint', lines), near, within: areaOf(scene), reach: 150 },
      taken,
    );
    if (box) return { kind: 'hint', lines, end: false, ...box };
  }
  return null;
}
