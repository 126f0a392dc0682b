/**
 * How many edits a second each text takes, as JSON: our two fast engines and four
 * libraries, one after the other, given the same edits of one author. Each edit is
 * a call of its own, as in an editor. Then the bytes on the heap of the fast Fugue.
 *
 *     node --expose-gc scripts/bench-crdt.ts
 *
 * The edits are those of the trace automerge-paper, if it lies in
 * ../shared/data/editing-traces, and else a made-up session of the same length.
 */
import { readFile } from 'node:fs/promises';
import * as Automerge from '@automerge/automerge';
import { Doc as DiamondDoc } from 'diamond-types-node';
import { LoroDoc } from 'loro-crdt';
import * as Y from 'yjs';
import { causalTree } from '../src/topics/crdt/engine/fast/causal-tree.ts';
import { FastText } from '../src/topics/crdt/engine/fast/document.ts';
import { fugue } from '../src/topics/crdt/engine/fast/fugue.ts';
import type { Order } from '../src/topics/crdt/engine/fast/order.ts';
import { metadataBytes } from '../src/topics/crdt/engine/fast/save.ts';
import { sampleAlone } from '../src/topics/crdt/engine/replay/sample.ts';
import { compileTrace, type Trace } from '../src/topics/crdt/engine/replay/trace.ts';
import { parseTrace } from '../src/topics/crdt/engine/replay/trace-file.ts';

const RECORDED = new URL(
  '../../shared/data/editing-traces/automerge-paper.json.gz',
  import.meta.url,
);
const MADE_UP_EDITS = 259_778;
/** Automerge takes a minute for all. */
const AUTOMERGE_EDITS = 50_000;
const MEGABYTE = 1e6;

/** At a place, delete so many characters, or insert a text. */
type Edit = readonly [at: number, deleted: number, inserted: string];

async function traceToEdit(): Promise<{ readonly name: string; readonly trace: Trace }> {
  try {
    const bytes = new Uint8Array(await readFile(RECORDED));
    return { name: 'automerge-paper', trace: parseTrace(bytes) };
  } catch {
    const trace = compileTrace(sampleAlone(MADE_UP_EDITS));
    return { name: 'made up, since automerge-paper is not there', trace };
  }
}

function editsOf({ edits, positions, deletions, inserted, insertEnds }: Trace): Edit[] {
  return Array.from({ length: edits }, (_, i): Edit => {
    const text = inserted.slice(insertEnds[i - 1] ?? 0, insertEnds[i]);
    return [positions[i]!, deletions[i]!, text];
  });
}

/** Does edits to a new document, and says what its text is then. */
type Way = (edits: readonly Edit[]) => () => string;

const fast =
  (order: Order, send: (() => void) | null = null): Way =>
  (edits) => {
    const text = new FastText(order, 0, send);
    for (const [at, deleted, inserted] of edits) {
      if (deleted > 0) text.delete(at, deleted);
      if (inserted !== '') text.insert(at, inserted);
    }
    return () => text.text();
  };

function typeInto(text: Y.Text, edits: readonly Edit[]): void {
  for (const [at, deleted, inserted] of edits) {
    if (deleted > 0) text.delete(at, deleted);
    if (inserted !== '') text.insert(at, inserted);
  }
}

const yjs: Way = (edits) => {
  const text = new Y.Doc().getText();
  typeInto(text, edits);
  return () => text.toString();
};

/** No editor could, but it is the fastest that Yjs can do. */
const yjsInOne: Way = (edits) => {
  const doc = new Y.Doc();
  doc.transact(() => typeInto(doc.getText(), edits));
  return () => doc.getText().toString();
};

const loro: Way = (edits) => {
  const doc = new LoroDoc();
  const text = doc.getText('text');
  for (const [at, deleted, inserted] of edits) {
    if (deleted > 0) text.delete(at, deleted);
    if (inserted !== '') text.insert(at, inserted);
  }
  doc.commit();
  return () => text.toString();
};

const diamond: Way = (edits) => {
  const doc = new DiamondDoc('ana');
  for (const [at, deleted, inserted] of edits) {
    if (deleted > 0) doc.del(at, deleted);
    if (inserted !== '') doc.ins(at, inserted);
  }
  return () => doc.get();
};

const automerge: Way = (edits) => {
  let doc = Automerge.from({ text: '' });
  for (const [at, deleted, inserted] of edits) {
    doc = Automerge.change(doc, (draft) =>
      Automerge.splice(draft, ['text'], at, deleted, inserted),
    );
  }
  return () => doc.text;
};

interface Measure {
  readonly edits: number;
  readonly editsPerSecond: number;
}

/** The best of some rounds, after a shorter one to warm up. */
function measure(way: Way, edits: readonly Edit[], rounds: number, ending: string): Measure {
  way(edits.slice(0, 10_000));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    const begun = performance.now();
    const text = way(edits);
    best = Math.min(best, (performance.now() - begun) / 1000);
    if (text() !== ending) throw new Error('A text does not end as it should.');
  }
  return { edits: edits.length, editsPerSecond: Math.round(edits.length / best) };
}

/** What a fast Fugue with these edits keeps, arrays outside of the heap too. */
function heapOf(edits: readonly Edit[]) {
  const used = () => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const text = new FastText(fugue, 0);
  for (const [at, deleted, inserted] of edits) {
    if (deleted > 0) text.delete(at, deleted);
    if (inserted !== '') text.insert(at, inserted);
  }
  const heapMegabytes = Number(((used() - before) / MEGABYTE).toFixed(2));
  return { heapMegabytes, metadataBytes: metadataBytes(text), letters: text.total };
}

const { name, trace } = await traceToEdit();
const edits = editsOf(trace);
const some = edits.slice(0, AUTOMERGE_EDITS);
const ending = trace.endContent;
const memory = heapOf(edits);
const fastFugue = measure(fast(fugue), edits, 7, ending);
const fastFugueSending = measure(
  fast(fugue, () => {}),
  edits,
  7,
  ending,
);
const fastCausalTree = measure(fast(causalTree), edits, 7, ending);
const byYjs = measure(yjs, edits, 3, ending);
const byYjsInOne = measure(yjsInOne, edits, 3, ending);
const fastestYjs = Math.max(byYjs.editsPerSecond, byYjsInOne.editsPerSecond);
const report = {
  trace: name,
  fastFugue,
  fastFugueSending,
  fastCausalTree,
  yjs: byYjs,
  yjsInOneTransaction: byYjsInOne,
  loro: measure(loro, edits, 3, ending),
  diamondTypes: measure(diamond, edits, 3, ending),
  automerge: measure(automerge, some, 1, fast(fugue)(some)()),
  /** Against whichever of the two ways with Yjs is the faster. */
  timesYjs: Number((fastFugue.editsPerSecond / fastestYjs).toFixed(1)),
  ...memory,
};
console.log(JSON.stringify(report, null, 2));
