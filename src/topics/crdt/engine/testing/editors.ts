import * as Automerge from '@automerge/automerge';
import { Doc as DiamondDoc } from 'diamond-types-node';
import { LoroDoc } from 'loro-crdt';
import * as Y from 'yjs';
import type { Algorithm } from '../algorithm.ts';
import { begin, deleteAt, insertAt, send, textsOf } from '../replica.ts';
import type { Editors } from './histories.ts';

export type MakeEditors = (replicas: number) => Editors;

export function ownEditors(algorithm: Algorithm): MakeEditors {
  return (replicas) => {
    let network = begin(algorithm, replicas);
    let texts = textsOf(network);
    const set = (next: typeof network) => {
      network = next;
      texts = textsOf(network);
    };
    return {
      insert: (r, at, value) => set(insertAt(network, r, at, value)),
      erase: (r, at) => set(deleteAt(network, r, at)),
      send: (from, to) => set(send(network, from, to)),
      text: (r) => texts[r]!,
      close: () => {},
    };
  };
}

function yjsDocs(replicas: number): readonly Y.Doc[] {
  return Array.from({ length: replicas }, (_, r) => {
    const doc = new Y.Doc();
    doc.clientID = r + 1;
    return doc;
  });
}

function sendYjs(from: Y.Doc, to: Y.Doc): void {
  Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

/** Yjs as a list of letters: the left origin is the visible letter before the cursor. */
export const yjsEditors: MakeEditors = (replicas) => {
  const docs = yjsDocs(replicas);
  const list = (r: number) => docs[r]!.getArray<string>('letters');
  return {
    insert: (r, at, value) => list(r).insert(at, [value]),
    erase: (r, at) => list(r).delete(at, 1),
    send: (from, to) => sendYjs(docs[from]!, docs[to]!),
    text: (r) => list(r).toArray().join(''),
    close: () => {},
  };
};

/** Yjs as a text: it steps over tombstones first (`minimizeAttributeChanges` in YText.js). */
export const yjsTextEditors: MakeEditors = (replicas) => {
  const docs = yjsDocs(replicas);
  const text = (r: number) => docs[r]!.getText();
  return {
    insert: (r, at, value) => text(r).insert(at, value),
    erase: (r, at) => text(r).delete(at, 1),
    send: (from, to) => sendYjs(docs[from]!, docs[to]!),
    text: (r) => text(r).toString(),
    close: () => {},
  };
};

export const loroEditors: MakeEditors = (replicas) => {
  const docs = Array.from({ length: replicas }, (_, r) => {
    const doc = new LoroDoc();
    doc.setPeerId(BigInt(r + 1));
    return doc;
  });
  const text = (r: number) => docs[r]!.getText('text');
  return {
    insert: (r, at, value) => text(r).insert(at, value),
    erase: (r, at) => text(r).delete(at, 1),
    send: (from, to) => {
      docs[to]!.import(docs[from]!.export({ mode: 'update', from: docs[to]!.version() }));
    },
    text: (r) => text(r).toString(),
    close: () => docs.forEach((doc) => void doc.free()),
  };
};

export const diamondEditors: MakeEditors = (replicas) => {
  const docs = Array.from({ length: replicas }, (_, r) => new DiamondDoc(`agent-${r}`));
  return {
    insert: (r, at, value) => docs[r]!.ins(at, value),
    erase: (r, at) => docs[r]!.del(at, 1),
    send: (from, to) => {
      docs[to]!.mergeBytes(docs[from]!.toBytes());
    },
    text: (r) => docs[r]!.get(),
    close: () => docs.forEach((doc) => void doc.free()),
  };
};

export const automergeEditors: MakeEditors = (replicas) => {
  const empty = Automerge.from({ text: '' }, { actor: 'ff' });
  const docs = Array.from({ length: replicas }, (_, r) =>
    Automerge.clone(empty, { actor: `0${r}` }),
  );
  const splice = (r: number, at: number, erased: number, value?: string) => {
    docs[r] = Automerge.change(docs[r]!, (doc) =>
      Automerge.splice(doc, ['text'], at, erased, value),
    );
  };
  return {
    insert: (r, at, value) => splice(r, at, 0, value),
    erase: (r, at) => splice(r, at, 1),
    send: (from, to) => {
      docs[to] = Automerge.merge(docs[to]!, docs[from]!);
    },
    text: (r) => docs[r]!.text,
    close: () => [empty, ...docs].forEach((doc) => void Automerge.free(doc)),
  };
};
