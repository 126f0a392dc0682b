import { inputTables } from '../engine/sim/merge.ts';
import type { CompactionJob, Entry, SimEvent, SimState } from '../engine/sim/types.ts';
import { mergeOf, type SimFrame } from './sim-view.ts';
import { oldestSnapshotWords } from './words.ts';

/** What has become of one entry of an input. */
export type CellState = 'waiting' | 'current' | 'kept' | 'dropped';

export interface Cell {
  readonly key: number;
  /** Which of the row's versions of this key it is, the newest first. */
  readonly place: number;
  readonly seq: number;
  readonly deleted: boolean;
  readonly state: CellState;
}

/** One sorted run that the merge reads, or the one it writes. */
export interface MergeRow {
  readonly name: string;
  readonly note: string;
  readonly cells: readonly Cell[];
  /** Ranges of keys that one file covers, for the brackets. */
  readonly files: readonly {
    readonly number: number;
    readonly from: number;
    readonly to: number;
  }[];
  /** The key that its cursor stands at; `null` at its end. */
  readonly cursor: number | null;
  readonly output: boolean;
}

export interface MergeView {
  readonly rows: readonly MergeRow[];
  /**
   * Every key that any input holds, ascending, each with as many places side by
   * side as the row that holds most versions of it needs.
   */
  readonly columns: readonly {
    readonly key: number;
    readonly first: number;
    readonly places: number;
  }[];
  /** Places in all. */
  readonly places: number;
  readonly current: number | null;
  readonly verdict: {
    readonly title: string;
    readonly good: boolean;
    readonly lines: readonly string[];
  };
  readonly tallies: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The merge that a frame shows: the one under way, or on the frame that installs
 * it the one just finished. `null` on all others.
 */
export function mergeView({ state, events }: SimFrame, before: SimState | null): MergeView | null {
  const installed = events.find((e) => e.kind === 'installed');
  const job = mergeOf(state) ?? (installed && before ? mergeOf(before) : null);
  if (!job || job.decision.trivialMove) return null;
  const tables = inputTables(job.decision);
  const kept = keptEntries(job);
  const rows = tables.map((table, input) => ({
    name: `#${table.number}`,
    level: input < job.decision.inputs[0].length ? job.decision.level : job.decision.level + 1,
    cursor: table.entries[job.cursors[input]!]?.key ?? null,
    files: [{ number: table.number, from: table.smallest.user, to: table.largest.user }],
    cells: table.entries.map((entry, i) => cellOf(entry, i, input, job, kept)),
  }));
  const all = [...joinLowerLevel(rows, job), outputRow(job)].map(place);
  const columns = columnsOf(all);
  const last = columns.at(-1);
  return {
    rows: all,
    columns,
    places: last ? last.first + last.places : 0,
    current: job.last?.entry.key ?? null,
    verdict: verdictOf(job, events),
    tallies: talliesOf(job),
  };
}

const identity = (entry: Entry) => `${entry.key}/${entry.seq}`;

function keptEntries(job: CompactionJob): ReadonlySet<string> {
  const written = [...job.outputs.flatMap((t) => t.entries), ...job.building];
  return new Set(written.map(identity));
}

function cellOf(
  entry: Entry,
  index: number,
  input: number,
  job: CompactionJob,
  kept: ReadonlySet<string>,
): Cell {
  const { key, seq } = entry;
  const deleted = entry.type === 'delete';
  const last =
    job.last?.input === input && job.last.entry.seq === seq && job.last.entry.key === key;
  const passed = index < job.cursors[input]!;
  const state = last
    ? 'current'
    : !passed
      ? 'waiting'
      : kept.has(identity(entry))
        ? 'kept'
        : 'dropped';
  return { key, place: 0, seq, deleted, state };
}

/** Numbers the versions of each key within a row, which holds them newest first. */
function place(row: MergeRow): MergeRow {
  let before: Cell | null = null;
  const cells = row.cells.map((cell) => {
    const at: number = before?.key === cell.key ? before.place + 1 : 0;
    before = { ...cell, place: at };
    return before;
  });
  return { ...row, cells };
}

function columnsOf(rows: readonly MergeRow[]): MergeView['columns'] {
  const most = new Map<number, number>();
  for (const { key, place: at } of rows.flatMap((row) => row.cells)) {
    most.set(key, Math.max(most.get(key) ?? 0, at + 1));
  }
  let first = 0;
  return [...most]
    .sort(([a], [b]) => a - b)
    .map(([key, places]) => {
      const column = { key, first, places };
      first += places;
      return column;
    });
}

interface InputRow extends Omit<MergeRow, 'note' | 'output'> {
  readonly level: number;
}

/** Level 0 files are a row each, newest first. A lower level is one run, whatever its files. */
function joinLowerLevel(rows: readonly InputRow[], job: CompactionJob): MergeRow[] {
  const { level } = job.decision;
  const join = (of: readonly InputRow[], at: number): MergeRow[] =>
    of.length === 0
      ? []
      : [
          {
            name: `L${at}`,
            note: of.length === 1 ? `file ${of[0]!.files[0]!.number}` : `${of.length} files`,
            cells: of.flatMap((r) => r.cells),
            files: of.flatMap((r) => r.files),
            cursor: of.find((r) => r.cursor !== null)?.cursor ?? null,
            output: false,
          },
        ];
  const upper = rows.filter((r) => r.level === level);
  const lower = rows.filter((r) => r.level !== level);
  const separate = upper
    .toSorted((a, b) => b.files[0]!.number - a.files[0]!.number)
    .map((r, i) => ({ ...r, note: i === 0 ? 'L0, newest' : 'L0', output: false }));
  return [...(level === 0 ? separate : join(upper, level)), ...join(lower, level + 1)];
}

function outputRow(job: CompactionJob): MergeRow {
  const cell = ({ key, seq, type }: Entry): Cell => ({
    key,
    place: 0,
    seq,
    deleted: type === 'delete',
    state: 'kept',
  });
  const files = job.outputs.map((t) => ({
    number: t.number,
    from: t.smallest.user,
    to: t.largest.user,
  }));
  const [first, last] = [job.building[0], job.building.at(-1)];
  if (first && last && job.buildingNumber !== null) {
    files.push({ number: job.buildingNumber, from: first.key, to: last.key });
  }
  return {
    name: 'output',
    note: `to L${job.decision.level + 1}`,
    cells: [...job.outputs.flatMap((t) => t.entries), ...job.building].map(cell),
    files,
    cursor: null,
    output: true,
  };
}

function verdictOf(job: CompactionJob, events: readonly SimEvent[]): MergeView['verdict'] {
  const { last } = job;
  if (events.some((e) => e.kind === 'installed')) {
    return { title: 'Installed', good: true, lines: ['The outputs replace every input at once.'] };
  }
  if (!last) {
    return { title: 'Not begun', good: true, lines: ['Each cursor stands at its first entry.'] };
  }
  const { entry, fate } = last;
  const what = `key ${entry.key}, seq ${entry.seq}${entry.type === 'delete' ? ', a tombstone' : ''}`;
  if (fate.kept) return { title: 'Kept', good: true, lines: [what] };
  if (fate.why === 'shadowed') {
    return {
      title: 'Dropped: hidden',
      good: false,
      lines: [what, `Seq ${fate.by} is newer, and ${oldestSnapshotWords(job)}.`],
    };
  }
  return {
    title: 'Dropped: tombstone',
    good: false,
    lines: [what, `No file below L${job.decision.level + 1} covers the key, so it hides nothing.`],
  };
}

function talliesOf(job: CompactionJob): MergeView['tallies'] {
  return [
    { name: 'read', value: `${job.read} of ${job.total}` },
    { name: 'kept', value: String(job.kept) },
    { name: 'hidden, dropped', value: String(job.dropped.shadowed) },
    { name: 'tombstones dropped', value: String(job.dropped.tombstones) },
  ];
}
