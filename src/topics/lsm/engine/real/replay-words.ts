import { LEVELDB_OPTIONS, type TreeOptions } from '../tree/options.ts';
import { maxBytesForLevel } from '../tree/version.ts';
import type { ReplayState } from './replay.ts';
import type { RecordedOutcome } from './window.ts';

/** A replay's state, wherever its edits came from. */
type Outcome = RecordedOutcome & Pick<ReplayState, 'version'>;

/** Up to three short sentences on the edit just applied. */
export function captionOf(state: Outcome, options: TreeOptions = LEVELDB_OPTIONS): string {
  const edit = `Edit ${state.index}`;
  switch (state.kind) {
    case null:
      return 'An empty tree, before the first edit of the MANIFEST.';
    case 'snapshot':
      return `${edit} is a snapshot: the whole tree as the store found it when it was opened, ${filesOf(state)}.`;
    case 'opening':
      return `${edit} was written when the store was opened. ${recovered(state)}`;
    case 'flush':
      return flushCaption(edit, state);
    case 'compaction':
    case 'move':
      return `${reason(state, options)}edit ${state.index} ${change(state)} ${verdict(state)}`.replace(
        /^e/,
        'E',
      );
    case 'other':
      return `${edit} changes nothing that a flush or a compaction would.`;
  }
}

function filesOf(state: Outcome): string {
  const count = state.version.levels.reduce((sum, files) => sum + files.length, 0);
  return count === 0 ? 'without a single file' : `with ${plural(count, 'file')}`;
}

function recovered(state: Outcome): string {
  if (state.added.length === 0) return 'It names the new log, and no file changes.';
  return `It adds ${named(state.added)}, recovered from the log, to level 0.`;
}

function flushCaption(edit: string, state: Outcome): string {
  const { placement } = state;
  if (placement === null) return `${edit} adds ${named(state.added)}.`;
  const where = `${edit} flushes the memtable to file ${placement.file} at level ${placement.level}`;
  const ours =
    placement.ours === placement.level
      ? ''
      : ` Our rule would have placed it at level ${placement.ours}.`;
  const why = placement.level > 0 ? ', as it overlaps no file down to there' : '';
  return `${where}${why}.${ours}`;
}

/** Why the picker picked, where it did pick: which level was over its target, and by how much. */
function reason(state: Outcome, options: TreeOptions): string {
  const { decision, judgement } = state;
  if (decision === null || judgement?.verdict !== 'agree') return '';
  const { level } = decision;
  const score = decision.scores[level] ?? 0;
  if (level === 0) {
    const trigger = options.level0Trigger;
    return `Level 0 had ${plural(Math.round(score * trigger), 'file')}, and ${trigger} are enough, so `;
  }
  const target = maxBytesForLevel(level, options);
  return `Level ${level} held ${mebibytes(score * target)} of its ${mebibytes(target)} MiB, so `;
}

function mebibytes(bytes: number): string {
  const value = bytes / (1 << 20);
  return Number.isInteger(value) ? String(value) : value.toFixed(1);
}

function change(state: Outcome): string {
  const { taken, kind, added } = state;
  if (taken === null) return 'takes files away.';
  const { level, files } = taken;
  const upper = `${named(files[0])} of level ${level}`;
  if (kind === 'move') return `moves ${upper} to level ${level + 1}, unread.`;
  const lower =
    files[1].length === 0 ? '' : ` and ${numbersInWords(files[1])} of level ${level + 1}`;
  const outputs = added.length === 0 ? 'nothing' : plural(added.length, 'new file');
  return `replaces ${upper}${lower} by ${outputs}.`;
}

function verdict(state: Outcome): string {
  const { taken, judgement } = state;
  if (taken === null || judgement === null) return '';
  const count = taken.files[0].length + taken.files[1].length;
  if (judgement.verdict === 'agree') {
    return `Our picker, asked before, named the same ${count === 1 ? 'file' : numberWord(count)}.`;
  }
  return judgement.why ?? 'Our picker disagrees.';
}

function named(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'file' : 'files'} ${numbersInWords(numbers)}`;
}

/** "4, 7–9 and 12": ascending, with runs of three or more drawn together. */
export function numbersInWords(numbers: readonly number[]): string {
  const parts: string[] = [];
  const sorted = numbers.toSorted((a, b) => a - b);
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (sorted[to + 1] === sorted[to]! + 1) to++;
    if (to - from < 2) to = from;
    parts.push(to === from ? `${sorted[from]}` : `${sorted[from]}–${sorted[to]}`);
    from = to + 1;
  }
  const last = parts.pop() ?? 'none';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

const WORDS =
  'none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(
    ' ',
  );

function numberWord(count: number): string {
  return WORDS[count] ?? String(count);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
