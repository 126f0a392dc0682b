import { expect, test } from 'vitest';
import { keyOf } from '../../engine/algorithm.ts';
import { causalTree, fugue, fugueMax } from '../../engine/plain/index.ts';
import { PRESETS } from '../../engine/presets.ts';
import type { Script } from '../../engine/script.ts';
import { authorAt } from './authors.ts';
import { authorsOf, docOf } from './testing/views.ts';
import { NO_MARKS, treeView } from './tree-view.ts';

const preset = (id: string) => PRESETS.find((p) => p.id === id)!;
const endOf = (algorithm: typeof causalTree, script: Script) => ({
  doc: docOf(algorithm, script),
  authors: authorsOf(script.replicas),
});
const wordOf = (letters: readonly { readonly value: string }[]) =>
  letters.map(({ value }) => value).join('');

test('two words typed backwards are ten siblings, and a pair shows what decides', () => {
  const { doc, authors } = endOf(causalTree, preset('backward').script);
  const [c, b] = doc;
  const marks = { ...NO_MARKS, active: keyOf(c!.id), compared: keyOf(b!.id), switches: true };
  const view = treeView('causal-tree', doc, authors, marks);
  expect(wordOf(view.letters)).toBe('cbarkeeasd');
  expect(view.letters.slice(0, 3).map(({ tone }) => tone)).toEqual(['active', 'compared', null]);
  expect(view.rows.map(({ name, sign }) => [name, sign])).toEqual([
    ['time', '='],
    ['id', '>'],
  ]);
  expect(view.rows[1]!.cells.slice(0, 4)).toEqual(['B', 'A', 'B', 'A']);
  expect(view.words.note[0]).toEqual([
    'all ten typed at the start:',
    'ten siblings, latest time',
    'first, then larger id',
  ]);
  expect(view.switches).toMatchObject({ switches: 9, most: 9, score: 1 });
});

test('where the times differ, the ids are not looked at', () => {
  const { doc, authors } = endOf(causalTree, preset('backward').script);
  const marks = { ...NO_MARKS, active: keyOf(doc[1]!.id), compared: keyOf(doc[2]!.id) };
  const { rows } = treeView('causal-tree', doc, authors, marks);
  expect(rows.map(({ sign }) => sign)).toEqual(['>', null]);
});

test('an author keeps name, letter and colour when ids are swapped', () => {
  const { script } = preset('backward-swapped');
  const doc = docOf(causalTree, script);
  const [ben, ada] = [authorAt(1), authorAt(0)];
  const { letters } = treeView('causal-tree', doc, [ben, ada]);
  const ofAda = letters.filter(({ author }) => author.name === 'Ada');
  expect(wordOf(ofAda)).toBe('bread');
  expect(ofAda[0]!.author).toMatchObject({ badge: 'A', shape: 'circle', underline: 'single' });
});

test('FugueMax says under right siblings what each was typed before', () => {
  const { doc, authors } = endOf(fugueMax, preset('figure-7').script);
  const { letters, rows } = treeView('fugue-max', doc, authors);
  expect(wordOf(letters)).toBe('AXYBC');
  expect(rows).toMatchObject([{ name: 'before', cells: [null, 'C', 'B', null, null] }]);
});

test('where all right siblings were typed before the same, FugueMax has no such row', () => {
  const { doc, authors } = endOf(fugueMax, preset('backward').script);
  expect(treeView('fugue-max', doc, authors).rows).toEqual([]);
});

const deleted: Script = {
  replicas: ['Ada', 'Ben'],
  steps: [
    { replica: 'Ada', at: 0, insert: 'abc' },
    { replica: 'Ada', at: 1, insert: 'x' },
    // The b, on which c hangs, and x, on which nothing does.
    { replica: 'Ada', at: 1, delete: 2 },
  ],
};

test('tombstones are ghosts, or a dot where something hangs on one', () => {
  const { doc, authors } = endOf(causalTree, deleted);
  const ghosts = treeView('causal-tree', doc, authors).letters;
  expect(wordOf(ghosts)).toBe('axbc');
  expect(ghosts.map((letter) => letter.deleted)).toEqual([false, true, true, false]);
  const without = treeView('causal-tree', doc, authors, NO_MARKS, { ghosts: false }).letters;
  expect(without.map(({ value, hidden }) => [value, hidden])).toEqual([
    ['a', false],
    ['b', true],
    ['c', false],
  ]);
});

test('the traversal has read the letters before its cursor', () => {
  const { doc, authors } = endOf(causalTree, deleted);
  const view = treeView('causal-tree', doc, authors, { ...NO_MARKS, cursor: 3 }, { ghosts: false });
  expect(view.cursor).toBe(2);
  expect(view.letters.map(({ read }) => read)).toEqual([true, true, false]);
});

test('a replica that nobody is the author at is refused in words', () => {
  const { doc } = endOf(causalTree, deleted);
  expect(() => treeView('causal-tree', doc, [])).toThrow('Nobody is the author at replica 0.');
});

test('in Fugue a letter without siblings says so, with its parent’s author', () => {
  const { doc, authors } = endOf(fugue, preset('backward').script);
  const c = doc.find(({ value }) => value === 'c')!;
  const marked = (id: typeof c.id) =>
    treeView('fugue', doc, authors, { ...NO_MARKS, active: keyOf(id) }).rules[0];
  expect(marked(c.id)).toEqual(['left child of Ben’s a:', 'no sibling to compare']);
  // d and s are both right children of the root.
  expect(marked(doc[4]!.id)).toBeUndefined();
});
