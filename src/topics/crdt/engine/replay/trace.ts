/** Inflated; the largest published trace has 40 MB. */
export const MOST_BYTES = 2 ** 28;
const MOST_EDITS = 2 ** 24;
/** Each is a document of its own. */
const MOST_AGENTS = 256;

/** What is wrong with a trace, in a sentence, with the number of the transaction, from 0. */
export class BadTrace extends Error {
  override readonly name = 'BadTrace';
}

/**
 * Somebody's editing, as recorded in the format of josephg/editing-traces. An
 * edit is a patch: at a position, delete so many characters, then insert a text.
 * Positions count code points. All edits are kept in a few arrays: as objects, a
 * quarter of a million would take more room than the document.
 */
export interface Trace {
  readonly startContent: string;
  readonly endContent: string;
  /** How many people there are; 1 in a sequential trace. */
  readonly agents: number;
  readonly transactions: number;
  readonly edits: number;
  /** For every transaction, the number of the edit behind its last. */
  readonly editEnds: Uint32Array;
  readonly positions: Uint32Array;
  readonly deletions: Uint32Array;
  /** All inserted texts, one behind the other, and where each ends. */
  readonly inserted: string;
  readonly insertEnds: Uint32Array;
  /** For every transaction of a concurrent trace, whose it is; else empty. */
  readonly agentOf: Uint16Array;
  /** For every transaction of a concurrent trace, those that it follows directly; else empty. */
  readonly parents: readonly (readonly number[])[];
}

/** A trace as JSON. `numAgents` is what makes it concurrent. */
export interface TraceFile {
  readonly startContent?: string;
  readonly endContent: string;
  readonly numAgents?: number;
  readonly txns: readonly TraceTransaction[];
}

export interface TraceTransaction {
  readonly patches: readonly (readonly [position: number, deleted: number, inserted: string])[];
  readonly parents?: readonly number[];
  readonly agent?: number;
}

/** Checks a trace and packs it. Whether positions are within the text, replaying it shows. */
export function compileTrace(value: unknown): Trace {
  if (!isRecord(value)) throw new BadTrace('The trace is not an object.');
  const { startContent = '', endContent, numAgents, txns } = value;
  if (typeof startContent !== 'string') throw new BadTrace('Its startContent is not a text.');
  if (typeof endContent !== 'string') throw new BadTrace('Its endContent is not a text.');
  if (!Array.isArray(txns)) throw new BadTrace('Its txns are not an array.');
  if (numAgents !== undefined && !isCount(numAgents, 1, MOST_AGENTS)) {
    throw new BadTrace(`Its numAgents is not a whole number from 1 to ${MOST_AGENTS}.`);
  }
  const agents = numAgents ?? 1;
  const people = numAgents === undefined ? NOBODY : peopleOf(txns, agents);
  return { startContent, endContent, agents, ...editsOf(txns), ...people };
}

const NOBODY: Pick<Trace, 'agentOf' | 'parents'> = { agentOf: new Uint16Array(), parents: [] };

function editsOf(txns: readonly unknown[]) {
  const lists = txns.map(patchesOf);
  const edits = lists.reduce((sum, { length }) => sum + length, 0);
  if (edits > MOST_EDITS) {
    throw new BadTrace(`It has ${edits.toLocaleString('en')} patches, more than are replayed.`);
  }
  const editEnds = new Uint32Array(txns.length);
  const [positions, deletions, insertEnds] = [0, 0, 0].map(() => new Uint32Array(edits));
  const texts: string[] = [];
  let [edit, end] = [0, 0];
  for (const [t, patches] of lists.entries()) {
    for (const patch of patches) {
      const [position, deleted, inserted] = patchFrom(patch, t);
      positions![edit] = position;
      deletions![edit] = deleted;
      texts.push(inserted);
      end += inserted.length;
      insertEnds![edit++] = end;
    }
    editEnds[t] = edit;
  }
  return {
    transactions: txns.length,
    edits,
    editEnds,
    positions: positions!,
    deletions: deletions!,
    inserted: texts.join(''),
    insertEnds: insertEnds!,
  };
}

function patchesOf(txn: unknown, t: number): readonly unknown[] {
  if (!isRecord(txn)) throw new BadTrace(`Transaction ${t} is not an object.`);
  if (Array.isArray(txn.patches)) return txn.patches;
  throw new BadTrace(`Transaction ${t}: its patches are not an array.`);
}

function patchFrom(patch: unknown, t: number): readonly [number, number, string] {
  const wrong = (what: string) => new BadTrace(`Transaction ${t}: ${what}.`);
  if (!(Array.isArray(patch) && patch.length === 3)) {
    throw wrong(`its patch ${shown(patch)} is not an array of position, deleted and inserted`);
  }
  const [position, deleted, inserted] = patch as readonly unknown[];
  if (!isCount(position, 0, MOST_BYTES)) throw wrong(`${shown(position)} is not a position`);
  if (!isCount(deleted, 0, MOST_BYTES)) {
    throw wrong(`${shown(deleted)} is not a number of characters to delete`);
  }
  if (typeof inserted !== 'string') throw wrong(`${shown(inserted)} is not a text to insert`);
  return [position, deleted, inserted];
}

function peopleOf(txns: readonly unknown[], agents: number) {
  const agentOf = new Uint16Array(txns.length);
  const parents = txns.map((txn, t): readonly number[] => {
    const wrong = (what: string) => new BadTrace(`Transaction ${t}: ${what}.`);
    if (!isRecord(txn)) throw new BadTrace(`Transaction ${t} is not an object.`);
    if (!isCount(txn.agent, 0, agents - 1)) {
      throw wrong(`its agent ${shown(txn.agent)} is none of 0 to ${agents - 1}`);
    }
    agentOf[t] = txn.agent;
    if (!Array.isArray(txn.parents)) throw wrong('its parents are not an array');
    for (const parent of txn.parents as readonly unknown[]) {
      if (!isCount(parent, 0, t - 1)) {
        throw wrong(`its parent ${shown(parent)} is not an earlier transaction`);
      }
    }
    return txn.parents as readonly number[];
  });
  return { agentOf, parents };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** A bad value, cut short so that it fits into a message. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
