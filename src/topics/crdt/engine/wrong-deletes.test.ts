import { expect, test } from 'vitest';
import type { Algorithm } from './algorithm.ts';
import { causalTree } from './plain/index.ts';
import { textsOf } from './replica.ts';
import { playAll, type Script, type ScriptStep } from './script.ts';
import { ownEditors } from './testing/editors.ts';
import { type Editors, editedWordHistory, firstDifference } from './testing/histories.ts';
import { dropChildren, reattachToParent, reattachToRoot, WRONG_DELETES } from './wrong-deletes.ts';

const tell = (algorithm: Algorithm, steps: readonly ScriptStep[]) => {
  const script: Script = { replicas: ['Ada', 'Ben', 'Cleo'], steps };
  return textsOf(playAll(algorithm, script));
};

/** Both have “cat”. Ada deletes the a while Ben types behind it. */
const deletedUnderneath: readonly ScriptStep[] = [
  { replica: 'Ada', at: 0, insert: 'cat' },
  { sync: ['Ada', 'Ben'] },
  { replica: 'Ada', at: 1, delete: 1 },
  { replica: 'Ben', at: 2, insert: 'r' },
  { sync: ['Ada', 'Ben'] },
];

test('with a tombstone, a letter stays where it was typed when the one before it goes', () => {
  expect(tell(causalTree, deletedUnderneath).slice(0, 2)).toEqual(['crt', 'crt']);
});

test('deleting the children too loses the rest of the word, and what somebody else types', () => {
  expect(tell(dropChildren, deletedUnderneath.slice(0, 3))[0]).toBe('c');
  expect(tell(dropChildren, deletedUnderneath).slice(0, 2)).toEqual(['c', 'c']);
});

test('reattaching to the root makes letters jump to the start', () => {
  expect(tell(reattachToRoot, deletedUnderneath.slice(0, 3))[0]).toBe('tc');
  expect(tell(reattachToRoot, deletedUnderneath).slice(0, 2)).toEqual(['rtc', 'rtc']);
});

test('reattaching to the parent leaves the two with different texts', () => {
  expect(tell(reattachToParent, deletedUnderneath).slice(0, 2)).toEqual(['rct', 'crt']);
});

test('reattaching to the parent makes a letter jump over its new siblings', () => {
  const steps: readonly ScriptStep[] = [
    { replica: 'Ada', at: 0, insert: 'ac' },
    { sync: ['Ada', 'Ben'] },
    { replica: 'Ada', at: 1, insert: 'b' },
    { sync: ['Ada', 'Ben'] },
    { replica: 'Ben', at: 3, insert: 'd' },
    { replica: 'Ben', at: 2, delete: 1 },
  ];
  expect(tell(causalTree, steps)[1]).toBe('abd');
  expect(tell(reattachToParent, steps)[1]).toBe('adb');
});

/** In how many of random histories replicas end up apart. */
function apart(algorithm: Algorithm): number {
  let count = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const history = editedWordHistory(seed, { replicas: 3, deletes: true });
    // One set of editors is enough: nothing is compared but its own replicas.
    const editors = ownEditors(algorithm)(3);
    const idle: Editors = { ...editors, insert() {}, erase() {}, send() {} };
    if (firstDifference(history, editors, idle)) count += 1;
  }
  return count;
}

test('of the three only reattaching to the parent lets replicas end up apart', () => {
  expect(WRONG_DELETES.map((algorithm) => apart(algorithm) > 0)).toEqual([false, false, true]);
  expect(apart(causalTree)).toBe(0);
});
