import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { IllegalAction } from '../../../../lab/engine.ts';
import { replayActionSchema } from '../../action-schema.ts';
import { LEVELDB_OPTIONS } from '../tree/options.ts';
import type { InternalKey } from '../tree/types.ts';
import { keepDiary, NO_DIARY } from './diary.ts';
import { inferMaxFileBytes } from './infer.ts';
import { parseLog } from './log.ts';
import { readManifest } from './manifest.ts';
import { encodeManifest, growEdits, openingEdit } from './manifest-writer.ts';
import { type ReplayConfig, type ReplayState, replayStates } from './replay.ts';
import { replayCourse, replayEngine, replayLabels } from './replay-engine.ts';
import { numbersInWords } from './replay-words.ts';
import type { RealFile, VersionEdit } from './version-edit.ts';

const OPTIONS = { ...LEVELDB_OPTIONS, maxFileBytes: 1 << 20 };

function key(user: string, seq = 1): InternalKey<string> {
  return { user, seq, type: 'put' };
}

function table(number: number, from: string, to: string, mib = 1): RealFile {
  return { number, bytes: mib * (1 << 20), smallest: key(from, number), largest: key(to, number) };
}

function edit(change: Partial<VersionEdit>): VersionEdit {
  return { pointers: [], deleted: [], added: [], ...change };
}

function flush(number: number, level = 0, from = 'a', to = 'z'): VersionEdit {
  return edit({ added: [{ level, file: table(number, from, to) }] });
}

/** A merge of level-0 files into one new table that spans them. */
function merge(inputs: readonly number[], output: number): VersionEdit {
  return edit({
    pointers: [{ level: 0, key: key('z', Math.max(...inputs)) }],
    deleted: inputs.map((number) => ({ level: 0, number })),
    added: [{ level: 1, file: table(output, 'a', 'z') }],
  });
}

function config(edits: readonly VersionEdit[], log = ''): ReplayConfig {
  const diary = log === '' ? NO_DIARY : keepDiary(parseLog(log));
  return {
    edits: [openingEdit(), edit({ logNumber: 0 }), ...edits],
    diary,
    options: OPTIONS,
    rules: {},
  };
}

function last(edits: readonly VersionEdit[], log = ''): ReplayState {
  return [...replayStates(config(edits, log))].at(-1)!;
}

/** Tables over a file at level 1, so that flushes stay at level 0. */
const FOUR = [flush(3, 2), flush(4), flush(5), flush(6), flush(7)];
/** The pointer is the last in order: of equal user keys, that of the oldest table. */
const LEAST = { level: 0, key: key('z', 4) };

describe('a compaction', () => {
  const taken = { ...merge([4, 5, 6, 7], 10), pointers: [LEAST] };

  test('that the picker would have made agrees', () => {
    const state = last([...FOUR, taken]);
    expect(state).toMatchObject({ verdict: 'agree', kind: 'compaction' });
    expect(state.taken).toEqual({ level: 0, files: [[4, 5, 6, 7], []] });
    expect(state.totals).toMatchObject({
      compactions: 1,
      agree: 1,
      readBytes: 4 << 20,
      writtenBytes: 1 << 20,
    });
    expect(state.pointers[0]).toEqual(LEAST.key);
  });

  test('of other files disagrees, unless a flush may explain it', () => {
    const state = last([...FOUR, flush(8), { ...merge([4, 5, 6, 7], 9), pointers: [LEAST] }]);
    // Table 8 is older than the merge's output, yet may have been flushed after the pick.
    expect(state).toMatchObject({ verdict: 'agree' });
    expect(state.judgement).toMatchObject({ late: [8], basis: 'file numbers' });
    const log =
      'Level-0 table #8: 9 bytes OK\nCompacting 4@0 + 0@1 files\nGenerated table #9@0: 1 keys, 1 bytes\nCompacted 4@0 + 0@1 files => 1 bytes\n';
    const told = last([...FOUR, flush(8), { ...merge([4, 5, 6, 7], 9), pointers: [LEAST] }], log);
    expect(told).toMatchObject({ verdict: 'disagree', judgement: { late: [], basis: 'log' } });
    expect(told.judgement?.why).toBe('Our picker would have taken other files of level 0.');
    expect(told.decision?.inputs[0].map(({ number }) => number)).toEqual([8, 7, 6, 5, 4]);
  });

  test('leaves out flushes that the LOG puts inside it', () => {
    const log =
      'Compacting 4@0 + 0@1 files\nLevel-0 table #8: 9 bytes OK\nGenerated table #10@0: 1 keys, 1 bytes\nCompacted 4@0 + 0@1 files => 1 bytes\n';
    const state = last([...FOUR, flush(8), taken], log);
    expect(state).toMatchObject({ verdict: 'agree', judgement: { late: [8], basis: 'log' } });
  });

  test('with another compact pointer disagrees', () => {
    const state = last([...FOUR, { ...taken, pointers: [{ level: 0, key: key('z', 7) }] }]);
    expect(state.judgement?.why).toMatch(/another compact pointer/);
  });

  test.each([
    ['', 'a seek compaction or a manual one'],
    [
      'Compacting 2@0 + 0@1 files\nGenerated table #10@0: 1 keys, 1 bytes\nCompacted 2@0 + 0@1 files => 1 bytes\n',
      'set off a seek compaction',
    ],
    [
      "Manual compaction at level-0 from 'a' .. 'b'; will stop at 'z' @ 1 : 1\nCompacting 2@0 + 0@1 files\nGenerated table #10@0: 1 keys, 1 bytes\nCompacted 2@0 + 0@1 files => 1 bytes\n",
      'the LOG says that compactRange asked for it',
    ],
  ])('that no score asked for is told apart (LOG %j)', (log, words) => {
    const state = last([...FOUR.slice(0, 3), merge([4, 5], 10)], log);
    expect(state.verdict).toBe('disagree');
    expect(state.decision).toBeNull();
    expect(state.judgement?.why).toContain(words);
  });
});

