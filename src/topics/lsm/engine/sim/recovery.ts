import { applyChanges } from '../tree/version.ts';
import type { Work } from './client.ts';
import { withEntry } from './client.ts';
import {
  emptyLog,
  emptyMemTable,
  insertEntry,
  isFull,
  layoutRules,
  makeTable,
  tableBytes,
  visibleBytes,
} from './entries.ts';
import { lookUp } from './read.ts';
import type { Entry, MemTable, SimState, Table, WriteAheadLog } from './types.ts';

/**
 * The process dies. Memory is lost: memtables, snapshots, the merge and its
 * unfinished tables. Files remain: the tables of the version, and the logs.
 */
export function crash(work: Work): void {
  const { state } = work;
  const { immutable, memtable, config } = state;
  work.events.push({
    kind: 'crashed',
    lost: memtable.entries.length + (immutable?.memtable.entries.length ?? 0),
    logged: logsOf(state).reduce((sum, log) => sum + log.entries.length, 0),
  });
  work.state = {
    ...state,
    crashed: true,
    pending: null,
    memtable: emptyMemTable(config),
    immutable: immutable === null ? null : { memtable: emptyMemTable(config), wal: immutable.wal },
    job: null,
    decision: null,
    read: null,
    snapshots: [],
    views: state.views === null ? null : [],
  };
}

function logsOf(state: SimState): readonly WriteAheadLog[] {
  return state.immutable === null ? [state.wal] : [state.immutable.wal, state.wal];
}

/**
 * Replays the logs, oldest first, into tables of level 0 (`DBImpl::Recover`,
 * `DBImpl::RecoverLogFile`). Sequence and file numbers go on from where they
 * were; LevelDB reads them back from its MANIFEST and may use some file
 * numbers again, which changes nothing else.
 */
export function recover(work: Work): void {
  const { state } = work;
  const { config, counters } = state;
  const tables: Table[] = [];
  let nextFile = state.nextFile;
  const entries = logsOf(state).flatMap((log) => log.entries);
  for (const log of logsOf(state))
    for (const memtable of replay(log, state))
      tables.push(
        makeTable(nextFile++, memtable.entries, tableBytes(memtable.entries, layoutRules(config))),
      );
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  const clock =
    Math.max(state.clock, state.backgroundClock) +
    Math.floor(bytes / config.timing.backgroundBytesPerMicro);
  const unacknowledged = entries.filter((entry) => entry.seq > state.seq);
  work.events.push({ kind: 'recovered', replayed: entries.length, tables, unacknowledged });
  const recovered: SimState = {
    ...state,
    crashed: false,
    clock,
    backgroundClock: clock,
    seq: entries.reduce((max, entry) => Math.max(max, entry.seq), state.seq),
    nextFile: nextFile + 1,
    immutable: null,
    wal: emptyLog(nextFile),
    version: applyChanges(state.version, {
      deleted: [],
      added: tables.map((file) => ({ level: 0, file })),
    }),
    // A write that was logged but not answered is the client's to find: it is there from now on.
    acknowledged: unacknowledged.reduce(withEntry, state.acknowledged),
    counters: {
      ...counters,
      flush: counters.flush + bytes,
      flushes: counters.flushes + tables.length,
      tableBytes: counters.tableBytes + bytes,
    },
  };
  work.state = {
    ...recovered,
    counters: { ...recovered.counters, liveBytes: countLive(recovered) },
  };
}

/** A log's writes as memtables, each as full as it may get. */
function replay(log: WriteAheadLog, { config }: SimState): MemTable[] {
  const full: MemTable[] = [];
  let memtable = emptyMemTable(config);
  for (const entry of log.entries) {
    memtable = insertEntry(memtable, entry, config);
    if (!isFull(memtable, config)) continue;
    full.push(memtable);
    memtable = emptyMemTable(config);
  }
  return memtable.entries.length === 0 ? full : [...full, memtable];
}

/** Bytes that a reader could see, counted afresh. */
export function countLive(state: SimState): number {
  let bytes = 0;
  for (let key = 0; key < state.config.keys; key++) {
    const entry: Entry | null = lookUp(state, key, state.seq);
    bytes += visibleBytes(state.config, entry);
  }
  return bytes;
}
