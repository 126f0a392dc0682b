import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLog } from './log.ts';

const STAMP = '2026/11/21-01:46:30.254019 7f3d7b3fe6c0 ';

test.each([
  ['Compacting 4@0 + 3@1 files', { kind: 'compacting', level: 0, files: [4, 3] }],
  [
    'Compacted 4@0 + 3@1 files => 812 bytes',
    { kind: 'compacted', level: 0, files: [4, 3], bytes: 812 },
  ],
  ['Level-0 table #18: started', { kind: 'flush-started', file: 18 }],
  ['Level-0 table #18: 83567 bytes OK', { kind: 'flushed', file: 18, bytes: 83567 }],
  [
    'Generated table #17@0: 991 keys, 413160 bytes',
    { kind: 'generated', file: 17, level: 0, keys: 991, bytes: 413160 },
  ],
  [
    'Generated table #17: 991 keys, 413160 bytes',
    { kind: 'generated', file: 17, level: -1, keys: 991, bytes: 413160 },
  ],
  [
    'Moved #9 to level-2 77 bytes OK: files[ 0 0 1 0 0 0 0 ]',
    { kind: 'moved', file: 9, level: 2, bytes: 77, levels: [0, 0, 1, 0, 0, 0, 0] },
  ],
  [
    'Expanding@1 1+2 (5+6 bytes) to 3+2 (15+6 bytes)',
    { kind: 'expanding', level: 1, files: [3, 2] },
  ],
  [
    "Manual compaction at level-1 from (begin) .. (end); will stop at 'k' @ 5 : 1",
    { kind: 'manual', level: 1, merges: true },
  ],
  [
    'Manual compaction at level-0 from (begin) .. (end); will stop at (end)',
    { kind: 'manual', level: 0, merges: false },
  ],
  ['compacted to: files[ 1 2 0 0 0 0 0 ]', { kind: 'summary', levels: [1, 2, 0, 0, 0, 0, 0] }],
  ['Delete type=2 #5', { kind: 'deleted', type: 'table', file: 5 }],
  ['Delete type=0 #3', { kind: 'deleted', type: 'log', file: 3 }],
  ['Recovering log #14', { kind: 'recovering', log: 14 }],
  ['Current memtable full; waiting...', { kind: 'stalled', by: 'memtable' }],
  ['Too many L0 files; waiting...', { kind: 'stalled', by: 'level 0' }],
])('reads %s', (words, fact) => {
  expect(parseLog(`${STAMP}${words}\n`)).toEqual([
    {
      line: 1,
      end: STAMP.length + words.length,
      micros: Date.UTC(2026, 10, 21, 1, 46, 30) * 1000 + 254019,
      ...fact,
    },
  ]);
  expect(parseLog(words)).toEqual([{ line: 1, end: words.length, micros: null, ...fact }]);
});

test.each([
  'Level-0 table #18: 0 bytes IO error: disk full',
  'Delete type=9 #1',
  'Compacting 4@0 + 3',
  'Compaction error: IO error',
  '',
])('skips %j', (words) => {
  expect(parseLog(`${STAMP}${words}`)).toEqual([]);
});

test('counts lines, and skips those it does not know', () => {
  const text = `${STAMP}Reusing MANIFEST\r\n\n${STAMP}Delete type=2 #5\r\nDelete type=2 #6`;
  expect(parseLog(text).map(({ line }) => line)).toEqual([3, 4]);
});

test('dates agree with the calendar', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
      (date) => {
        const stamp = date
          .toISOString()
          .replaceAll('-', '/')
          .replace('T', '-')
          .replace('Z', '000 1 ');
        expect(parseLog(`${stamp}Delete type=2 #5`)[0]?.micros).toBe(date.getTime() * 1000);
      },
    ),
  );
});

test('arbitrary text never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseLog(text)));
});
