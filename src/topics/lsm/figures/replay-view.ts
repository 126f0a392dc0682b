import type { Frame } from '../../../lab/engine.ts';
import type { RealFile } from '../engine/real/version-edit.ts';
import type { WindowState } from '../engine/real/window.ts';
import { LEVELDB_OPTIONS } from '../engine/tree/options.ts';
import type { Version } from '../engine/tree/types.ts';
import { maxBytesForLevel, totalBytes } from '../engine/tree/version.ts';
import { formatBytes, formatRatio, formatShare } from './format.ts';
import {
  type LevelLane,
  type MapFile,
  type MapRoom,
  type MapView,
  type MergeLane,
  sampleSeries,
  type Tone,
} from './map-view.ts';

export type ReplayFrame = Frame<WindowState, unknown, { readonly kind: string }>;

/**
 * Keys of a real store are byte strings, with no distance between them. A file is
 * drawn from the rank of its smallest key to the rank of its largest, among all
 * first and last keys of the files in these frames.
 */
interface Scale {
  readonly at: ReadonlyMap<string, number>;
  readonly room: MapRoom;
}

const scales = new WeakMap<readonly ReplayFrame[], Scale>();

function scaleOf(frames: readonly ReplayFrame[]): Scale {
  const known = scales.get(frames);
  if (known) return known;
  const files = new Map<number, RealFile>();
  let rows = 0;
  let levels = 2;
  for (const { state } of frames) {
    rows = Math.max(rows, state.version.levels[0]!.length);
    state.version.levels.forEach((level, i) => {
      if (level.length > 0) levels = Math.max(levels, i + 1);
      for (const file of level) files.set(file.number, file);
    });
  }
  const bounds = [...files.values()].flatMap((f) => [f.smallest.user, f.largest.user]);
  const keys = [...new Set(bounds)].sort((a, b) => (a < b ? -1 : 1));
  const last = Math.max(1, keys.length - 1);
  const at = new Map(keys.map((key, i) => [key, i / last]));
  const densities = [...files.values()]
    .map((f) => f.bytes / Math.max(1e-6, at.get(f.largest.user)! - at.get(f.smallest.user)!))
    .sort((a, b) => a - b);
  const density = densities[Math.floor(densities.length * 0.6)] ?? 1;
  const scale = { at, room: { memory: 0, rows, levels, merge: true, key: false, density } };
  scales.set(frames, scale);
  return scale;
}

export function replayRoom(frames: readonly ReplayFrame[]): MapRoom {
  return scaleOf(frames).room;
}

/**
 * A flush is drawn with its file in place. A compaction is drawn on the tree it
 * was picked from, its inputs marked, with the files that replace them beneath.
 */
export function replayView(frame: ReplayFrame, frames: readonly ReplayFrame[]): MapView {
  const { state } = frame;
  const { at } = scaleOf(frames);
  const before = state.taken ? (frames[frame.index - 1]?.state.version ?? null) : null;
  const version = before ?? state.version;
  const fileOf = (file: RealFile, tone: Tone): MapFile => ({
    number: file.number,
    from: at.get(file.smallest.user) ?? 0,
    to: at.get(file.largest.user) ?? 1,
    bytes: file.bytes,
    tone,
  });
  const taken = new Set(state.taken?.files.flat() ?? []);
  const added = new Set(state.added);
  const toneOf = (file: RealFile): Tone =>
    taken.has(file.number) ? 'active' : !before && added.has(file.number) ? 'fresh' : 'calm';
  return {
    ticks: [
      { at: 0, text: 'first key' },
      { at: 1, text: 'last key' },
    ],
    memory: [],
    levels: version.levels.map((files, level) => lane(level, files, (f) => fileOf(f, toneOf(f)))),
    merge: before ? mergeLane(state, (file) => fileOf(file, 'fresh')) : null,
    cursor: null,
    key: null,
    gauges: gauges(frame, frames),
    next: { title: 'our picker', text: verdictOf(state) },
  };
}

function lane(
  level: number,
  files: Version<RealFile>['levels'][number],
  draw: (f: RealFile) => MapFile,
): LevelLane {
  const ordered = level === 0 ? files.toSorted((a, b) => a.number - b.number) : files;
  const note =
    level === 0
      ? `${files.length} of ${LEVELDB_OPTIONS.level0Trigger} files`
      : formatShare(totalBytes(files), maxBytesForLevel(level, LEVELDB_OPTIONS));
  return { level, note, files: ordered.map(draw) };
}

function mergeLane(state: WindowState, draw: (file: RealFile) => MapFile): MergeLane | null {
  if (!state.taken) return null;
  const { level } = state.taken;
  const outputs = (state.version.levels[level + 1] ?? [])
    .filter((file) => state.added.includes(file.number))
    .map(draw);
  const note = `L${level} → L${level + 1}`;
  return { note, outputs, reached: outputs.at(-1)?.to ?? 0, text: '' };
}

function verdictOf(state: WindowState): string {
  if (state.taken === null || state.judgement === null) {
    return 'Before each compaction our picker says what it would take.';
  }
  const count = state.taken.files.flat().length;
  return state.verdict === 'agree'
    ? `Same choice: our picker named ${count === 1 ? 'this file' : `these ${count} files`}, and no other.`
    : `A different choice. ${state.judgement.why ?? ''}`;
}

function gauges(frame: ReplayFrame, frames: readonly ReplayFrame[]): MapView['gauges'] {
  const { totals } = frame.state;
  const asked = totals.agree + totals.disagree;
  const amplification = ({ state }: ReplayFrame) =>
    state.totals.flushBytes === 0
      ? null
      : (state.totals.flushBytes + state.totals.writtenBytes) / state.totals.flushBytes;
  return [
    {
      name: 'same choice',
      value: `${totals.agree} of ${asked}`,
      series: sampleSeries(frames, frame.index, ({ state }) => state.totals.agree),
    },
    {
      name: 'flushed',
      value: formatBytes(totals.flushBytes),
      series: sampleSeries(frames, frame.index, ({ state }) => state.totals.flushBytes),
    },
    {
      name: 'write amp',
      value: formatRatio(amplification(frame)),
      series: sampleSeries(frames, frame.index, amplification),
    },
  ];
}
