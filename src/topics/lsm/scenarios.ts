import type { AnyScenario, Frame } from '../../lab/engine.ts';
import { simActionSchema } from './action-schema.ts';
import { simCourse } from './engine/sim/course.ts';
import { simEngine } from './engine/sim/engine.ts';
import type { SimAction, SimConfig, SimEvent, SimState } from './engine/sim/types.ts';
import { LEVELDB_OPTIONS, type TreeOptions } from './engine/tree/options.ts';

type SimFrame = Frame<SimState, SimAction, SimEvent>;

/** LevelDB's byte sizes divided by this; its counts and ratios stay. */
function scaled(divisor: number): TreeOptions {
  return {
    ...LEVELDB_OPTIONS,
    writeBufferBytes: LEVELDB_OPTIONS.writeBufferBytes / divisor,
    maxFileBytes: LEVELDB_OPTIONS.maxFileBytes / divisor,
    level1Bytes: LEVELDB_OPTIONS.level1Bytes / divisor,
  };
}

const miniature: Omit<SimConfig, 'workload' | 'keys' | 'options' | 'grain'> = {
  rules: {},
  sizing: 'logical',
  keyBytes: 4,
  timing: { writeMicros: 20, slowdownMicros: 1_000, backgroundBytesPerMicro: 100 },
  checked: false,
};

const has = (kind: SimEvent['kind']) => (frame: SimFrame) =>
  frame.events.some((e) => e.kind === kind);

const simulated = {
  engine: simEngine,
  actionSchema: simActionSchema,
  course: simCourse,
  seed: 1,
  limit: 2_000,
};

const uniform: AnyScenario = {
  ...simulated,
  id: 'uniform',
  title: 'Uniform overwrites',
  summary:
    'Random overwrites over the whole key space: every level 0 compaction meets all of level 1.',
  config: {
    ...miniature,
    options: scaled(64),
    keys: 1_000,
    grain: 'pick',
    workload: {
      kind: 'writes',
      distribution: 'uniform',
      operations: 2_600,
      valueBytes: 1_020,
      deletes: 0.08,
    },
  },
  labels: {
    'first-flush': has('flushed'),
    'fourth-file': (frame) => frame.state.version.levels[0]!.length === 4,
    'first-pick': has('picked'),
    poster: (frame) =>
      frame.events.some((e) => e.kind === 'merged') &&
      frame.state.version.levels[2]!.length >= 12 &&
      frame.state.job?.kind === 'compaction' &&
      frame.state.job.decision.level === 0 &&
      frame.state.job.read > frame.state.job.total / 3,
  },
  figures: ['KeyMap'],
  poster: 'poster',
};

export const scenarios: readonly AnyScenario[] = [uniform];
