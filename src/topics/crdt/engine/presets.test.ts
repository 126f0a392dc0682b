import { expect, test } from 'vitest';
import type { Algorithm } from './algorithm.ts';
import { causalTree, fugue, fugueMax, rga, yata } from './plain/index.ts';
import { type Column, everybodySyncs, PRESETS } from './presets.ts';
import { textsOf } from './replica.ts';
import { playAll, type Script, type ScriptStep } from './script.ts';

const COLUMNS: readonly (readonly [Algorithm, Column])[] = [
  [causalTree, 'causal-tree'],
  [rga, 'causal-tree'],
  [yata, 'yata'],
  [fugue, 'fugue'],
  [fugueMax, 'fugue-max'],
];

/** What all replicas show in the end; they have to agree. */
function ending(algorithm: Algorithm, script: Script): string {
  const texts = new Set(textsOf(playAll(algorithm, script)));
  expect([...texts]).toHaveLength(1);
  return [...texts][0]!;
}

for (const { title, script, texts } of PRESETS) {
  for (const [algorithm, column] of COLUMNS) {
    test(`${title}: ${algorithm.title} ends with “${texts[column]}”`, () => {
      expect(ending(algorithm, script)).toBe(texts[column]);
    });
  }
}

function told(replicas: readonly string[], steps: readonly ScriptStep[]): Script {
  return { replicas, steps: [...steps, ...everybodySyncs(replicas)] };
}

test('Yjs interleaves a laptop and a phone in one order of ids only', () => {
  const steps: readonly ScriptStep[] = [
    { replica: 'phone', at: 0, insert: 'b' },
    { send: ['phone', 'laptop'] },
    { replica: 'laptop', at: 0, insert: 'a' },
    { replica: 'other', at: 0, insert: 'x' },
  ];
  expect(ending(yata, told(['laptop', 'other', 'phone'], steps))).toBe('axb');
  expect(ending(yata, told(['phone', 'other', 'laptop'], steps))).toBe('abx');
});

test('three replicas are enough to tell Fugue and FugueMax apart', () => {
  const script = told(
    ['a', 'c', 'b'],
    [
      { replica: 'a', at: 0, insert: 'A' },
      { replica: 'b', at: 0, insert: 'B' },
      { replica: 'c', at: 0, insert: 'C' },
      { send: ['a', 'b'] },
      { send: ['c', 'a'] },
      { replica: 'a', at: { after: 'A' }, insert: 'X' },
      { replica: 'b', at: { after: 'A' }, insert: 'Y' },
    ],
  );
  expect(ending(fugue, script)).toBe('AXYCB');
  expect(ending(fugueMax, script)).toBe('AYXCB');
});

test('Fugue tears W from the letter that it was typed before, and FugueMax does not', () => {
  const script = told(
    ['l', 'y', 'z', 'w', 'x'],
    [
      { replica: 'z', at: 0, insert: 'Z' },
      { send: ['z', 'l'] },
      { send: ['z', 'y'] },
      { replica: 'l', at: 0, insert: 'L' },
      { replica: 'y', at: 0, insert: 'Y' },
      { send: ['l', 'x'] },
      { replica: 'x', at: { after: 'L' }, insert: 'X' },
      { send: ['l', 'w'] },
      { send: ['y', 'w'] },
      { replica: 'w', at: { after: 'L' }, insert: 'W' },
    ],
  );
  expect(ending(fugue, script)).toBe('LWXYZ');
  expect(ending(fugueMax, script)).toBe('LXWYZ');
});

test('a causal tree does not interleave what clocks tell apart', () => {
  const steps: readonly ScriptStep[] = [
    { replica: 'early', at: 0, type: 'bread', backward: true },
    { replica: 'late', at: 0, insert: '....' },
    { replica: 'late', at: 0, delete: 4 },
    { replica: 'late', at: 0, type: 'cakes', backward: true },
  ];
  expect(ending(causalTree, told(['early', 'late'], steps))).toBe('cakesbread');
});

/** Four letters at three replicas are the fewest that tell the two apart. */
test('Fugue and FugueMax differ in four letters already', () => {
  const script: Script = {
    replicas: ['Ada', 'Ben', 'Cleo'],
    steps: [
      { replica: 'Ada', at: 0, insert: 'A' },
      { send: ['Ada', 'Cleo'] },
      { replica: 'Cleo', at: { after: 'A' }, insert: 'C' },
      { replica: 'Ben', at: 0, insert: 'B' },
      { send: ['Ben', 'Ada'] },
      { replica: 'Ada', at: { after: 'A' }, insert: 'X' },
      ...everybodySyncs(['Ada', 'Ben', 'Cleo']),
    ],
  };
  expect(textsOf(playAll(fugue, script))).toEqual(['AXCB', 'AXCB', 'AXCB']);
  expect(textsOf(playAll(fugueMax, script))).toEqual(['ACXB', 'ACXB', 'ACXB']);
});
