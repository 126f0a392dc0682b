import { type Algorithm, type Doc, keyOf } from '../../../engine/algorithm.ts';
import { ALGORITHMS } from '../../../engine/plain/index.ts';
import { everybodySyncs, PRESETS } from '../../../engine/presets.ts';
import { playAll, type Script, type ScriptStep } from '../../../engine/script.ts';
import { type Author, authorAt } from '../authors.ts';
import { type Marks, NO_MARKS, type TreeView, treeView } from '../tree-view.ts';

const TWO = ['Ada', 'Ben'];
const bothTypeBackwards = (...words: readonly string[]): Script => ({
  replicas: TWO,
  steps: [
    ...words.map((type, i): ScriptStep => ({ replica: TWO[i]!, at: 0, type, backward: true })),
    ...everybodySyncs(TWO),
  ],
});

/** Stories beside the presets: many letters, deep trees, tombstones. */
const OTHERS: Readonly<Record<string, Script>> = {
  empty: { replicas: TWO, steps: [] },
  'one letter': { replicas: TWO, steps: [{ replica: 'Ada', at: 0, insert: 'a' }] },
  'sixty shuffled': bothTypeBackwards(
    'abcdefghijklmnopqrstuvwxyzabcd',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZABCD',
  ),
  deep: {
    replicas: TWO,
    steps: [
      { replica: 'Ada', at: 0, insert: 'abc' },
      { sync: ['Ada', 'Ben'] },
      { replica: 'Ada', at: 1, insert: 'xy' },
      { replica: 'Ben', at: 1, insert: 'pq' },
      { sync: ['Ada', 'Ben'] },
      { replica: 'Ada', at: 3, insert: 'm' },
      { replica: 'Ben', at: 3, insert: 'n' },
      { replica: 'Ben', at: 2, delete: 1 },
      { replica: 'Ben', at: 2, insert: 'k' },
      { sync: ['Ada', 'Ben'] },
    ],
  },
  long: {
    replicas: TWO,
    steps: [
      { replica: 'Ada', at: 0, insert: 'the quick brown fox jumps over' },
      { sync: ['Ada', 'Ben'] },
      { replica: 'Ben', at: 10, insert: 'and rather red ' },
      { replica: 'Ada', at: 20, insert: 'often ' },
      { sync: ['Ada', 'Ben'] },
      { replica: 'Ben', at: 3, delete: 2 },
    ],
  },
};

export const STORIES: readonly (readonly [name: string, script: Script])[] = [
  ...PRESETS.map(({ id, script }) => [id, script] as const),
  ...Object.entries(OTHERS),
];

export const authorsOf = (replicas: readonly string[]): readonly Author[] =>
  replicas.map((name, place) => authorAt(place, name));

export const docOf = (algorithm: Algorithm, script: Script): Doc =>
  playAll(algorithm, script).replicas[0]!.doc;

/** A view of a story's end, in every algorithm, with nothing picked out and with a pair. */
export function views(script: Script): readonly TreeView[] {
  return ALGORITHMS.flatMap((algorithm) => {
    const doc = docOf(algorithm, script);
    return [NO_MARKS, ...pairs(doc)].map((marks) =>
      treeView(algorithm.id, doc, authorsOf(script.replicas), { ...marks, switches: true }),
    );
  });
}

/** Of some letters: with the next of the same parent. */
function pairs(doc: Doc): readonly Marks[] {
  return doc
    .filter((_, i) => i % Math.ceil(doc.length / 3) === 0)
    .map((active) => {
      const sibling = doc
        .slice(doc.indexOf(active) + 1)
        .find((e) => keyOf(e.parent) === keyOf(active.parent) && e.side === active.side);
      return {
        ...NO_MARKS,
        active: keyOf(active.id),
        compared: sibling ? keyOf(sibling.id) : null,
        rule: sibling
          ? ['time 5 = 5: a tie', 'id B > A decides:', 'c before b']
          : ['left child of Ben’s a:', 'no sibling to compare'],
      };
    });
}