describe('the boundary rule', () => {
  // Two tables of level 1 share user key m, as a snapshot makes them do.
  const left = { ...table(4, 'a', 'm', 11), largest: key('m', 9) };
  const right = { ...table(5, 'm', 'z'), smallest: key('m', 8) };
  const both = edit({ added: [left, right].map((file) => ({ level: 1, file })) });
  const deleted = (...numbers: number[]) => numbers.map((number) => ({ level: 1, number }));
  const merged = edit({
    pointers: [{ level: 1, key: right.largest }],
    deleted: deleted(4, 5),
    added: [{ level: 2, file: table(9, 'a', 'z') }],
  });
  const moved = edit({
    pointers: [{ level: 1, key: left.largest }],
    deleted: deleted(4),
    added: [{ level: 2, file: left }],
  });

  test.each([
    ['present', merged],
    ['absent', moved],
  ])('is found to be %s', (boundary, taken) => {
    expect(last([both, taken])).toMatchObject({ verdict: 'agree', boundary });
  });

  test('stays unknown where both rules come to the same files', () => {
    // The left file's range reaches over the right one, so expansion takes it along anyway.
    const small = edit({
      added: [left, right].map((file) => ({ level: 1, file: { ...file, bytes: 6 << 20 } })),
    });
    const below = edit({ added: [{ level: 2, file: table(7, 'a', 'z') }] });
    const taken = edit({
      pointers: [{ level: 1, key: right.largest }],
      deleted: [...deleted(4, 5), { level: 2, number: 7 }],
      added: [{ level: 2, file: table(9, 'a', 'z') }],
    });
    expect(last([below, small, taken])).toMatchObject({ verdict: 'agree', boundary: 'unknown' });
  });

  test('is held to, once found', () => {
    const again = edit({ added: [left, right].map((file) => ({ level: 1, file })) });
    const cleared = edit({
      deleted: [
        { level: 2, number: 9 },
        { level: 6, number: 1 },
      ],
    });
    const state = last([both, merged, cleared, again, { ...moved, pointers: [] }]);
    expect(state).toMatchObject({ verdict: 'disagree', boundary: 'present' });
  });
});

describe('edits are told apart', () => {
  test.each<[string, ReplayState]>([
    ['flush', last([flush(4)])],
    ['opening', last([])],
    [
      'opening',
      last([
        edit({
          added: [
            { level: 0, file: table(4, 'a', 'b') },
            { level: 0, file: table(5, 'a', 'b') },
          ],
        }),
      ]),
    ],
    [
      'opening',
      last([flush(9)], 'Recovering log #8\nLevel-0 table #9: 7 bytes OK\nDelete type=0 #8\n'),
    ],
    ['other', last([edit({ logNumber: 9 })])],
    [
      'other',
      last([
        edit({
          deleted: [
            { level: 1, number: 4 },
            { level: 4, number: 5 },
          ],
        }),
      ]),
    ],
    ['snapshot', last([openingEdit()])],
  ])('%s', (kind, state) => {
    expect(state.kind).toBe(kind);
    expect(replayEngine.caption(state, [])).toMatch(/^Edit \d+ /);
  });

  test('a move takes one file down, unread', () => {
    const heavy = edit({ added: [{ level: 1, file: table(4, 'a', 'b', 11) }] });
    const move = edit({
      pointers: [{ level: 1, key: key('b', 4) }],
      deleted: [{ level: 1, number: 4 }],
      added: [{ level: 2, file: table(4, 'a', 'b', 11) }],
    });
    const state = last([heavy, move]);
    expect(state).toMatchObject({ kind: 'move', verdict: 'agree' });
    expect(state.totals).toMatchObject({ moves: 1, compactions: 0, writtenBytes: 0 });
    expect(replayEngine.caption(state, [])).toBe(
      'Level 1 held 11 of its 10 MiB, so edit 4 moves file 4 of level 1 to level 2, unread. Our picker, asked before, named the same file.',
    );
  });

  test('a flush that our rule would place elsewhere is counted', () => {
    const state = last([flush(4, 0)]);
    expect(state.placement).toEqual({ file: 4, level: 0, ours: 2 });
    expect(state.totals).toMatchObject({ flushes: 1, placed: 0, misplaced: 1 });
  });
});

