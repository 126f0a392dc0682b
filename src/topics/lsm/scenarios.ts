import type { AnyScenario, Frame, LabelTest } from '../../lab/engine.ts';
import { simActionSchema } from './action-schema.ts';
import { simEngine } from './engine/sim/engine.ts';
import {
  ONE_COMPACTION,
  SEQUENTIAL_LOAD,
  type SimDraft,
  STALLS,
  TOMBSTONES_AND_SNAPSHOT,
  UNIFORM_OVERWRITES,
  WRITE_PATH,
  WRITE_PATH_CRASH,
  YCSB_A,
} from './engine/sim/scenarios-draft.ts';
import type { SimAction, SimEvent, SimState } from './engine/sim/types.ts';
import { sample } from './replay-scenario.ts';

type SimFrame = Frame<SimState, SimAction, SimEvent>;
type Label = LabelTest<SimState, SimAction, SimEvent>;

const has =
  (kind: SimEvent['kind']): Label =>
  (frame: SimFrame) =>
    frame.events.some((e) => e.kind === kind);

interface Named {
  readonly focus?: number;
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly labels: Readonly<Record<string, Label>>;
  readonly figures: readonly string[];
  readonly poster: string;
}

function simulated({ config, seed, limit, course }: SimDraft, named: Named): AnyScenario {
  return {
    engine: simEngine,
    actionSchema: simActionSchema,
    config,
    seed,
    limit,
    course,
    ...named,
  };
}

/** The key whose whole life the uniform run shows, and the version of it that the run writes. */
const FOLLOWED = { key: 462, seq: 5145 };

const isFollowed = (entry: { readonly seq: number }) => entry.seq === FOLLOWED.seq;

/** A merge writes the followed version to a level, having read it above or in that level. */
const rewrittenInto =
  (level: number, from: 'above' | 'there'): Label =>
  ({ events }) =>
    events.some(
      (e) =>
        e.kind === 'installed' &&
        e.decision.level + 1 === level &&
        e.decision.inputs[from === 'above' ? 0 : 1].some((t) => t.entries.some(isFollowed)) &&
        e.outputs.some((t) => t.entries.some(isFollowed)),
    );

export const scenarios: readonly AnyScenario[] = [
  simulated(UNIFORM_OVERWRITES, {
    id: 'uniform',
    title: 'Uniform overwrites',
    summary:
      'Random overwrites over the whole key space: every level 0 compaction meets all of level 1.',
    focus: FOLLOWED.key,
    labels: {
      'key-put': ({ state }) => state.memtable.entries.some(isFollowed),
      'key-flushed': ({ events }) =>
        events.some((e) => e.kind === 'flushed' && e.table.entries.some(isFollowed)),
      'fourth-file': ({ state, events }) =>
        state.version.levels[0]!.length === 4 && events.some((e) => e.kind === 'flushed'),
      'first-pick': has('picked'),
      'half-merged': ({ state }) =>
        state.job?.kind === 'compaction' &&
        state.job.decision.level === 0 &&
        state.job.read >= state.job.total * 0.4,
      'level-0-installed': has('installed'),
      'key-in-level-1': rewrittenInto(1, 'above'),
      'level-1-pick': ({ events }) =>
        events.some((e) => e.kind === 'picked' && e.decision.level === 1),
      expansion: ({ events }) =>
        events.some((e) => e.kind === 'picked' && e.decision.expanded.length > 0),
      'key-in-level-2': rewrittenInto(2, 'above'),
      'key-rewritten': rewrittenInto(2, 'there'),
    },
    figures: ['KeyMap', 'Decision', 'Merge'],
    poster: 'half-merged',
  }),
  simulated(WRITE_PATH, {
    id: 'write-path',
    title: 'One write at a time',
    summary: 'Log, memtable, answer; then a full memtable becomes a table.',
    labels: {
      'first-logged': has('logged'),
      'first-ack': has('acknowledged'),
      rotated: has('rotated'),
      flushed: has('flushed'),
    },
    figures: ['WritePath', 'KeyMap'],
    poster: 'rotated',
  }),
  simulated(WRITE_PATH_CRASH, {
    id: 'crash',
    title: 'A crash between log and answer',
    summary: 'The store dies with a write logged and not yet acknowledged, and recovers.',
    labels: { crashed: has('crashed'), recovered: has('recovered') },
    figures: ['WritePath', 'KeyMap'],
    poster: 'crashed',
  }),
  simulated(ONE_COMPACTION, {
    id: 'one-compaction',
    title: 'One compaction, entry by entry',
    summary: 'Every entry of one merge: which version is kept, which is dropped, and why.',
    labels: {
      picked: has('picked'),
      'first-dropped': (frame) =>
        frame.events.some((e) => e.kind === 'merged' && !e.last.fate.kept),
      middle: (frame) =>
        frame.state.job?.kind === 'compaction' && frame.state.job.read * 2 >= frame.state.job.total,
      installed: has('installed'),
    },
    figures: ['Merge', 'Decision', 'KeyMap'],
    poster: 'middle',
  }),
  simulated(TOMBSTONES_AND_SNAPSHOT, {
    id: 'tombstones',
    title: 'Deletes under a snapshot',
    summary: 'A snapshot holds old versions back; once it is released, the next merge drops them.',
    labels: {
      picked: has('picked'),
      installed: has('installed'),
      released: has('snapshot-released'),
      'tombstone-dropped': (frame) =>
        frame.events.some(
          (e) =>
            e.kind === 'merged' && !e.last.fate.kept && e.last.fate.why === 'tombstone-at-base',
        ),
    },
    figures: ['Merge', 'KeyMap', 'Decision'],
    poster: 'tombstone-dropped',
  }),
  simulated(SEQUENTIAL_LOAD, {
    id: 'sequential',
    title: 'Keys in order',
    summary: 'Every table goes straight to level 2, and nothing is ever compacted.',
    labels: {
      'first-flush': has('flushed'),
      late: (frame) => frame.state.version.levels[2]!.length >= 12,
    },
    figures: ['KeyMap', 'Decision'],
    poster: 'late',
  }),
  simulated(STALLS, {
    id: 'stalls',
    title: 'A client in a hurry',
    summary:
      'Writes come faster than they can be merged: level 0 grows to 8 files, and writes are slowed.',
    labels: { slowed: has('slowed'), stopped: has('waited') },
    figures: ['KeyMap', 'Decision'],
    poster: 'slowed',
  }),
  simulated(YCSB_A, {
    id: 'ycsb-a',
    title: 'YCSB A: half reads, a few hot keys',
    summary: 'Half reads, half updates over a store just loaded, and a few keys get most of both.',
    labels: { 'first-read': has('read'), 'first-flush': has('flushed') },
    figures: ['KeyMap', 'Decision'],
    poster: 'first-flush',
  }),
  sample,
];
