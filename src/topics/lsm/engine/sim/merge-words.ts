import type { Decision } from '../tree/picker.ts';
import { isBaseLevelForKey } from '../tree/placement.ts';
import { inputTables } from './merge.ts';
import { count, list } from './phrases.ts';
import type { CompactionJob, Entry, SimEvent, SimState, Table } from './types.ts';

type Event<Kind extends SimEvent['kind']> = Extract<SimEvent, { kind: Kind }>;

export function flushWords(
  state: SimState,
  event: Event<'rotated'> | Event<'flush-started'> | Event<'flushed'>,
): string {
  switch (event.kind) {
    case 'rotated':
      return `The memtable with its ${count(event.entries, 'entry')} becomes immutable; a new one and log ${event.log} take the next writes.`;
    case 'flush-started':
      return `The immutable memtable is written in key order as file ${event.table.number}. ${placementWords(state, event)}`;
    case 'flushed':
      return `File ${event.table.number} joins level ${event.level}. The memtable and its log are no longer needed.`;
  }
}

function placementWords(state: SimState, { table, level }: Event<'flush-started'>): string {
  const next = level + 1;
  if (level === state.config.options.maxFlushLevel)
    return `No file of levels 0 to ${level} overlaps it, so it goes straight to level ${level}.`;
  const overlapsAt = (at: number): boolean =>
    state.version.levels[at]!.some(
      (file) =>
        file.smallest.user <= table.largest.user && file.largest.user >= table.smallest.user,
    );
  if (level === 0 && overlapsAt(0))
    return 'It overlaps files of level 0, so it goes to level 0 as well.';
  if (overlapsAt(next)) return `Level ${next} overlaps it, so it goes to level ${level}.`;
  return `Further down it would overlap too much of the level beneath, so it goes to level ${level}.`;
}

export function mergeWords(
  state: SimState,
  event: Event<'merged'> | Event<'cut'>,
  events: readonly SimEvent[],
): string[] {
  if (event.kind === 'merged') return [mergedWords(state, event)];
  const cuts = events.filter((each) => each.kind === 'cut');
  // Many tables finished in one frame make one sentence, with the first.
  if (cuts.length > 1) return cuts[0] === event ? [cutsWords(cuts)] : [];
  return [cutWords(event)];
}

function cutsWords(cuts: readonly Event<'cut'>[]): string {
  return `Files ${list(cuts.map(({ table }) => String(table.number)))} are finished.`;
}

function cutWords({ table, why }: Event<'cut'>): string {
  const reason = {
    size: 'it has reached its target size',
    grandparents: 'it overlaps as much of the level beneath as one output may',
    end: 'the inputs are used up',
  }[why];
  return `File ${table.number} ends here: ${reason}.`;
}

function jobOf(state: SimState): CompactionJob | null {
  return state.job?.kind === 'flush' ? state.job.paused : state.job;
}

function mergedWords(state: SimState, event: Event<'merged'>): string {
  const job = jobOf(state);
  if (event.entries === 1 && job !== null) return entryWords(state, job, event.last);
  const progress = job === null ? '' : `, ${job.read} of ${job.total} so far`;
  const dropped = [
    event.shadowed > 0 ? count(event.shadowed, 'hidden version') : null,
    event.tombstones > 0 ? count(event.tombstones, 'tombstone') : null,
  ].filter((part) => part !== null);
  const what = dropped.length === 0 ? 'and keeps them all' : `and drops ${list(dropped)}`;
  return `The merge reads ${count(event.entries, 'entry')}${progress}, ${what}.`;
}

function entryWords(state: SimState, job: CompactionJob, last: Event<'merged'>['last']): string {
  const { entry, input, fate } = last;
  const { rules } = state.config;
  const file = inputTables(job.decision)[input]!.number;
  const what = `${entry.type === 'delete' ? 'the tombstone of ' : ''}seq ${entry.seq} from file ${file}`;
  if (fate.kept) return `Key ${entry.key}: the merge keeps ${what}${keptWhy(job, entry)}.`;
  if (fate.why === 'shadowed') {
    const unseen = rules.ignoreSnapshots ? 'snapshots are not asked' : 'no snapshot can see it';
    return `Key ${entry.key}: the merge drops ${what}: seq ${fate.by} hides it, and ${unseen}.`;
  }
  const obsolete = isBaseLevelForKey(job.version, job.decision.level, entry.key)
    ? 'no deeper level can hold the key, so there is nothing left to delete'
    : 'it does not ask whether a deeper level holds the key';
  return `Key ${entry.key}: the merge drops ${what}: ${obsolete}.`;
}

function keptWhy(job: CompactionJob, entry: Entry): string {
  const { oldestSnapshot } = job;
  const newest = isNewest(job, entry);
  if (!newest && entry.seq <= oldestSnapshot)
    return `, an older version that the snapshot at seq ${oldestSnapshot} still sees`;
  // LevelDB looks at the oldest snapshot alone, and keeps whatever is newer.
  if (!newest)
    return `, as it keeps every version above the oldest snapshot, seq ${oldestSnapshot}`;
  if (entry.type === 'put') return ', its newest version';
  if (entry.seq > oldestSnapshot)
    return `, because the snapshot at seq ${oldestSnapshot} may see what it deletes`;
  return ', because a deeper level may still hold the key';
}

/** Whether no input of this merge holds a newer version of the entry's key. */
function isNewest(job: CompactionJob, entry: Entry): boolean {
  return inputTables(job.decision).every(
    ({ entries: held }) => !held.some(({ key, seq }) => key === entry.key && seq > entry.seq),
  );
}

export function compactionWords(
  state: SimState,
  event: Event<'picked'> | Event<'moved'> | Event<'installed'>,
): string {
  switch (event.kind) {
    case 'picked':
      return pickedWords(state, event.decision);
    case 'moved':
      return `File ${event.table.number} moves from level ${event.from} to level ${event.to} unread: it overlaps nothing there.`;
    case 'installed':
      return installedWords(event);
  }
}

function pickedWords(state: SimState, decision: Decision<Table>): string {
  const { level, seed, wrapped, inputs, scores, expanded } = decision;
  const { level0Trigger } = state.config.options;
  const why =
    level === 0
      ? `Level 0 has ${count(state.version.levels[0]!.length, 'file')}, its trigger being ${level0Trigger}.`
      : `Level ${level} is over its target, with the highest score, ${scores[level]!.toFixed(2)}.`;
  if (decision.trivialMove) return `${why} File ${seed.number} overlaps nothing below it.`;
  const turn =
    level === 0
      ? ''
      : ` The turn falls to file ${seed.number}${wrapped ? ', the first again' : ''}.`;
  const more = expanded.length > 0 ? `, ${expanded.length} of them taken along for free` : '';
  const below =
    inputs[1].length === 0
      ? `nothing of level ${level + 1}`
      : `${inputs[1].length} of level ${level + 1}`;
  return `${why}${turn} It merges ${count(inputs[0].length, 'file')} of level ${level}${more} with ${below}.`;
}

function installedWords({ decision, outputs }: Event<'installed'>): string {
  const { level, inputs } = decision;
  const read = inputTables(decision).reduce((sum, table) => sum + table.entries.length, 0);
  const kept = outputs.reduce((sum, table) => sum + table.entries.length, 0);
  const left = `${count(inputs[0].length + inputs[1].length, 'input file')} of levels ${level} and ${level + 1}`;
  const lost = read === kept ? 'none dropped' : `${read - kept} dropped`;
  return `The compaction is installed: ${count(outputs.length, 'new file')} in level ${level + 1} for ${left}. Of ${count(read, 'entry')}, ${lost}.`;
}
