import { describe, expect, test } from 'vitest';
import { causalTree, fugue } from '../../engine/plain/index.ts';
import { PRESETS } from '../../engine/presets.ts';
import { around, type Box, crosses, grown, overlap, pieces } from './geometry.ts';
import { authorsOf, docOf, STORIES, views } from './testing/views.ts';
import { panelHeight, roomOf, type TreeLayout, treeLayout } from './tree-layout.ts';
import { NO_MARKS, type TreeView, treeView } from './tree-view.ts';

const WIDTHS = [480, 350, 256];
const EPSILON = 0.01;
const boxesOf = ({ marks }: TreeLayout): readonly Box[] =>
  marks.map((mark) => around(mark, mark.width, mark.height));
const overlapping = (boxes: readonly Box[]) =>
  boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => overlap(grown(a, -EPSILON), b)));
const told = ({ algorithm, letters }: TreeView) =>
  `${algorithm} ${letters.map(({ value }) => value).join('')}`;

describe.each(STORIES)('%s', (_, script) => {
  test.each(WIDTHS)('is laid out without overlaps at %i px', (width) => {
    for (const view of views(script)) {
      const layout = treeLayout(view, width);
      const { marks, words, root, strip, columns } = layout;
      const boxes = boxesOf(layout);
      expect(overlapping(boxes), told(view)).toEqual([]);
      expect(overlapping(words), told(view)).toEqual([]);
      for (const box of [...words, ...boxes]) {
        expect(box.x, told(view)).toBeGreaterThanOrEqual(-EPSILON);
        expect(box.x + box.width, told(view)).toBeLessThanOrEqual(width + EPSILON);
      }
      for (const label of words) {
        expect(
          [...boxes, around(root, 50, 22)].filter((box) => overlap(label, box)),
          `${told(view)}: ${label.lines}`,
        ).toEqual([]);
      }
      for (const mark of marks) {
        expect(mark.y + mark.height / 2, told(view)).toBeLessThan(layout.heights.strip);
      }
      for (const { x, size, width: own } of strip.letters) {
        expect(x + own / 2, told(view)).toBeLessThanOrEqual(width + EPSILON);
        expect(size).toBeGreaterThanOrEqual(12);
      }
      expect(columns.at.size).toBe(view.letters.length);
    }
  });

  test('no edge of a tree runs through a letter that it does not join', () => {
    for (const view of views(script)) {
      if (view.arrangement === 'list') continue;
      const { edges, marks } = treeLayout(view, 480);
      for (const { key, curve } of edges) {
        const parent = view.letters.find((letter) => letter.key === key)!.parent;
        const others = marks.filter(({ letters }) =>
          letters.every((letter) => letter.key !== key && letter.key !== parent),
        );
        const hit = others.filter((mark) =>
          pieces(curve).some((line) =>
            crosses(line, around(mark, mark.width - 2, mark.height - 2)),
          ),
        );
        expect(
          hit.map(({ letters }) => letters[0]!.value),
          `${told(view)}: ${key}`,
        ).toEqual([]);
      }
    }
  });
});

const preset = (id: string) => PRESETS.find((p) => p.id === id)!;
const viewOf = (algorithm: typeof fugue, id: string) => {
  const { script } = preset(id);
  return treeView(algorithm.id, docOf(algorithm, script), authorsOf(script.replicas));
};

test('ten letters fill a panel of 480 in columns of 44, and one of 350 in columns of 31', () => {
  const view = viewOf(causalTree, 'backward');
  expect(treeLayout(view, 480).columns).toMatchObject({ gutter: 40, column: 44, mark: 30 });
  const narrow = treeLayout(view, 350).columns;
  expect(narrow).toMatchObject({ gutter: 36, column: 31.4 });
  expect(narrow.mark).toBeCloseTo(24.8, 1);
});

test('every letter stands above its place in the text', () => {
  const { marks, strip } = treeLayout(viewOf(fugue, 'backward'), 480);
  expect(strip.letters.map(({ x }) => x)).toEqual(marks.map(({ x }) => x));
  expect(strip.ticks).toEqual([260]);
  expect(strip.underlines.map(({ author }) => author.name)).toEqual(['Ada', 'Ben']);
});

test('what is typed backwards is a fan on one level, and in Fugue two stairs of five', () => {
  const levels = (view: TreeView) => new Set(treeLayout(view, 480).marks.map(({ y }) => y)).size;
  expect(levels(viewOf(causalTree, 'backward'))).toBe(1);
  expect(levels(viewOf(fugue, 'backward'))).toBe(5);
});

test('what is typed forwards stays on one level of a causal tree', () => {
  const { marks } = treeLayout(viewOf(causalTree, 'forward'), 480);
  expect(new Set(marks.map(({ y }) => y)).size).toBe(1);
});

test('runs of one author fold where letters would have no room', () => {
  const { marks, columns } = treeLayout(viewOf(fugue, 'prepended-lists'), 480);
  expect(marks.every(({ folded }) => folded)).toBe(true);
  expect(marks.map(({ letters }) => letters.map(({ value }) => value).join(''))).toEqual([
    'FRUIT:',
    'apples;',
    'bananas;',
    'BAKERY:',
    'bread;',
    'cake;',
  ]);
  expect(columns.advance).toBeGreaterThan(7);
});

test('frames that share a room have one height, and their columns one width', () => {
  const { script } = preset('backward');
  const doc = docOf(fugue, script);
  const authors = authorsOf(script.replicas);
  const frames = doc.map((_, i) => treeView('fugue', doc.slice(0, i + 1), authors, NO_MARKS));
  const room = roomOf(frames, 480);
  const layouts = frames.map((view) => treeLayout(view, 480, room));
  expect(new Set(layouts.map(({ heights }) => heights.total))).toEqual(
    new Set([panelHeight(room)]),
  );
  expect(new Set(layouts.map(({ columns }) => columns.column))).toEqual(new Set([44]));
});

test('the rule stands above what is compared, and leads to it', () => {
  const { script } = preset('backward');
  const doc = docOf(causalTree, script);
  const view = treeView('causal-tree', doc, authorsOf(script.replicas), {
    ...NO_MARKS,
    active: '1.5',
    compared: '0.5',
    rule: ['time 5 = 5: a tie', 'id B > A decides:', 'c before b'],
  });
  const { words, leader, washes, signs } = treeLayout(view, 480);
  const rule = words.find(({ kind }) => kind === 'rule')!;
  expect(rule.lines).toHaveLength(3);
  expect(washes).toHaveLength(1);
  expect(leader).toMatchObject({ to: washes[0]!.y });
  expect(signs.map(({ text }) => text)).toEqual(['=', '>']);
});
