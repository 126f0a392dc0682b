import { writeAmplification } from '../engine/sim/amplification.ts';
import type { Entry, SimEvent, SimState, Table } from '../engine/sim/types.ts';
import { formatBytes, formatRatio } from './format.ts';
import type { SimFrame } from './sim-view.ts';

/** One entry as a cell: the log in the order written, the rest in key order. */
export interface WriteCell {
  readonly id: string;
  readonly key: number;
  readonly seq: number;
  readonly deleted: boolean;
  /** Touched by this frame. */
  readonly touched: boolean;
  /** Written but not yet acknowledged: readers do not see it. */
  readonly unacknowledged: boolean;
  /** Where a read found what it looked for. */
  readonly found: boolean;
}

export interface WriteLane {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly cells: readonly WriteCell[];
  /** In memory: lost in a crash. */
  readonly volatile: boolean;
  /** In which order a read looked here, from 1; `null` if it did not. */
  readonly visited: number | null;
}

export interface WriteView {
  readonly lanes: readonly WriteLane[];
  readonly crashed: boolean;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

interface Marks {
  readonly touched: ReadonlySet<number>;
  readonly pending: number | null;
  readonly visits: ReadonlyMap<string, number>;
  readonly found: { readonly lane: string; readonly key: number } | null;
}

/** A log and memtable side by side with the tables they turn into. */
export function writeView({ state, events }: SimFrame): WriteView {
  const marks = marksOf(state, events);
  const memory = state.crashed ? [] : state.memtable.entries;
  const lanes = [
    lane('log', `log ${state.wal.number}`, 'on disk, in order', state.wal.entries, marks),
    { ...lane('memtable', 'memtable', memoryNote(state), memory, marks), volatile: true },
  ];
  if (state.immutable) {
    const { wal, memtable } = state.immutable;
    const note = `its log is ${wal.number}`;
    lanes.push({
      ...lane('immutable', 'immutable', note, memtable.entries, marks),
      volatile: true,
    });
  } else {
    lanes.push({ ...lane('immutable', 'immutable', 'none', [], marks), volatile: true });
  }
  state.version.levels.forEach((files, level) => {
    const ordered = level === 0 ? files.toSorted((a, b) => b.number - a.number) : files;
    for (const table of ordered) lanes.push(tableLane(table, level, marks));
  });
  return { lanes, crashed: state.crashed, facts: factsOf(state) };
}

function memoryNote(state: SimState): string {
  if (state.crashed) return 'lost';
  const entries = state.memtable.entries.length;
  if (entries === 0) return 'in memory, empty';
  return `in memory, ${entries === 1 ? '1 entry' : `${entries} entries`}`;
}

function marksOf(state: SimState, events: readonly SimEvent[]): Marks {
  const touched = new Set<number>();
  const visits = new Map<string, number>();
  let found: Marks['found'] = null;
  for (const event of events) {
    if ('entry' in event) touched.add(event.entry.seq);
    if (event.kind === 'flushed' || event.kind === 'flush-started') {
      for (const entry of event.table.entries) touched.add(entry.seq);
    }
    if (event.kind !== 'read') continue;
    event.trace.steps.forEach((step, i) => {
      const id = step.place === 'table' ? `table-${step.file}` : step.place;
      visits.set(id, i + 1);
      if (step.outcome !== 'absent') found = { lane: id, key: event.trace.key };
    });
  }
  return { touched, visits, found, pending: state.pending?.entry.seq ?? null };
}

function lane(
  id: string,
  name: string,
  note: string,
  entries: readonly Entry[],
  marks: Marks,
): WriteLane {
  return {
    id,
    name,
    note,
    volatile: false,
    visited: marks.visits.get(id) ?? null,
    cells: entries.map(({ key, seq, type }) => ({
      id: `${id}-${seq}`,
      key,
      seq,
      deleted: type === 'delete',
      touched: marks.touched.has(seq),
      unacknowledged: seq === marks.pending,
      found: marks.found?.lane === id && marks.found.key === key,
    })),
  };
}

function tableLane(table: Table, level: number, marks: Marks): WriteLane {
  return lane(
    `table-${table.number}`,
    `#${table.number}`,
    `table, level ${level}`,
    table.entries,
    marks,
  );
}

function factsOf(state: SimState): WriteView['facts'] {
  const { counters } = state;
  return [
    { name: 'answered', value: `${counters.puts + counters.deletes}` },
    { name: 'logged', value: formatBytes(counters.wal) },
    { name: 'flushed', value: formatBytes(counters.flush) },
    { name: 'write amp', value: formatRatio(writeAmplification(counters)) },
  ];
}
