import type { AnyScenario, Frame, LabelTest, Question } from '../../lab/engine.ts';
import { resurrected } from './broken-scenario.ts';
import {
  LOOKUPS,
  ONE_COMPACTION,
  SEQUENTIAL_LOAD,
  STALLS,
  TOMBSTONES_AND_SNAPSHOT,
  UNIFORM_OVERWRITES,
  WRITE_PATH,
  WRITE_PATH_CRASH,
  YCSB_A,
} from './engine/sim/miniatures.ts';
import type { SimAction, SimEvent, SimState, Table } from './engine/sim/types.ts';
import type { Decision } from './engine/tree/picker.ts';
import { overlappingFiles, totalBytes } from './engine/tree/version.ts';
import { sample } from './replay-scenario.ts';
import { simulated } from './simulated.ts';
import { workloadScenarios } from './workload-scenarios.ts';

type SimFrame = Frame<SimState, SimAction, SimEvent>;
type Label = LabelTest<SimState, SimAction, SimEvent>;

const has =
  (kind: SimEvent['kind']): Label =>
  (frame: SimFrame) =>
    frame.events.some((e) => e.kind === kind);

type SimQuestion = Question<SimState, SimAction, SimEvent>;

/** A get of this key that looks into this many places, memtable included. */
const readsKey =
  (key: number, places: number): Label =>
  ({ events }) =>
    events.some((e) => e.kind === 'read' && e.trace.key === key && e.trace.steps.length === places);

/** The key whose whole life the uniform run shows, and the version of it that the run writes. */
const FOLLOWED = { key: 217, seq: 2588 };

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

/** Bytes of the level below that a file of level 1 overlaps. */
function overlapBelow({ version }: SimState, file: Table): number {
  const below = overlappingFiles(version, 2, file.smallest.user, file.largest.user);
  return totalBytes(below);
}

/** Ways to choose a file of level 1, each of which some store uses. In key order. */
function waysToChoose(state: SimState): readonly { number: number; words: string }[] {
  const files = state.version.levels[1]!;
  const pointer = state.pointers[1]?.user ?? -1;
  const cheapest = files.reduce((a, b) =>
    overlapBelow(state, b) < overlapBelow(state, a) ? b : a,
  );
  const oldest = files.reduce((a, b) => (b.number < a.number ? b : a));
  const next = files.find((f) => f.largest.user > pointer) ?? files[0]!;
  const ways = [
    { file: next, why: 'the next after the one taken last' },
    { file: files[0]!, why: 'the first in key order' },
    { file: cheapest, why: 'the one that overlaps least below' },
    { file: oldest, why: 'the oldest' },
    { file: files.at(-1)!, why: 'the last in key order' },
  ];
  return ways
    .filter(({ file }, i) => ways.findIndex((w) => w.file === file) === i)
    .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file))
    .map(({ file, why }) => ({ number: file.number, words: `#${file.number}, ${why}` }));
}

const nextFile: SimQuestion = {
  text: 'Level 1 is over its target again. Which of its files will the store push down?',
  at: 'level-1-refilled',
  reveal: 'level-1-turn',
  choices: ({ state }) => waysToChoose(state).map((way) => way.words),
  answer: ({ state, events }) => {
    const picked = events.find((e) => e.kind === 'picked');
    if (picked?.kind !== 'picked') return '';
    const before = { ...state, pointers: pointersBefore(state, picked.decision) };
    const ways = waysToChoose(before);
    return ways.find((way) => way.number === picked.decision.seed.number)?.words ?? '';
  },
};

/** Files of level 1 that the next pick passes over, because their turn has been. */
function filesBeforePointer({ version, pointers }: SimState): number {
  const pointer = pointers[1]?.user ?? -1;
  return version.levels[1]!.findIndex((f) => f.largest.user > pointer);
}

function isMidLevelPick({ version }: SimState, { level, seed }: Decision<Table>): boolean {
  return level === 1 && version.levels[1]!.findIndex((f) => f.number === seed.number) > 0;
}

