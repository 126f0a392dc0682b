import { expect, test } from 'vitest';
import { findMerge, keepDiary } from './diary.ts';
import { parseLog } from './log.ts';

function diary(...lines: string[]) {
  return keepDiary(parseLog(lines.join('\n')));
}

const BEGIN = 'Compacting 4@0 + 1@1 files';
const END = 'Compacted 4@0 + 1@1 files => 9 bytes';

test('a merge keeps its outputs, and the flushes that came while it ran', () => {
  const { merges, mergeOf } = diary(
    'Level-0 table #5: 7 bytes OK',
    BEGIN,
    'Level-0 table #8: 7 bytes OK',
    'Generated table #7@0: 1 keys, 9 bytes',
    END,
    'Level-0 table #9: 7 bytes OK',
  );
  expect(merges).toEqual([
    { level: 0, files: [4, 1], manual: false, outputs: [7], flushes: [8], start: null, end: null },
  ]);
  expect(mergeOf).toEqual({ 7: 0 });
});

test('a merge that never finished is forgotten, and its numbers may come again', () => {
  const { merges, mergeOf } = diary(
    BEGIN,
    'Generated table #7@0: 1 keys, 9 bytes',
    'Recovering log #6',
    'Level-0 table #7: 7 bytes OK',
    'Delete type=0 #6',
    BEGIN,
    'Generated table #9@0: 1 keys, 9 bytes',
    END,
  );
  expect(merges.map(({ outputs }) => outputs)).toEqual([[9]]);
  expect(mergeOf).toEqual({ 9: 0 });
});

test('tables recovered at an opening are no flushes', () => {
  const { recovered } = diary(
    'Recovering log #6',
    'Level-0 table #7: 7 bytes OK',
    'Delete type=0 #6',
    'Level-0 table #9: 7 bytes OK',
  );
  expect(recovered).toEqual({ 7: true });
});

test('a manual merge is known by the line before it', () => {
  const { merges } = diary(
    "Manual compaction at level-0 from (begin) .. (end); will stop at 'k' @ 5 : 1",
    BEGIN,
    END,
    'Manual compaction at level-0 from (begin) .. (end); will stop at (end)',
    BEGIN,
    END,
  );
  expect(merges.map(({ manual }) => manual)).toEqual([true, false]);
});

test('a merge without outputs is found by its counts, after the last one met', () => {
  const kept = diary(
    BEGIN,
    END,
    'Compacting 2@1 + 3@2 files',
    'Compacted 2@1 + 3@2 files => 0 bytes',
    BEGIN,
    END,
  );
  expect(findMerge(kept, [], 0, [4, 1], -1)).toBe(0);
  expect(findMerge(kept, [], 0, [4, 1], 0)).toBe(2);
  expect(findMerge(kept, [], 1, [2, 3], -1)).toBe(1);
  expect(findMerge(kept, [], 1, [2, 4], -1)).toBe(-1);
  expect(findMerge(kept, [77], 0, [4, 1], -1)).toBe(-1);
});

test('a LOG without a word about the tree counts as none', () => {
  expect(diary('hello').present).toBe(false);
});
