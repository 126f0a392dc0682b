import { UNTIL_FULL } from './client.ts';
import { compactionWords, flushWords, mergeWords } from './merge-words.ts';
import { count, duration, list } from './phrases.ts';
import type {
  Entry,
  Operation,
  ReadStep,
  ReadTrace,
  SimAction,
  SimEvent,
  SimState,
} from './types.ts';

/** The action in words, for the what-if menu. */
export function describe(state: SimState, action: SimAction): string {
  switch (action.type) {
    case 'put':
      return `Put key ${action.key}`;
    case 'delete':
      return `Delete key ${action.key}`;
    case 'insert':
      return 'Insert into the memtable';
    case 'acknowledge':
      return 'Acknowledge the write';
    case 'get':
      return action.snapshot === undefined
        ? `Get key ${action.key}`
        : `Get key ${action.key} at the snapshot of seq ${action.snapshot}`;
    case 'scan':
      return `Scan ${count(action.count, 'key')} from ${action.key}`;
    case 'operate':
      return describeOperation(action.operation);
    case 'next':
      return nextWords(action.operations ?? 1);
    case 'snapshot':
      return 'Take a snapshot';
    case 'release':
      return `Release the snapshot at seq ${action.seq}`;
    case 'crash':
      return 'Crash now';
    case 'recover':
      return 'Recover from the log';
    default:
      return describeBackground(state, action);
  }
}

function nextWords(operations: number): string {
  if (operations === 1) return 'Next operation';
  if (operations >= UNTIL_FULL) return 'Operations until the memtable is full';
  return `Next ${operations} operations`;
}

function describeOperation({ kind, key, count: keys }: Operation): string {
  if (kind === 'scan') return `Scan ${count(keys, 'key')} from ${key}`;
  if (kind === 'read-modify-write') return `Read, modify and write key ${key}`;
  return `${kind === 'put' ? 'Put' : kind === 'get' ? 'Get' : 'Delete'} key ${key}`;
}

function describeBackground({ job, immutable }: SimState, action: SimAction): string {
  switch (action.type) {
    case 'rotate':
      return 'Make the memtable immutable';
    case 'flush':
      return 'Start the flush';
    case 'pick':
      return 'Pick a compaction';
    case 'merge':
      if (action.entries === 'all') return 'Merge everything that is left';
      return action.entries === 1 ? 'Merge one entry' : `Merge ${action.entries} entries`;
    case 'install':
      if (job?.kind === 'flush') return 'Install the flushed table';
      return job?.decision.trivialMove ? 'Move the file down' : 'Install the outputs';
    default:
      return immutable !== null || job?.kind === 'flush'
        ? 'Flush in one step'
        : 'Run a background step at once';
  }
}

/** One or two sentences on what happened in a frame, and why. */
export function caption(state: SimState, events: readonly SimEvent[]): string {
  if (events.length === 0) return opening(state);
  const wholeWrite = events.some(({ kind }) => kind === 'acknowledged') && events.length > 1;
  const sentences = wholeWrite
    ? writeWords(events)
    : events.flatMap((event) => eventWords(state, event, events));
  return sentences.join(' ');
}

function opening(state: SimState): string {
  if (state.seq === 0)
    return `An empty store: log ${state.wal.number} and a memtable wait for the first write.`;
  const levels = state.version.levels.flatMap((files, level) =>
    files.length === 0 ? [] : [`${count(files.length, 'file')} in level ${level}`],
  );
  const tree = levels.length === 0 ? 'the tree is empty' : `the tree has ${list(levels)}`;
  return `After ${count(state.seq, 'write')}, ${tree}.`;
}

/** A write in one frame, with what came before it in the same frame. */
function writeWords(events: readonly SimEvent[]): string[] {
  const sentences: string[] = [];
  let entry: Entry | null = null;
  let logged = false;
  for (const event of events) {
    if (event.kind === 'slowed') sentences.push(slowedWords(event.files, event.micros));
    if (event.kind === 'read') sentences.push(readWords(event.trace));
    if (event.kind === 'logged') logged = true;
    if (event.kind === 'acknowledged') entry = event.entry;
  }
  if (entry === null) return sentences;
  const way = logged
    ? 'is logged, enters the memtable and is acknowledged'
    : 'enters the memtable and is acknowledged without having been logged';
  const what = entry.type === 'put' ? '' : ', a tombstone,';
  return [...sentences, `${verb(entry)} ${entry.key}: seq ${entry.seq}${what} ${way}.`];
}

function verb(entry: Entry): string {
  return entry.type === 'put' ? 'Put' : 'Delete';
}

function slowedWords(files: number, micros: number): string {
  return `Level 0 has ${count(files, 'file')}, so the write first sleeps for ${duration(micros)}.`;
}

