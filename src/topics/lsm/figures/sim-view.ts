import { ticks } from 'd3-array';
import type { Frame } from '../../../lab/engine.ts';
import {
  readAmplification,
  spaceAmplification,
  writeAmplification,
} from '../engine/sim/amplification.ts';
import { find, NEWEST } from '../engine/sim/entries.ts';
import type {
  CompactionJob,
  Entry,
  MemTable,
  SimEvent,
  SimState,
  Table,
} from '../engine/sim/types.ts';
import { formatRatio, formatShare } from './format.ts';
import {
  type Gauge,
  type LevelLane,
  type MapFile,
  type MapRoom,
  type MapView,
  type MemoryLane,
  type MergeLane,
  sampleSeries,
  type Tone,
  type Visit,
} from './map-view.ts';

export type SimFrame = Frame<SimState, unknown, SimEvent>;

/** The merge that is under way, also while a flush interrupts it. */
export function mergeOf({ job }: SimState): CompactionJob | null {
  if (job === null) return null;
  return job.kind === 'compaction' ? job : job.paused;
}

const share = (key: number, state: SimState) => key / state.config.keys;

/** The key that a frame keeps in view: one that is read, else the scenario's own. */
interface KeyInView {
  readonly key: number | null;
  readonly visits: ReadonlyMap<string, Visit>;
}

function keyInView(events: readonly SimEvent[], focus: number | null): KeyInView {
  const visits = new Map<string, Visit>();
  const read = events.find((event) => event.kind === 'read');
  if (read?.kind !== 'read') return { key: focus, visits };
  read.trace.steps.forEach((step, i) => {
    const place = step.place === 'table' ? `table ${step.file}` : step.place;
    visits.set(place, { order: i + 1, found: step.outcome !== 'absent' });
  });
  return { key: read.trace.key, visits };
}

function fileOf(table: Table, tone: Tone, state: SimState, view: KeyInView | null = null): MapFile {
  const held = view?.key != null && find(table.entries, view.key, NEWEST) !== null;
  return {
    number: table.number,
    from: share(table.smallest.user, state),
    to: share(table.largest.user + 1, state),
    bytes: table.bytes,
    tone,
    spot: held ? share(view.key! + 0.5, state) : null,
    visit: view?.visits.get(`table ${table.number}`) ?? null,
  };
}

/** Files that this frame's events put into the tree. */
function newFiles(events: readonly SimEvent[]): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const event of events) {
    if (event.kind === 'flushed' || event.kind === 'moved') numbers.add(event.table.number);
    if (event.kind === 'installed') for (const { number } of event.outputs) numbers.add(number);
    if (event.kind === 'recovered') for (const { number } of event.tables) numbers.add(number);
  }
  return numbers;
}

function touchedKey(events: readonly SimEvent[]): number | null {
  for (const event of events) {
    if (event.kind === 'logged' || event.kind === 'inserted' || event.kind === 'acknowledged') {
      return event.entry.key;
    }
  }
  return null;
}

function memoryLane(
  name: 'memtable' | 'immutable',
  memtable: MemTable,
  state: SimState,
  key: number | null,
  view: KeyInView,
): MemoryLane {
  return {
    name,
    visit: view.visits.get(name) ?? null,
    note: formatShare(memtable.bytes, state.config.options.writeBufferBytes),
    marks: memtable.entries.map((entry) => ({
      at: share(entry.key + 0.5, state),
      deleted: entry.type === 'delete',
      touched: entry.key === key || entry.key === view.key,
    })),
  };
}

function levelNote(level: number, files: readonly Table[], state: SimState): string {
  const { level0Trigger, level1Bytes, levelMultiplier } = state.config.options;
  if (level === 0) return `${files.length} of ${level0Trigger} files`;
  const target = level1Bytes * levelMultiplier ** (level - 1);
  return formatShare(
    files.reduce((sum, { bytes }) => sum + bytes, 0),
    target,
  );
}

function levelLanes(
  state: SimState,
  events: readonly SimEvent[],
  view: KeyInView,
): readonly LevelLane[] {
  const merging = new Set(
    mergeOf(state)
      ?.decision.inputs.flat()
      .map((t) => t.number),
  );
  const fresh = newFiles(events);
  return state.version.levels.map((files, level) => {
    // Level 0 reads oldest first, as its files arrived.
    const ordered = level === 0 ? files.toSorted((a, b) => a.number - b.number) : files;
    return {
      level,
      note: levelNote(level, files, state),
      files: ordered.map((table) => {
        const tone = merging.has(table.number)
          ? 'active'
          : fresh.has(table.number)
            ? 'fresh'
            : 'calm';
        return fileOf(table, tone, state, view);
      }),
    };
  });
}

function mergeLane(
  state: SimState,
  events: readonly SimEvent[],
  view: KeyInView,
): MergeLane | null {
  const job = mergeOf(state);
  if (job === null) return null;
  const { level } = job.decision;
  const outputs = job.outputs.map((table) => fileOf(table, 'fresh', state, view));
  const first = job.building[0];
  const last = job.building.at(-1);
  if (first && last && job.buildingNumber !== null) {
    outputs.push({
      number: job.buildingNumber,
      from: share(first.key, state),
      to: share(last.key + 1, state),
      bytes: job.buildingBytes,
      tone: 'fresh',
    });
  }
  const reached = job.last ? share(job.last.entry.key + 1, state) : (outputs.at(-1)?.to ?? 0);
  return { note: `L${level} → L${level + 1}`, outputs, reached, text: mergeText(job, events) };
}

