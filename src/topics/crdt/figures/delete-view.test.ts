import { expect, test } from 'vitest';
import { mainRun, unfold } from '../../../lab/timeline.ts';
import { type DeletingFrame, deleteScenarios } from '../delete-scenarios.ts';
import { searchDeletes, smallLab } from '../engine/deleting/search.ts';
import { foundOf } from './delete-found.ts';
import { flow, PILL_HEIGHT, placeCopies } from './delete-layout.ts';
import { deleteView, offers } from './delete-view.ts';

function framesOf(id: string): readonly DeletingFrame[] {
  const scenario = deleteScenarios.find((s) => s.id === id)!;
  return unfold(scenario, mainRun(scenario)) as readonly DeletingFrame[];
}
const viewsOf = (id: string) => framesOf(id).map((frame) => deleteView(frame));
const lettersOf = ({ tree }: ReturnType<typeof deleteView>['copies'][number]) =>
  tree.letters.map(({ value, deleted }) => (deleted ? `(${value})` : value)).join('');

test('a tombstone stays in the tree, and what is typed behind it hangs on it', () => {
  const views = viewsOf('delete-tombstone');
  const [ada] = views[3]!.copies;
  expect(lettersOf(ada!)).toBe('c(a)rt');
  expect(ada!.tree.rules[0]).toEqual(['hangs on the ghost of a', 'time 4 > 3:', 'r before t']);
  expect(ada!.tree.letters.map(({ tone }) => tone)).toEqual([null, null, 'active', 'compared']);
  expect(views[4]!.guarantees.every(({ kept }) => kept)).toBe(true);
  expect(views[4]!.verdict).toBe('All has arrived, and both read “crt”.');
});

test('what is on its way stands at the copy that it is on its way to', () => {
  const [ada, ben] = viewsOf('delete-tombstone')[2]!.copies;
  expect(ada!.waiting).toMatchObject([
    { value: 'r', deletion: false, ready: true, says: 'Ben’s r reaches Ada' },
  ]);
  expect(ben!.waiting).toMatchObject([
    { value: 'a', deletion: true, ready: true, says: 'Ada’s deletion of a reaches Ben' },
  ]);
});

test('letters that are dropped leave no trace, and the one that Ben typed is lost', () => {
  const views = viewsOf('delete-drop-children');
  const [ada] = views[3]!.copies;
  expect(lettersOf(ada!)).toBe('c');
  expect(ada!.gone.map(({ value, lost }) => [value, lost])).toEqual([
    ['a', false],
    ['t', true],
    ['r', true],
  ]);
  expect(ada!.tree.rules[0]).toEqual(['a is gone here:', 'r is dropped']);
  expect(views[4]!.guarantees.map(({ kept }) => kept)).toEqual([false, true, true]);
});

test('what moves when a letter goes is picked out', () => {
  const [ada] = viewsOf('delete-to-start')[2]!.copies;
  expect(ada!.tree.letters.map(({ value, tone }) => [value, tone])).toEqual([
    ['t', 'moved'],
    ['c', null],
  ]);
  expect(ada!.tree.rules[0]).toEqual(['a is gone:', 't hangs on the start now']);
});

test('the verdict names both texts where they differ', () => {
  const last = viewsOf('delete-to-parent').at(-1)!;
  expect(last.verdict).toBe('All has arrived, and they read “rct” and “crt”.');
  expect(last.guarantees.map(({ kept }) => kept)).toEqual([true, true, false]);
});

test('a picked letter can be typed behind and deleted, and without one there is the start', () => {
  const { state } = framesOf('delete-tombstone')[0]!;
  expect(offers(state, 0, null).map(({ text }) => text)).toEqual(['Type b at the start']);
  expect(offers(state, 1, '0.2').map(({ text, says }) => [text, says])).toEqual([
    ['Type b behind a', 'Ben types b behind a'],
    ['Delete a', 'Ben deletes a'],
  ]);
});

test.each([1010, 640, 350, 280])('the choices stay within %i px, and do not overlap', (width) => {
  const [view] = viewsOf('delete-tombstone');
  const { pills, height } = flow(
    view!.rules.map(({ name }) => name),
    width,
  );
  for (const [i, pill] of pills.entries()) {
    expect(pill.x + pill.width).toBeLessThanOrEqual(width);
    expect(pill.y + PILL_HEIGHT).toBeLessThanOrEqual(height);
    const before = pills[i - 1];
    if (before && before.y === pill.y) expect(before.x + before.width).toBeLessThan(pill.x);
  }
});

test('copies stand side by side where there is room, else below each other', () => {
  const wide = placeCopies(2, 1010, 0, 200, true).copies;
  expect(wide.map(({ x, y, width }) => [x, y, width])).toEqual([
    [0, 0, 481],
    [529, 0, 481],
  ]);
  const [first, second] = placeCopies(2, 350, 0, 200, true).copies;
  expect([first!.x, second!.x]).toEqual([0, 0]);
  expect(second!.y).toBeGreaterThan(first!.y + 200);
});

test('a search says how long the shortest failure is, or in how many states there is none', () => {
  const result = (rule: 'drop-children' | 'tombstone') => {
    const lab = { ...smallLab(rule), bounds: { letters: 3, deletions: 1 } };
    const work = searchDeletes(lab, ['nothing is lost']);
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
    }
  };
  const broken = foundOf('nothing is lost', result('drop-children'));
  expect(broken.actions).toHaveLength(3);
  expect(broken.words).toBe(
    'No letter is lost that nobody deleted: broken after 3 steps, the fewest there can be. b is gone from Ada’s copy, and nobody deleted it. 23 states were looked at.',
  );
  const kept = foundOf('nothing is lost', result('tombstone'));
  expect(kept.actions).toBeNull();
  expect(kept.words).toMatch(/^No letter is lost that nobody deleted: kept in all 2,441 states/);
});
