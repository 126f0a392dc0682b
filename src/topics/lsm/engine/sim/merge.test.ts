import { describe, expect, test } from 'vitest';
import { completeInputs } from '../tree/picker.ts';
import { emptyVersion } from '../tree/version.ts';
import { simEngine } from './engine.ts';
import { makeTable } from './entries.ts';
import { mergeEntries, newJob } from './merge.ts';
import { WRITE_PATH } from './miniatures.ts';
import type { CompactionJob, Entry, SimConfig, SimEvent, SimState, Table } from './types.ts';

/** "3.9" is a put of key 3 at seq 9, "3.9x" its tombstone. Every entry has ten bytes. */
function table(number: number, text: string): Table {
  const entries = text.split(' ').map((each): Entry => {
    const [key, seq] = each.replace('x', '').split('.').map(Number);
    return each.endsWith('x')
      ? { key: key!, seq: seq!, type: 'delete', bytes: 0 }
      : { key: key!, seq: seq!, type: 'put', bytes: 6 };
  });
  return makeTable(number, entries, entries.length * 10);
}

interface Given {
  readonly levels: readonly (readonly Table[])[];
  readonly snapshots?: readonly number[];
  readonly file?: number;
  readonly grandparentFactor?: number;
  readonly rules?: SimConfig['rules'];
}

/** Merges level 0 into level 1, a few entries at a time or all at once. */
function mergeAll(given: Given, step = 1000): { job: CompactionJob; events: SimEvent[] } {
  const { config } = WRITE_PATH;
  const options = {
    ...config.options,
    maxFileBytes: given.file ?? 1000,
    grandparentFactor: given.grandparentFactor ?? 10,
  };
  const start = simEngine.init({ ...config, options, rules: given.rules ?? {} }, 1);
  const none = emptyVersion<Table>().levels.slice(given.levels.length);
  const state: SimState = {
    ...start,
    seq: 100,
    snapshots: given.snapshots ?? [],
    version: { levels: [...given.levels, ...none] },
  };
  const chosen = given.levels[0]!;
  const inputs = completeInputs(state.version, 0, chosen, options);
  const plan = { level: 0, scores: [], seed: chosen[0]!, wrapped: false, overlapping: chosen };
  const decision = { ...plan, ...inputs, pointers: state.pointers };
  let job = newJob(state, decision, 0);
  const events: SimEvent[] = [];
  let nextFile = 50;
  while (job.read < job.total) {
    const merged = mergeEntries(job, step, nextFile, state.config);
    ({ job, nextFile } = merged);
    events.push(...merged.events);
  }
  return { job, events };
}

function outputs({ job }: { job: CompactionJob }): string[] {
  return job.outputs.map(({ entries }) =>
    entries.map(({ key, seq, type }) => `${key}.${seq}${type === 'put' ? '' : 'x'}`).join(' '),
  );
}

function fates({ events }: { events: readonly SimEvent[] }): string[] {
  return events.flatMap((event) => {
    if (event.kind !== 'merged') return [];
    const { entry, fate } = event.last;
    return [`${entry.key}.${entry.seq} ${fate.kept ? 'kept' : fate.why}`];
  });
}

