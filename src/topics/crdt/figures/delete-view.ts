import type { DeletingFrame } from '../delete-scenarios.ts';
import { type Doc, type Element, type Id, keyOf, sameId, textOf } from '../engine/algorithm.ts';
import { apart, isReady, letterOf, lostAt, missingAt } from '../engine/deleting/copies.ts';
import { deletingEngine } from '../engine/deleting/engine.ts';
import { deeds } from '../engine/deleting/legal.ts';
import { GUARANTEES, type Guarantee } from '../engine/deleting/search.ts';
import type {
  DeleteRule,
  DeletingAction,
  DeletingEvent,
  DeletingState,
} from '../engine/deleting/types.ts';
import { RULE_NAMES } from '../engine/deleting/words.ts';
import { type Author, authorAt } from './tree/authors.ts';
import { type Marks, NO_MARKS, type TreeView, treeView } from './tree/tree-view.ts';

/** An operation that a copy has not seen yet. */
export interface WaitingView {
  readonly key: string;
  readonly action: DeletingAction;
  /** Whose mark it has: a deletion looks like the letter it deletes. */
  readonly author: Author;
  readonly value: string;
  readonly deletion: boolean;
  /** Whether it can be delivered now. */
  readonly ready: boolean;
  readonly says: string;
}

/** A letter that has left no trace in a copy. */
export interface GoneView {
  readonly key: string;
  readonly author: Author;
  readonly value: string;
  /** Nobody has deleted it. */
  readonly lost: boolean;
}

export interface CopyView {
  readonly author: Author;
  readonly tree: TreeView;
  readonly waiting: readonly WaitingView[];
  readonly gone: readonly GoneView[];
}

export interface DeleteView {
  readonly rules: readonly {
    readonly rule: DeleteRule;
    readonly name: string;
    /** For where there is little room. */
    readonly short: string;
    readonly chosen: boolean;
  }[];
  readonly copies: readonly CopyView[];
  readonly guarantees: readonly { readonly words: string; readonly kept: boolean }[];
  readonly verdict: string;
}

export const GUARANTEE_WORDS: Readonly<Record<Guarantee, string>> = {
  'nothing is lost': 'No letter is lost that nobody deleted',
  'nothing jumps': 'No letter jumps over another',
  convergence: 'Who has heard the same reads the same',
};

const SHORT_NAMES: Partial<Record<DeleteRule, string>> = {
  'reattach-to-root': 'Children to the start',
  'reattach-to-parent': 'Children to its parent',
};

export function deleteView(
  { state, events }: DeletingFrame,
  lit: readonly (string | null)[] = [],
): DeleteView {
  const authors = state.config.authors.map((name, place) => authorAt(place, name));
  return {
    rules: (Object.keys(RULE_NAMES) as DeleteRule[]).map((rule) => ({
      rule,
      name: RULE_NAMES[rule],
      short: SHORT_NAMES[rule] ?? RULE_NAMES[rule],
      chosen: rule === state.rule,
    })),
    copies: state.replicas.map(({ doc }, copy) => ({
      author: authors[copy]!,
      tree: treeView(
        'causal-tree',
        doc,
        authors,
        { ...marksOf(state, events, copy), lit: lit[copy] ?? null },
        { title: '', aside: '', says: '' },
      ),
      waiting: waitingOf(state, copy, authors),
      gone: goneFrom(state, copy, authors),
    })),
    guarantees: GUARANTEES.map((name) => ({
      words: GUARANTEE_WORDS[name],
      kept: deletingEngine.invariants[name]!(state) === null,
    })),
    verdict: verdictOf(state),
  };
}

function waitingOf(
  state: DeletingState,
  to: number,
  authors: readonly Author[],
): readonly WaitingView[] {
  return missingAt(state, to).map((message) => {
    const { operation } = message;
    const letter = operation.kind === 'insert' ? operation : letterOf(state, operation.target);
    const action: DeletingAction = { type: 'deliver', to, operation: operation.id };
    return {
      key: keyOf(operation.id),
      action,
      author: authors[letter.id.replica]!,
      value: letter.value,
      deletion: operation.kind === 'delete',
      ready: isReady(state.replicas[to]!, message),
      says: deletingEngine.describe(state, action),
    };
  });
}

function goneFrom(
  { replicas }: DeletingState,
  copy: number,
  authors: readonly Author[],
): readonly GoneView[] {
  const { doc, log } = replicas[copy]!;
  const lost = new Set(lostAt(replicas[copy]!).map(keyOf));
  return log.flatMap(({ operation }) => {
    if (operation.kind === 'delete' || doc.some(({ id }) => sameId(id, operation.id))) return [];
    const key = keyOf(operation.id);
    const author = authors[operation.id.replica]!;
    return [{ key, author, value: operation.value, lost: lost.has(key) }];
  });
}