describe('the replay as an engine', () => {
  const edits = takeEdits(400);
  const whole: ReplayConfig = { edits, diary: NO_DIARY, options: OPTIONS, rules: {} };

  test('applies every edit once, then has no more', () => {
    let state = replayEngine.init(whole, 0);
    let frames = 1;
    for (let action = replayCourse(state); action !== null; action = replayCourse(state)) {
      expect(v.is(replayActionSchema, action)).toBe(true);
      const step = replayEngine.step(state, action);
      state = step.state;
      frames++;
      for (const broken of Object.values(replayEngine.invariants)) expect(broken(state)).toBeNull();
      expect(replayEngine.caption(state, step.events)).toMatch(/[.]$/);
    }
    expect(frames).toBe(401);
    expect(replayEngine.enabled(state)).toEqual([]);
    expect(() => replayEngine.step(state, { type: 'apply' })).toThrow(IllegalAction);
  });

  test('shares what an edit leaves alone', () => {
    const states = [...replayStates(whole)];
    const flushed = states.findIndex(({ placement }) => placement?.level === 0);
    const [before, after] = [states[flushed - 1]!, states[flushed]!];
    expect(after.version.levels[1]).toBe(before.version.levels[1]);
    expect(after.pointers).toBe(before.pointers);
    expect(after.config).toBe(before.config);
  });

  test('is the same from edits at hand and from a MANIFEST', () => {
    const manifest = readManifest('M', encodeManifest(edits));
    const strip = ({ config: _, ...rest }: ReplayState) => rest;
    const fromFile = [...replayStates({ ...whole, edits: manifest })].at(-1)!;
    expect(strip(fromFile)).toEqual(strip([...replayStates(whole)].at(-1)!));
  });

  test('marks frames by what happened in them', () => {
    const seen = new Set<string | null>();
    const grains = new Set<number>();
    const labels = new Set<string>();
    let state = replayEngine.init({ ...whole, options: { ...OPTIONS, level0Trigger: 5 } }, 0);
    for (let index = 1; index <= 400; index++) {
      const action = { type: 'apply' } as const;
      const step = replayEngine.step(state, action);
      state = step.state;
      seen.add(replayEngine.tick(step.events));
      grains.add(replayEngine.grain(step.events));
      const frame = { index, action, ...step };
      for (const [label, test] of Object.entries(replayLabels)) if (test(frame)) labels.add(label);
    }
    expect(seen).toContain('disagree');
    expect(seen).toContain('flush');
    expect(grains).toEqual(new Set([0, 1, 2]));
    expect(labels).toContain('end');
  });
});

describe('the target file size', () => {
  test.each([1 << 20, 2 << 20, 3 << 20, 8 << 20])('of %d is inferred', (maxFileBytes) => {
    expect(inferMaxFileBytes(takeEdits(600, maxFileBytes))?.maxFileBytes).toBe(maxFileBytes);
  });

  test('is not inferred from nothing', () => {
    expect(inferMaxFileBytes([openingEdit(), flush(4), flush(5)])).toBeNull();
  });
});

function takeEdits(count: number, maxFileBytes = 1 << 20): VersionEdit[] {
  const edits: VersionEdit[] = [];
  for (const each of growEdits(5, { ...OPTIONS, maxFileBytes })) {
    edits.push(each);
    if (edits.length === count) break;
  }
  return edits;
}

test.each<[number[], string]>([
  [[], 'none'],
  [[4], '4'],
  [[5, 4], '4 and 5'],
  [[9, 4, 5, 6], '4–6 and 9'],
  [[1, 3, 4, 5, 7, 8], '1, 3–5, 7 and 8'],
])('file numbers %j read %s', (numbers, words) => {
  expect(numbersInWords(numbers)).toBe(words);
});