/** A pick moves its level's pointer; the question was asked before it did. */
function pointersBefore(state: SimState, decision: Decision<Table>): SimState['pointers'] {
  const { level, seed } = decision;
  const files = state.version.levels[level]!;
  const earlier = files[files.findIndex((f) => f.number === seed.number) - 1];
  return state.pointers.map((p, i) => (i === level ? (earlier?.largest ?? null) : p));
}

const FATES = {
  dropped: 'It is dropped, with everything it hides',
  deeper: 'It is kept, because a deeper level may hold the key',
  snapshot: 'It is kept, because a snapshot may still need what it deletes',
} as const;

const meetsTombstone: Label = ({ events }) =>
  events.some((e) => e.kind === 'merged' && e.last.entry.type === 'delete');

/** The merge drops a tombstone because no deeper level needs it. */
const tombstoneGone: Label = ({ events }) =>
  events.some(
    (e) => e.kind === 'merged' && !e.last.fate.kept && e.last.fate.why === 'tombstone-at-base',
  );

const tombstoneFate: SimQuestion = {
  text: 'Four files of level 0 are about to be merged. What becomes of the first tombstone that the merge meets?',
  at: 'picked',
  reveal: 'tombstone-met',
  choices: () => Object.values(FATES),
  answer: ({ state, events }) => {
    const merged = events.find((e) => e.kind === 'merged');
    if (merged?.kind !== 'merged' || !merged.last.fate.kept) return FATES.dropped;
    const held = state.snapshots[0];
    return held !== undefined && merged.last.entry.seq > held ? FATES.snapshot : FATES.deeper;
  },
};

export const scenarios: readonly AnyScenario[] = [
  simulated(UNIFORM_OVERWRITES, {
    id: 'uniform',
    title: 'Uniform overwrites',
    summary:
      'Random overwrites over the whole key space: every level 0 compaction meets all of level 1.',
    focus: FOLLOWED.key,
    questions: { 'next-file': nextFile },
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
      'level-1-refilled': ({ state, events }) =>
        events.some((e) => e.kind === 'installed' && e.decision.level === 0) &&
        filesBeforePointer(state) > 0,
      'level-1-turn': ({ state, events }) =>
        events.some((e) => e.kind === 'picked' && isMidLevelPick(state, e.decision)),
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
    labels: {
      'first-logged': has('logged'),
      'first-ack': has('acknowledged'),
      rotated: has('rotated'),
      flushed: has('flushed'),
      crashed: has('crashed'),
      recovered: has('recovered'),
    },
    figures: ['WritePath', 'KeyMap'],
    poster: 'crashed',
  }),
  simulated(LOOKUPS, {
    id: 'lookups',
    title: 'Reads through level 0',
    summary: 'A get looks into every level 0 file that covers its key, then into one file a level.',
    labels: {
      'one-file': readsKey(50, 4),
      'two-files': readsKey(50, 5),
      'three-files': readsKey(50, 6),
      'level-0-merged': ({ events }) =>
        events.some((e) => e.kind === 'installed' && e.decision.inputs[1].length > 1),
    },
    figures: ['KeyMap'],
    poster: 'three-files',
  }),
  simulated(ONE_COMPACTION, {
    id: 'one-compaction',
    title: 'One compaction, entry by entry',
    summary: 'Every entry of one merge: which version is kept, which is dropped, and why.',
    labels: {
      picked: has('picked'),
      'first-dropped': (frame) =>
        frame.events.some((e) => e.kind === 'merged' && !e.last.fate.kept),
      'tombstone-kept': ({ events }) =>
        events.some(
          (e) => e.kind === 'merged' && e.last.fate.kept && e.last.entry.type === 'delete',
        ),
      'tombstone-at-base': tombstoneGone,
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
    questions: { 'tombstone-fate': tombstoneFate },
    labels: {
      snapshot: has('snapshot-taken'),
      picked: has('picked'),
      'tombstone-met': meetsTombstone,
      installed: has('installed'),
      released: has('snapshot-released'),
      'tombstone-dropped': tombstoneGone,
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
  ...workloadScenarios,
  resurrected,
  sample,
];
