import { type Id, sameId, textOf } from '../algorithm.ts';
import { letterOf, lostAt, messageOf, missingAt } from './copies.ts';
import type { DeleteRule, DeletingAction, DeletingEvent, DeletingState, Jump } from './types.ts';

const listFormat = new Intl.ListFormat('en', { type: 'conjunction' });

export const RULE_NAMES: Readonly<Record<DeleteRule, string>> = {
  tombstone: 'Leave a tombstone',
  'drop-children': 'Drop its children',
  'reattach-to-root': 'Hang its children on the start',
  'reattach-to-parent': 'Hang its children on its parent',
};

const nameOf = ({ config }: DeletingState, author: number) => config.authors[author]!;
const letter = (state: DeletingState, id: Id) => letterOf(state, id).value;
const letters = (state: DeletingState, ids: readonly Id[]) =>
  listFormat.format(ids.map((id) => letter(state, id)));
const whoseLetter = (state: DeletingState, id: Id) =>
  `${nameOf(state, id.replica)}’s ${letter(state, id)}`;
const reads = (state: DeletingState, author: number) => {
  const text = textOf(state.replicas[author]!.doc);
  return text === '' ? 'nothing' : `“${text}”`;
};

const allOf = ({ config }: DeletingState) => (config.authors.length === 2 ? 'both' : 'all');