function mergeText(job: CompactionJob, events: readonly SimEvent[]): string {
  const merged = events.find((event) => event.kind === 'merged');
  if (merged?.kind !== 'merged') return `${job.total} entries to merge`;
  if (merged.entries === 1) return entryText(merged.last.entry, merged.kept === 1);
  const dropped = merged.shadowed + merged.tombstones;
  return `${merged.kept} kept, ${dropped} dropped`;
}

function entryText(entry: Entry, kept: boolean): string {
  return `key ${entry.key} · seq ${entry.seq} ${kept ? 'kept' : 'dropped'}`;
}

function gauges(frame: SimFrame, frames: readonly SimFrame[]): readonly Gauge[] {
  const all = [
    ['write amp', writeAmplification],
    ['space amp', spaceAmplification],
    ['reads per get', readAmplification],
  ] as const;
  return all
    .filter(([name]) => name !== 'reads per get' || (frames.at(-1)?.state.counters.gets ?? 0) > 0)
    .map(([name, measure]) => {
      const value = measure(frame.state.counters);
      const text =
        name === 'reads per get' ? (value === null ? '–' : value.toFixed(1)) : formatRatio(value);
      return {
        name,
        value: text,
        series: sampleSeries(frames, frame.index, (f) => measure(f.state.counters)),
      };
    });
}

/** Round keys, about five of them, the first named. */
export function keyTicks({ config }: SimState): MapView['ticks'] {
  return ticks(0, config.keys, 4).map((key) => ({
    at: key / config.keys,
    text: key === 0 ? 'key 0' : String(key),
  }));
}

function nextStep(state: SimState): string {
  if (state.crashed) return 'Recovery reads the log and rebuilds the memtable.';
  const job = mergeOf(state);
  if (job) return `The merge has ${job.total - job.read} of ${job.total} entries to go.`;
  if (state.immutable) return 'The immutable memtable waits to be flushed.';
  const { level0Trigger, level1Bytes, levelMultiplier } = state.config.options;
  const scores = state.version.levels.slice(0, -1).map((files, level) => {
    if (level === 0) return files.length / level0Trigger;
    const bytes = files.reduce((sum, f) => sum + f.bytes, 0);
    return bytes / (level1Bytes * levelMultiplier ** (level - 1));
  });
  const best = scores.indexOf(Math.max(...scores));
  const verdict = scores[best]! >= 1 ? 'so it is compacted' : 'so nothing is compacted';
  return `The highest score is L${best}’s, ${scores[best]!.toFixed(2)}, ${verdict}.`;
}

export function simView(
  frame: SimFrame,
  frames: readonly SimFrame[],
  focus: number | null = null,
): MapView {
  const { state, events } = frame;
  const view = keyInView(events, focus);
  const key = touchedKey(events);
  const memory = [memoryLane('memtable', state.memtable, state, key, view)];
  if (state.immutable) {
    memory.push(memoryLane('immutable', state.immutable.memtable, state, null, view));
  }
  const merge = mergeLane(state, events, view);
  return {
    ticks: keyTicks(state),
    memory,
    levels: levelLanes(state, events, view),
    merge,
    cursor: merge && merge.reached > 0 && merge.reached <= 1 ? merge.reached : null,
    key: view.key === null ? null : { at: share(view.key + 0.5, state), text: `key ${view.key}` },
    gauges: gauges(frame, frames),
    next: { title: 'next step', text: nextStep(state) },
  };
}

const rooms = new WeakMap<readonly SimFrame[], MapRoom>();

/** The room that a whole run needs. Worked out once for each list of frames. */
export function simRoom(frames: readonly SimFrame[], focus: number | null = null): MapRoom {
  const known = rooms.get(frames);
  if (known) return known;
  let rows = 0;
  let levels = 2;
  let memory = 1;
  let merge = false;
  let key = focus !== null;
  let density = 0;
  for (const { state, events } of frames) {
    if (events.some((event) => event.kind === 'read')) key = true;
    rows = Math.max(rows, state.version.levels[0]!.length);
    const deepest = state.version.levels.findLastIndex((files) => files.length > 0);
    levels = Math.max(levels, deepest + 1);
    if (state.immutable) memory = 2;
    if (mergeOf(state)) merge = true;
    for (const files of state.version.levels.slice(1)) {
      for (const file of files) {
        const span = (file.largest.user - file.smallest.user + 1) / state.config.keys;
        density = Math.max(density, file.bytes / span);
      }
    }
  }
  const room = { memory, rows, levels, merge, key, density: typicalDensity(frames, density) };
  rooms.set(frames, room);
  return room;
}

/** One file packed into very few keys would flatten all others: half the files fill their lane. */
function typicalDensity(frames: readonly SimFrame[], most: number): number {
  const last = frames.at(-1)!.state;
  const all = last.version.levels
    .slice(1)
    .flat()
    .map((f) => f.bytes / ((f.largest.user - f.smallest.user + 1) / last.config.keys))
    .sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)] ?? (most || 1);
}
