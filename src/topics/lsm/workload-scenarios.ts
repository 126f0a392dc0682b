import type { AnyScenario } from '../../lab/engine.ts';
import { listMiniature, WORKLOAD_KEYS, workloadMiniature } from './engine/sim/miniatures.ts';
import type { CsvWorkload } from './engine/workloads/csv.ts';
import { simulated } from './simulated.ts';

type Published = Parameters<typeof workloadMiniature>[0];

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly workload: Published;
  /** Frames at most, and client operations in each. */
  readonly frames?: number;
  readonly batch?: number;
}

const writes = (
  distribution: 'zipf-like' | 'clustered' | 'uniform',
  deletes: number,
): Published => ({ kind: 'writes', distribution, deletes, operations: 6_000, valueBytes: 0 });
const ycsb = (workload: 'A' | 'B' | 'C' | 'D' | 'E' | 'F'): Published => ({
  kind: 'ycsb',
  workload,
  operations: 6_000,
  valueBytes: 0,
});
const bench = (
  benchmark: 'fillseq' | 'fillrandom' | 'overwrite',
  operations = 6_000,
): Published => ({
  kind: 'db_bench',
  benchmark,
  operations,
  valueBytes: 0,
});

/** The published workloads, each as its source defines it, over 400 keys. */
const ENTRIES: readonly Entry[] = [
  {
    id: 'zipf-like',
    title: 'A hot set',
    summary: 'Half of the writes go to a sixteenth of the keys.',
    workload: writes('zipf-like', 0),
  },
  {
    id: 'deletes',
    title: '30 % deletes',
    summary: 'Three writes of ten are tombstones, spread over all keys.',
    workload: writes('uniform', 0.3),
  },
  {
    id: 'clustered',
    title: 'Clusters',
    summary: 'Runs of writes near one place, then near another.',
    workload: writes('clustered', 0),
  },
  {
    id: 'ycsb-b',
    title: 'YCSB B: mostly reads',
    summary: '95 % reads, 5 % updates, a few keys hot.',
    workload: ycsb('B'),
    batch: 1,
  },
  {
    id: 'ycsb-c',
    title: 'YCSB C: reads only',
    summary: 'Nothing but reads after the load, a few keys hot.',
    workload: ycsb('C'),
    batch: 1,
  },
  {
    id: 'ycsb-d',
    title: 'YCSB D: the latest',
    summary: '95 % reads of what was inserted last, 5 % inserts.',
    workload: ycsb('D'),
    batch: 1,
  },
  {
    id: 'ycsb-e',
    title: 'YCSB E: short scans',
    summary: '95 % scans of up to 100 keys, 5 % inserts.',
    workload: ycsb('E'),
    batch: 1,
  },
  {
    id: 'ycsb-f',
    title: 'YCSB F: read, modify, write',
    summary: 'Half reads, half reads followed by a write of the same key.',
    workload: ycsb('F'),
    batch: 1,
  },
  {
    id: 'fillseq',
    title: 'db_bench fillseq',
    summary: 'Keys in order: tables are placed, never merged.',
    workload: bench('fillseq', WORKLOAD_KEYS),
  },
  {
    id: 'fillrandom',
    title: 'db_bench fillrandom',
    summary: 'Random keys into an empty store.',
    workload: bench('fillrandom'),
  },
  {
    id: 'overwrite',
    title: 'db_bench overwrite',
    summary: 'Random keys over a full store, one operation a frame, for 2,000 frames.',
    workload: bench('overwrite'),
    frames: 2_000,
    batch: 1,
  },
];

const FRAMES = 240;
const BATCH = 5;
/** Far enough into a run for every level to have something in it. */
const POSTER = 100;

const FIGURES = ['KeyMap', 'Decision', 'Merge'];

export const workloadScenarios: readonly AnyScenario[] = ENTRIES.map(
  ({ id, title, summary, workload, frames = FRAMES, batch = BATCH }) =>
    simulated(workloadMiniature(workload, frames, batch), {
      id,
      title,
      summary,
      labels: {},
      figures: FIGURES,
      minor: true,
      poster: POSTER,
    }),
);

/** A reader's own operations. No link can hold them. */
export function csvScenario({ operations, keys }: CsvWorkload): AnyScenario {
  return simulated(listMiniature(operations, keys), {
    id: 'local-csv',
    title: 'Your operations',
    summary: 'Operations from a file of your own.',
    labels: {},
    figures: FIGURES,
    poster: 0,
  });
}