/** What a frame has done in one copy. */
function marksOf(state: DeletingState, events: readonly DeletingEvent[], copy: number): Marks {
  const event = events[0];
  if (event?.kind === 'typed' && event.author === copy) {
    return insertMarks(state, copy, event.letter);
  }
  if (event?.kind === 'deleted' && event.author === copy) {
    return deletionMarks(state, events, copy, event.target);
  }
  if (event?.kind === 'delivered' && event.to === copy) {
    const { operation } = state.replicas[copy]!.log.at(-1)!;
    return operation.kind === 'insert'
      ? insertMarks(state, copy, operation.id)
      : deletionMarks(state, events, copy, operation.target);
  }
  return NO_MARKS;
}

function insertMarks(state: DeletingState, copy: number, id: Id): Marks {
  const { doc } = state.replicas[copy]!;
  const { value, parent } = letterOf(state, id);
  const own = doc.find((element) => sameId(element.id, id));
  const typedBehind = parent && letterOf(state, parent).value;
  if (!own) return { ...NO_MARKS, rule: [`${typedBehind} is gone here:`, `${value} is dropped`] };
  const next = nextSibling(doc, own);
  const sorted = next
    ? [
        own.time === next.time ? 'a tie, and the larger id:' : `time ${own.time} > ${next.time}:`,
        `${value} before ${next.value}`,
      ]
    : [];
  return {
    ...NO_MARKS,
    active: keyOf(id),
    compared: next ? keyOf(next.id) : null,
    rule: [hangingWords(doc, own, parent, typedBehind), ...sorted],
  };
}

/** What a letter hangs on, and whether that is what it was typed behind. */
function hangingWords(
  doc: Doc,
  own: Element,
  parent: Id | null,
  typedBehind: string | null,
): string {
  if (!parent) return 'hangs on the start';
  if (!sameId(own.parent, parent)) return `${typedBehind} is gone, so on the start`;
  const ghost = doc.find(({ id }) => sameId(id, parent))?.deleted;
  return ghost ? `hangs on the ghost of ${typedBehind}` : `hangs on ${typedBehind}`;
}

function nextSibling(doc: Doc, own: Element): Element | undefined {
  return doc.slice(doc.indexOf(own) + 1).find(({ parent }) => sameId(parent, own.parent));
}

function deletionMarks(
  state: DeletingState,
  events: readonly DeletingEvent[],
  copy: number,
  target: Id,
): Marks {
  const { doc, log } = state.replicas[copy]!;
  const { value } = letterOf(state, target);
  if (state.rule === 'tombstone') {
    return {
      ...NO_MARKS,
      active: keyOf(target),
      rule: [`${value} is a ghost now:`, 'it keeps its place'],
    };
  }
  if (state.rule === 'drop-children') {
    const lost = events.find((event) => event.kind === 'lost');
    const names = lost?.letters.map((id) => letterOf(state, id).value).join(', ');
    return {
      ...NO_MARKS,
      rule: names ? [`${value} is gone,`, `and so is ${names}`] : [`${value} is gone`],
    };
  }
  const hung = log.flatMap(({ operation }) =>
    operation.kind === 'insert' && sameId(operation.parent, target) ? [operation] : [],
  );
  const there = hung.filter(({ id }) => doc.some((element) => sameId(element.id, id)));
  if (there.length === 0) return { ...NO_MARKS, rule: [`${value} is gone`] };
  const now = doc.find(({ id }) => sameId(id, there[0]!.id))!.parent;
  const onto = now ? letterOf(state, now).value : 'the start';
  return {
    ...NO_MARKS,
    moved: there.map(({ id }) => keyOf(id)),
    rule: [
      `${value} is gone:`,
      `${there.map((l) => l.value).join(', ')} ${there.length === 1 ? 'hangs' : 'hang'} on ${onto} now`,
    ],
  };
}

const listFormat = new Intl.ListFormat('en', { type: 'conjunction' });

/** How far it has come, and to what. */
function verdictOf(state: DeletingState): string {
  const under = state.replicas.map((_, copy) => missingAt(state, copy).length);
  const open = under.reduce((sum, n) => sum + n, 0);
  if (open > 0) {
    return open === 1 ? 'One operation is on its way.' : `${open} operations are on their way.`;
  }
  const texts = state.replicas.map(({ doc }) => `“${textOf(doc)}”`);
  if (apart(state)) return `All has arrived, and they read ${listFormat.format(texts)}.`;
  return `All has arrived, and ${texts.length === 2 ? 'both' : 'all'} read ${texts[0]}.`;
}

/** What a reader can do in one copy: behind a letter and to it, or at the start. */
export function offers(
  state: DeletingState,
  copy: number,
  picked: string | null,
): readonly { readonly action: DeletingAction; readonly text: string; readonly says: string }[] {
  const own = deeds(state).filter(
    (deed): deed is Extract<DeletingAction, { type: 'insert' | 'delete' }> =>
      (deed.type === 'insert' && deed.author === copy && keyOf(deed.after) === (picked ?? '')) ||
      (deed.type === 'delete' && deed.author === copy && keyOf(deed.target) === picked),
  );
  return own.map((action) => {
    const says = deletingEngine.describe(state, action);
    if (action.type === 'delete') {
      return { action, says, text: `Delete ${letterOf(state, action.target).value}` };
    }
    const where = action.after ? `behind ${letterOf(state, action.after).value}` : 'at the start';
    return { action, says, text: `Type ${action.value} ${where}` };
  });
}