export function lostWords(state: DeletingState, author: number): string {
  const gone = lostAt(state.replicas[author]!);
  const [verb, them] = gone.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${letters(state, gone)} ${verb} gone from ${nameOf(state, author)}’s copy, and nobody deleted ${them}`;
}

export function jumpWords(state: DeletingState, jump: Jump): string {
  const { author, over, before, deleted } = jump;
  const where = `${before ? 'before' : 'behind'} ${letter(state, over)}`;
  return `${letters(state, jump.letters)} jumped ${where} in ${nameOf(state, author)}’s copy when ${letter(state, deleted)} was deleted`;
}

export function apartWords(state: DeletingState, [a, b]: readonly [number, number]): string {
  return `${nameOf(state, a)} and ${nameOf(state, b)} have seen the same operations, and read ${reads(state, a)} and ${reads(state, b)}`;
}

export function caption(state: DeletingState, events: readonly DeletingEvent[]): string {
  const event = events[0];
  if (!event) return opening(state);
  const words = eventWords(state, events);
  const ending = endingWords(state, events);
  return ending ? `${words} ${ending}` : words;
}

function opening(state: DeletingState): string {
  const { text, authors } = state.config;
  const who = listFormat.format(authors);
  if (text === '') return `${who} have an empty text. ${ruleWords(state)}`;
  return `${who} ${allOf(state)} have “${text}”, each letter hung on the one before it. ${ruleWords(state)}`;
}

function ruleWords({ rule }: DeletingState): string {
  switch (rule) {
    case 'tombstone':
      return 'A deleted letter stays as a tombstone.';
    case 'drop-children':
      return 'A deleted letter goes, and everything that hangs on it.';
    case 'reattach-to-root':
      return 'A deleted letter goes, and what hung on it is hung on the start.';
    case 'reattach-to-parent':
      return 'A deleted letter goes, and what hung on it is hung on its parent.';
  }
}

function eventWords(state: DeletingState, events: readonly DeletingEvent[]): string {
  const event = events[0]!;
  const lost = events.find(({ kind }) => kind === 'lost');
  const taken = lost?.kind === 'lost' ? lost.letters : [];
  switch (event.kind) {
    case 'typed':
      return typedWords(state, event.author, event.letter);
    case 'deleted': {
      const name = nameOf(state, event.author);
      return `${name} deletes ${letter(state, event.target)}. ${deletedWords(state, event.author, event.target, taken)}`;
    }
    case 'delivered':
      return deliveredWords(state, event.to, event.operation, taken);
    case 'rule':
      return ruleChosen(state, event.left);
    default:
      return '';
  }
}

function typedWords(state: DeletingState, author: number, id: Id): string {
  const { leftOrigin, value } = letterOf(state, id);
  const where = leftOrigin ? `behind ${letter(state, leftOrigin)}` : 'at the start';
  const hangs = leftOrigin ? `, and it hangs on ${letter(state, leftOrigin)}` : '';
  return `${nameOf(state, author)} types ${value} ${where}${hangs}.`;
}

/** What a deletion has done to one copy. */
function deletedWords(
  state: DeletingState,
  author: number,
  target: Id,
  taken: readonly Id[],
): string {
  const { doc, log } = state.replicas[author]!;
  const times = log.filter(
    (m) => m.operation.kind === 'delete' && sameId(m.operation.target, target),
  );
  if (times.length > 1) return 'It has been deleted there before.';
  const hung = log.flatMap(({ operation }) =>
    operation.kind === 'insert' && sameId(operation.parent, target) ? [operation.id] : [],
  );
  const there = hung.filter((id) => doc.some((element) => sameId(element.id, id)));
  const gone = letter(state, target);
  switch (state.rule) {
    case 'tombstone':
      return there.length === 0
        ? 'It stays in the tree, unseen.'
        : `It stays in the tree, unseen, and ${letters(state, there)} ${there.length === 1 ? 'hangs' : 'hang'} on it as before.`;
    case 'drop-children':
      return taken.length === 0
        ? `Nothing hung on ${gone}, so nothing else goes.`
        : `${letters(state, taken)} ${taken.length === 1 ? 'goes' : 'go'} with it.`;
    case 'reattach-to-root':
    case 'reattach-to-parent': {
      if (there.length === 0) return `Nothing hung on ${gone}, so nothing has to move.`;
      const parent = letterOf(state, target).parent;
      const onto =
        state.rule === 'reattach-to-root' || !parent ? 'the start' : letter(state, parent);
      return `${letters(state, there)} ${there.length === 1 ? 'is' : 'are'} hung on ${onto} and sorted in there.`;
    }
  }
}

function deliveredWords(state: DeletingState, to: number, id: Id, taken: readonly Id[]): string {
  const { operation } = messageOf(state, id)!;
  const [name, by] = [nameOf(state, to), nameOf(state, id.replica)];
  if (operation.kind === 'delete') {
    return `${by}’s deletion of ${letter(state, operation.target)} reaches ${name}. ${deletedWords(state, to, operation.target, taken)}`;
  }
  const arrives = `${whoseLetter(state, id)} reaches ${name}`;
  const { parent } = operation;
  const own = state.replicas[to]!.doc.find((element) => sameId(element.id, parent));
  if (!parent) return `${arrives}, and hangs on the start.`;
  const on = letter(state, parent);
  if (own) {
    return own.deleted
      ? `${arrives}, and hangs on ${on}, which is a tombstone there: the ghost knows its place.`
      : `${arrives}, and hangs on ${on}.`;
  }
  return state.rule === 'drop-children'
    ? `${arrives}, where ${on} is gone. A letter without a parent is dropped.`
    : `${arrives}, where ${on} is gone, and with it where ${on} was. It is hung on the start.`;
}

function ruleChosen(state: DeletingState, left: number): string {
  const rest =
    left === 0 ? '' : ` ${left === 1 ? 'One step' : `${left} steps`} can no longer be done.`;
  return `The same again by another rule. ${ruleWords(state)}${rest}`;
}

/** Where everything has arrived, what it has come to. */
function endingWords(state: DeletingState, events: readonly DeletingEvent[]): string {
  const broken = events.some(
    ({ kind }) => kind === 'lost' || kind === 'jumped' || kind === 'apart',
  );
  const settled =
    state.deeds.some(({ type }) => type === 'deliver') &&
    state.replicas.every((_, author) => missingAt(state, author).length === 0);
  if (!settled || events[0]?.kind === 'rule') return '';
  const texts = new Set(state.replicas.map((_, author) => reads(state, author)));
  if (texts.size > 1) return 'Nothing is on its way any more, and they read different texts.';
  const all = allOf(state);
  return broken
    ? `${all === 'both' ? 'Both' : 'All'} read ${reads(state, 0)} now.`
    : `Everything has arrived, and ${all} read ${reads(state, 0)}.`;
}

export function describe(state: DeletingState, action: DeletingAction): string {
  switch (action.type) {
    case 'insert': {
      const where = action.after ? `behind ${letter(state, action.after)}` : 'at the start';
      return `${nameOf(state, action.author)} types ${action.value} ${where}`;
    }
    case 'delete':
      return `${nameOf(state, action.author)} deletes ${letter(state, action.target)}`;
    case 'deliver': {
      const { operation } = messageOf(state, action.operation)!;
      const by = nameOf(state, operation.id.replica);
      const what =
        operation.kind === 'insert'
          ? `${by}’s ${operation.value}`
          : `${by}’s deletion of ${letter(state, operation.target)}`;
      return `${what} reaches ${nameOf(state, action.to)}`;
    }
    case 'rule':
      return `Rule: ${RULE_NAMES[action.rule].toLowerCase()}`;
  }
}
