import Papa from 'papaparse';
import type { ListedOperation } from './types.ts';

/** One line that could not be read, and why. Lines count from 1, the header included. */
export interface CsvError {
  readonly line: number;
  readonly message: string;
}

export interface CsvWorkload {
  readonly operations: readonly ListedOperation[];
  /** Keys are the integers from 0 up to, not including, this. */
  readonly keys: number;
  /** What each key was called in the file, by key, if it was not its own number. */
  readonly names: readonly string[] | null;
  /** Every line that is not among `operations`, in order; blank lines aside. */
  readonly errors: readonly CsvError[];
}

const OPERATIONS = ['put', 'delete', 'get', 'scan'] as const;
const COLUMNS = ['op', 'key', 'valuebytes'];
/** Numeric keys up to here are positions on the axis; sparser ones are ranked like names. */
const MOST_KEYS = 1_000_000;
const MOST_BYTES = 2 ** 30;

interface Row {
  readonly op: ListedOperation['op'];
  readonly name: string;
  readonly bytes: number;
}

/**
 * Reads a workload from CSV with the columns `op,key,valueBytes`, a header row
 * being optional. The third column is the value's length for a put, the number
 * of keys for a scan, and empty otherwise. Keys that are not all small whole
 * numbers are replaced by their rank among the distinct keys, in byte order.
 */
export function parseWorkloadCsv(text: string): CsvWorkload {
  const rows: Row[] = [];
  const errors: CsvError[] = [];
  let first = true;
  for (const { line, fields, fault } of lines(text)) {
    const cells = fields.map((field) => field.trim());
    if (fault === null && cells.every((cell) => cell === '')) continue;
    const header = first && cells.map((cell) => cell.toLowerCase()).join() === COLUMNS.join();
    first = false;
    if (header) continue;
    const row = fault ?? readRow(cells);
    if (typeof row === 'string') errors.push({ line, message: row });
    else rows.push(row);
  }
  return { ...numberKeys(rows), errors };
}

interface Line {
  readonly line: number;
  readonly fields: readonly string[];
  readonly fault: string | null;
}

/** Rows with the line each begins on; a quoted field may span several lines. */
function lines(text: string): Line[] {
  const found: Line[] = [];
  let line = 1;
  let from = 0;
  Papa.parse<string[]>(text, {
    delimiter: ',',
    step: ({ data, errors, meta }) => {
      const quotes = errors.find(({ type }) => type === 'Quotes');
      const fault = quotes === undefined ? null : `a quoted field is broken: ${quotes.message}`;
      found.push({ line, fields: data, fault });
      line += text.slice(from, meta.cursor).split('\n').length - 1;
      from = meta.cursor;
    },
  });
  return found;
}

/** A row's operation, or what is wrong with it. */
function readRow(cells: readonly string[]): Row | string {
  if (cells.length > COLUMNS.length)
    return `there are ${cells.length} columns, and only op, key and valueBytes are known`;
  const [op = '', name = '', size = ''] = cells;
  const known = OPERATIONS.find((each) => each === op.toLowerCase());
  if (known === undefined)
    return op === ''
      ? 'the operation is missing'
      : `"${op}" is not an operation: use put, delete, get or scan`;
  if (name === '') return 'the key is missing';
  const bytes = readSize(known, size);
  return typeof bytes === 'string' ? bytes : { op: known, name, bytes };
}

function readSize(op: ListedOperation['op'], size: string): number | string {
  if (op === 'get' || op === 'delete')
    return size === '' || size === '0' ? 0 : `a ${op} has no value, and this one has "${size}"`;
  const what = op === 'put' ? 'length of the value' : 'number of keys to scan';
  if (size === '') return `the ${what} is missing`;
  const least = op === 'put' ? 0 : 1;
  const value = /^\d+$/.test(size) ? Number(size) : Number.NaN;
  return value >= least && value <= MOST_BYTES
    ? value
    : `the ${what} must be a whole number of at least ${least}, not "${size}"`;
}

function numberKeys(rows: readonly Row[]): Omit<CsvWorkload, 'errors'> {
  const distinct = [...new Set(rows.map(({ name }) => name))];
  const plain = distinct.every((name) => /^(0|[1-9]\d*)$/.test(name) && Number(name) < MOST_KEYS);
  const numeric = distinct.every((name) => /^\d{1,15}$/.test(name));
  distinct.sort(numeric ? compareNumbers : compareBytes);
  const rank = new Map(distinct.map((name, index) => [name, plain ? Number(name) : index]));
  const operations = rows.map(({ op, name, bytes }) => ({ op, key: rank.get(name)!, bytes }));
  const largest = distinct.at(-1);
  if (!plain) return { operations, keys: distinct.length, names: distinct };
  return { operations, keys: largest === undefined ? 0 : Number(largest) + 1, names: null };
}

/** "7" and "007" are different keys of the same size. */
function compareNumbers(a: string, b: string): number {
  return Number(a) - Number(b) || compareBytes(a, b);
}

/** Order of the UTF-8 bytes, which is the order of the code points. */
function compareBytes(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