describe('drop rules', () => {
  test('A: a version is hidden by a newer one that every snapshot sees', () => {
    const levels = [[table(9, '3.30 3.20')], [table(8, '3.10')]];
    expect(outputs(mergeAll({ levels }))).toEqual(['3.30']);
    expect(outputs(mergeAll({ levels, snapshots: [25] }))).toEqual(['3.30 3.20']);
    expect(outputs(mergeAll({ levels, snapshots: [15] }))).toEqual(['3.30 3.20 3.10']);
    expect(outputs(mergeAll({ levels, snapshots: [30] }))).toEqual(['3.30']);
    const ignoring = { levels, snapshots: [15], rules: { ignoreSnapshots: true } };
    expect(outputs(mergeAll(ignoring))).toEqual(['3.30']);
  });

  test('B: a tombstone goes if no file of a deeper level spans its key', () => {
    const upper = [table(9, '1.30x 3.31x 5.32x 7.33x')];
    const lower = [table(8, '1.10 3.11')];
    const levels = [upper, lower, [table(7, '2.1 4.2')], [table(6, '7.3 9.4')]];
    const merged = mergeAll({ levels }, 1);
    expect(outputs(merged)).toEqual(['3.31x 7.33x']);
    expect(fates(merged)).toEqual([
      ...['1.30 tombstone-at-base', '1.10 shadowed', '3.31 kept', '3.11 shadowed'],
      ...['5.32 tombstone-at-base', '7.33 kept'],
    ]);
    const early = { levels, rules: { dropTombstonesEarly: true } };
    expect(outputs(mergeAll(early))).toEqual([]);
    // Above the oldest snapshot a tombstone stays, whatever lies beneath.
    expect(outputs(mergeAll({ levels, snapshots: [29] }))).toEqual([
      '1.30x 1.10 3.31x 3.11 5.32x 7.33x',
    ]);
  });
});

describe('cuts', () => {
  test('end a table that has reached the target size, even within a user key', () => {
    const levels = [[table(9, '1.30 2.31 2.25 3.32')], [table(8, '2.11 4.12')]];
    const { job, events } = mergeAll({ levels, file: 20, snapshots: [1] });
    expect(outputs({ job })).toEqual(['1.30 2.31', '2.25 2.11', '3.32 4.12']);
    expect(job.outputs.map(({ number }) => number)).toEqual([50, 51, 52]);
    expect(events.flatMap((event) => (event.kind === 'cut' ? [event.why] : []))).toEqual([
      ...['size', 'size', 'size'],
    ]);
  });

  test('end a table that overlaps too much of the grandparents', () => {
    const grandparents = [1, 3, 5, 7, 9].map((key) => table(10 + key, `${key}.1 ${key}.0`));
    const levels = [[table(9, '0.30 2.31 4.32 6.33 8.34 10.35')], [table(8, '0.20')], grandparents];
    const { job, events } = mergeAll({ levels, file: 100, grandparentFactor: 0.3 });
    // Each grandparent passed counts 20 bytes; the second exceeds the limit of 30.
    expect(outputs({ job })).toEqual(['0.30 2.31', '4.32 6.33', '8.34 10.35']);
    expect(events.flatMap((event) => (event.kind === 'cut' ? [event.why] : []))).toEqual([
      ...['grandparents', 'grandparents', 'end'],
    ]);
  });

  test('count the overlap of dropped entries too, which LevelDB looks at before their fate', () => {
    const grandparents = [1, 3, 5].map((key) => table(10 + key, `${key}.1 ${key}.0`));
    const levels = [[table(9, '0.30 2.31 4.32')], [table(8, '0.20 2.21 4.22 6.23')], grandparents];
    const { job } = mergeAll({ levels, file: 100, grandparentFactor: 0.3 });
    expect(outputs({ job })).toEqual(['0.30 2.31', '4.32 6.23']);
  });
});

test('merging in steps of any size comes to the same', () => {
  const levels = [
    [table(9, '0.30 2.31x 4.32 6.33'), table(7, '1.24 2.25 6.26x 9.27')],
    [table(8, '0.10 2.11 4.12'), table(6, '5.13 9.14x')],
    [table(5, '2.1 4.2'), table(4, '6.3')],
  ];
  const given = { levels, file: 20, snapshots: [28] };
  const { job: whole } = mergeAll(given);
  for (const step of [1, 2, 3, 5]) {
    const { job } = mergeAll(given, step);
    expect(job.outputs).toEqual(whole.outputs);
    expect([job.kept, job.dropped, job.work]).toEqual([whole.kept, whole.dropped, whole.work]);
  }
});