function eventWords(state: SimState, event: SimEvent, events: readonly SimEvent[]): string[] {
  switch (event.kind) {
    case 'logged':
      return [loggedWords(event.entry, state.wal.number)];
    case 'inserted':
      return [insertedWords(event.entry, events)];
    case 'acknowledged':
      return [
        `Seq ${event.entry.seq} is acknowledged: readers see it from now on, and the client may rely on it.`,
      ];
    case 'slowed':
      return [slowedWords(event.files, event.micros)];
    case 'waited':
      return [`Writes had waited ${duration(event.micros)} for this.`];
    case 'read':
      return [readWords(event.trace)];
    case 'batch':
      return [batchWords(event)];
    case 'snapshot-taken':
      return [
        `A snapshot is taken at seq ${event.seq}: until it is released, the newest versions up to there stay readable.`,
      ];
    case 'snapshot-released':
      return [
        `The snapshot at seq ${event.seq} is released. The versions it held back go when a compaction next meets them.`,
      ];
    case 'crashed':
      return [crashedWords(event.lost, event.logged)];
    case 'recovered':
      return recoveredWords(event);
    case 'rotated':
    case 'flush-started':
    case 'flushed':
      return [flushWords(state, event)];
    case 'merged':
    case 'cut':
      return mergeWords(state, event, events);
    default:
      return [compactionWords(state, event)];
  }
}

function loggedWords(entry: Entry, log: number): string {
  const record = entry.type === 'put' ? 'the write' : 'a tombstone';
  return `${verb(entry)} ${entry.key}: ${record}, seq ${entry.seq}, goes to log ${log} first, so that a crash cannot lose it.`;
}

function insertedWords(entry: Entry, events: readonly SimEvent[]): string {
  const unlogged = !events.some(({ kind }) => kind === 'logged') && events.length > 1;
  if (unlogged) return `Key ${entry.key}, seq ${entry.seq}, enters the memtable unlogged.`;
  return `Key ${entry.key}, seq ${entry.seq}, enters the memtable in key order. Readers do not see it before it is acknowledged.`;
}

function batchWords(event: Extract<SimEvent, { kind: 'batch' }>): string {
  const done = [
    event.puts > 0 ? count(event.puts, 'put') : null,
    event.deletes > 0 ? count(event.deletes, 'delete') : null,
    event.reads > 0 ? count(event.reads, 'read') : null,
  ].filter((part) => part !== null);
  const slept =
    event.slowdowns > 0
      ? ` Level 0 is near its limit, so ${count(event.slowdowns, 'write')} slept first.`
      : '';
  const why = {
    count: 'are done',
    full: 'are done, and the memtable is full',
    background: 'are done by the time the background thread is ready for its next step',
    over: 'are done, and the workload is over',
  }[event.ended];
  return `${list(done)} ${why}.${slept}`;
}

function readWords(trace: ReadTrace): string {
  const places = count(trace.steps.length, 'place');
  const at = trace.snapshot === null ? '' : ` at the snapshot of seq ${trace.snapshot}`;
  if (trace.kind === 'scan')
    return `Scan from ${trace.key}: ${count(trace.result.length, 'key')} from ${places}, passing over ${count(trace.skipped, 'hidden entry')}.`;
  const last = trace.steps.at(-1);
  if (last === undefined || last.outcome === 'absent')
    return `Get ${trace.key}${at}: not found after ${places}.`;
  const where = placeWords(last);
  return last.outcome === 'tombstone'
    ? `Get ${trace.key}${at}: a tombstone in ${where} says that it was deleted, so the search ends after ${places}.`
    : `Get ${trace.key}${at}: found in ${where}, seq ${trace.result[0]!.seq}, after looking in ${places}.`;
}

function placeWords(step: ReadStep): string {
  if (step.place === 'memtable') return 'the memtable';
  if (step.place === 'immutable') return 'the immutable memtable';
  return `file ${step.file} of level ${step.level}`;
}

function crashedWords(lost: number, logged: number): string {
  const memory =
    lost === 0
      ? 'The store crashes with empty memtables'
      : `The store crashes: the memtables and their ${count(lost, 'write')} are gone`;
  const log = logged === 0 ? 'the log holds nothing to replay' : `the log still holds ${logged}`;
  return `${memory}; ${log}. Tables that were installed remain.`;
}

function recoveredWords(event: Extract<SimEvent, { kind: 'recovered' }>): string[] {
  const tables = event.tables.map(({ number }) => number);
  if (tables.length === 0) return ['Recovery finds nothing in the log; a new log is started.'];
  const files = tables.length === 1 ? `file ${tables[0]}` : `files ${list(tables.map(String))}`;
  const unanswered = event.unacknowledged.map(
    ({ key, seq }) =>
      `Seq ${seq} of key ${key} comes back too: it was logged, though never acknowledged.`,
  );
  return [
    `Recovery replays ${count(event.replayed, 'write')} from the log and flushes them as ${files} of level 0.`,
    ...unanswered,
  ];
}
