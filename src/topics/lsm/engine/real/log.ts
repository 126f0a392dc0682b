/**
 * LevelDB's LOG: a diary in words, not a format. Only the lines about the tree
 * are read (db/db_impl.cc, db/version_set.cc); the rest, and lines cut short,
 * are skipped.
 */
export type LogEvent = LogTime & LogFact;

interface LogTime {
  /** Counted from 1 in the text given. */
  readonly line: number;
  /** Microseconds since 1970 on the clock of the store's own time zone; `null` if not stamped. */
  readonly micros: number | null;
  /** Characters of the text up to the end of the line. */
  readonly end: number;
}

export type LogFact =
  /** A pick has been made and its merge begins. */
  | { readonly kind: 'compacting'; readonly level: number; readonly files: FileCounts }
  | {
      readonly kind: 'compacted';
      readonly level: number;
      readonly files: FileCounts;
      readonly bytes: number;
    }
  | { readonly kind: 'flush-started'; readonly file: number }
  | { readonly kind: 'flushed'; readonly file: number; readonly bytes: number }
  | {
      readonly kind: 'generated';
      readonly file: number;
      /** Of the merge's upper inputs: the table itself goes one deeper. */
      readonly level: number;
      readonly keys: number;
      readonly bytes: number;
    }
  | {
      readonly kind: 'moved';
      readonly file: number;
      readonly level: number;
      readonly bytes: number;
      readonly levels: readonly number[];
    }
  | { readonly kind: 'expanding'; readonly level: number; readonly files: FileCounts }
  /** `compactRange` asks for the merge that follows, if there is anything to merge. */
  | { readonly kind: 'manual'; readonly level: number; readonly merges: boolean }
  /** Files by level after a merge, or after one that failed. */
  | { readonly kind: 'summary'; readonly levels: readonly number[] }
  | { readonly kind: 'deleted'; readonly type: FileType; readonly file: number }
  | { readonly kind: 'recovering'; readonly log: number }
  /** A write waited: for the flush of a full memtable, or for level 0 to shrink. */
  | { readonly kind: 'stalled'; readonly by: 'memtable' | 'level 0' };

/** Inputs at the level and at the one beneath it. */
export type FileCounts = readonly [number, number];

/** What LevelDB calls a file's type (db/filename.h). */
export type FileType = 'log' | 'lock' | 'table' | 'descriptor' | 'current' | 'temp' | 'info log';

const FILE_TYPES: readonly FileType[] = [
  'log',
  'lock',
  'table',
  'descriptor',
  'current',
  'temp',
  'info log',
];

interface Pattern {
  readonly words: RegExp;
  fact(groups: readonly string[]): LogFact | null;
}

const PATTERNS: readonly Pattern[] = [
  {
    words: /^Level-0 table #(\d+): started$/,
    fact: ([file]) => ({ kind: 'flush-started', file: Number(file) }),
  },
  {
    words: /^Level-0 table #(\d+): (\d+) bytes OK$/,
    fact: ([file, bytes]) => ({ kind: 'flushed', file: Number(file), bytes: Number(bytes) }),
  },
  {
    words: /^Compacting (\d+)@(\d+) \+ (\d+)@\d+ files$/,
    fact: ([upper, level, lower]) => ({
      kind: 'compacting',
      level: Number(level),
      files: [Number(upper), Number(lower)],
    }),
  },
  {
    words: /^Compacted (\d+)@(\d+) \+ (\d+)@\d+ files => (\d+) bytes$/,
    fact: ([upper, level, lower, bytes]) => ({
      kind: 'compacted',
      level: Number(level),
      files: [Number(upper), Number(lower)],
      bytes: Number(bytes),
    }),
  },
  {
    // Versions before 1.20 do not name the level.
    words: /^Generated table #(\d+)(?:@(\d+))?: (\d+) keys, (\d+) bytes$/,
    fact: ([file, level, keys, bytes]) => ({
      kind: 'generated',
      file: Number(file),
      level: level === undefined ? -1 : Number(level),
      keys: Number(keys),
      bytes: Number(bytes),
    }),
  },
  {
    words: /^Moved #(\d+) to level-(\d+) (\d+) bytes OK: files\[ ([\d ]+) \]$/,
    fact: ([file, level, bytes, levels]) => ({
      kind: 'moved',
      file: Number(file),
      level: Number(level),
      bytes: Number(bytes),
      levels: counts(levels),
    }),
  },
  {
    words: /^Expanding@(\d+) \d+\+\d+ \(.*\) to (\d+)\+(\d+) \(.*\)$/,
    fact: ([level, upper, lower]) => ({
      kind: 'expanding',
      level: Number(level),
      files: [Number(upper), Number(lower)],
    }),
  },
  {
    // A real last key is quoted and numbered, so these words mean that there is none.
    words: /^Manual compaction at level-(\d+) from .*; will stop at (.*)$/,
    fact: ([level, stop]) => ({ kind: 'manual', level: Number(level), merges: stop !== '(end)' }),
  },
  {
    words: /^compacted to: files\[ ([\d ]+) \]$/,
    fact: ([levels]) => ({ kind: 'summary', levels: counts(levels) }),
  },
  {
    words: /^Delete type=(\d+) #(\d+)$/,
    fact([type, file]) {
      const name = FILE_TYPES[Number(type)];
      return name === undefined ? null : { kind: 'deleted', type: name, file: Number(file) };
    },
  },
  {
    words: /^Recovering log #(\d+)$/,
    fact: ([log]) => ({ kind: 'recovering', log: Number(log) }),
  },
  {
    words: /^Current memtable full; waiting\.\.\.$/,
    fact: () => ({ kind: 'stalled', by: 'memtable' }),
  },
  {
    words: /^Too many L0 files; waiting\.\.\.$/,
    fact: () => ({ kind: 'stalled', by: 'level 0' }),
  },
];

function counts(text: string | undefined): readonly number[] {
  return (text ?? '').trim().split(/ +/).map(Number);
}

/** Date, time and thread, as util/posix_logger.h writes them; Windows leaves the space differently. */
const STAMP = /^(\d{4})\/(\d\d)\/(\d\d)-(\d\d):(\d\d):(\d\d)\.(\d{6}) +[0-9a-fA-Fx]+ +/;

/** The events of a LOG. Text of LOG.old may stand before it: openings follow one another. */
export function parseLog(text: string): readonly LogEvent[] {
  return [...logEvents(text)];
}

/** The same, one at a time, for a worker that reports progress. */
export function* logEvents(text: string): Generator<LogEvent, void, void> {
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    line++;
    const event = parseLine(text.slice(from, to).trimEnd(), line, to);
    if (event !== null) yield event;
    from = to + 1;
  }
}

function parseLine(text: string, line: number, end: number): LogEvent | null {
  const stamp = STAMP.exec(text);
  const words = stamp === null ? text : text.slice(stamp[0].length);
  for (const pattern of PATTERNS) {
    const found = pattern.words.exec(words);
    if (found === null) continue;
    const fact = pattern.fact(found.slice(1));
    const micros = stamp === null ? null : microsOf(stamp);
    return fact === null ? null : { line, micros, end, ...fact };
  }
  return null;
}

function microsOf(stamp: RegExpExecArray): number {
  const [year, month, day, hour, minute, second, micros] = stamp.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const seconds = (daysSince1970(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
  return seconds * 1_000_000 + micros;
}

/** Gregorian days, years counted from March so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const fromMarch = (month + 9) % 12;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((fromMarch * 153 + 2) / 5) + day - 719469;
}
