import { type Doc, type Id, textOf } from '../algorithm.ts';
import { graphemes } from '../script.ts';
import { stepAt } from './merge.ts';
import { copyOf, elementBy, idOf } from './places.ts';
import { letterName, quoted, stepWords } from './step-words.ts';
import type { Merging, SessionAction, SessionEvent, SessionState } from './types.ts';

const listFormat = new Intl.ListFormat('en', { type: 'conjunction' });
const nameOf = ({ config }: SessionState, author: number) => config.authors[author]!;

type Of<Kind extends SessionEvent['kind']> = Extract<SessionEvent, { kind: Kind }>;

export function caption(state: SessionState, events: readonly SessionEvent[]): string {
  const event = events[0];
  if (!event) return opening(state);
  if (state.merging && events.at(-1)!.kind === 'delivered' && haveAll(state)) {
    const who = `${authorOf(state)}’s ${letterName(state.merging.value)}`;
    return `${who} was the last to be missing at ${nameOf(state, state.copy)}’s. ${textsWords(state)}`;
  }
  switch (event.kind) {
    case 'edit':
      return editWords(state, event);
    case 'online':
      return `${nameOf(state, event.author)} is online, and what was missed is on its way.`;
    case 'offline':
      return `${nameOf(state, event.author)} is offline: nothing comes in, and nothing goes out.`;
    case 'send':
    case 'sync':
      return sendWords(state, event);
    case 'order':
      return orderWords(state);
    case 'merge':
      return mergeWords(state, state.merging!);
    case 'delivered':
      return textsWords(state);
    default:
      return arrivalWords(state, event);
  }
}

function opening(state: SessionState): string {
  const { order } = state;
  const ids = order.map((author) => nameOf(state, author));
  const offline = state.online.includes(true) ? '' : ', all offline';
  const copies = ['No', 'One', 'Two', 'Three', 'Four', 'Five'][ids.length] ?? ids.length;
  return `${copies} copies of an empty text${offline}. Ids from the lowest: ${ids.join(', ')}.`;
}

function editWords(state: SessionState, { author, text, removed, undo }: Of<'edit'>): string {
  const name = nameOf(state, author);
  const { merging } = state;
  if (merging && merging.of > 1)
    return `${name} types ${quoted(text)}. ${beatWords(state, merging)}`;
  const types = undo ? `${name} takes the last edit back, and has ` : `${name} types `;
  if (removed !== '' && text !== '') {
    return `${undo ? types : `${name} puts `}${quoted(text)} in the place of ${quoted(removed)}.`;
  }
  if (removed !== '') {
    const one = graphemes(removed).length === 1;
    const stay = one ? 'It stays as a tombstone' : 'They stay as tombstones';
    return `${undo ? `${name} takes back ` : `${name} deletes `}${quoted(removed)}. ${stay}, not shown.`;
  }
  const where = merging ? placeWords(state, merging) : '';
  return `${types}${quoted(text)}${undo ? ' again' : ''}${where}.`;
}

/** “, before r, at time 5”, from the first algorithm’s list. */
function placeWords(state: SessionState, { to, id }: Merging): string {
  const { doc } = copyOf(state, 0, to);
  const shown = doc.filter(({ deleted }) => !deleted);
  const index = shown.findIndex((e) => e.id.replica === id.replica && e.id.counter === id.counter);
  const [left, right] = [shown[index - 1], shown[index + 1]];
  const where = left
    ? ` behind ${quoted(left.value)}`
    : right
      ? ` before ${quoted(right.value)}`
      : '';
  return `${where}, at Lamport time ${shown[index]!.time}`;
}

function sendWords(state: SessionState, event: Of<'send' | 'sync'>): string {
  if (event.kind === 'send') {
    const [sender, receiver] = [nameOf(state, event.from), nameOf(state, event.to)];
    return `${sender} sends to ${receiver} what is not there yet, one operation after the other.`;
  }
  const names = event.between.map((author) => nameOf(state, author));
  const last = names.at(-1)!;
  return `${listFormat.format(names)} sync, letter by letter: first everything goes to ${last}, and then the other way.`;
}

function orderWords(state: SessionState): string {
  const ids = state.order.map((author) => nameOf(state, author));
  return `Other ids, from the lowest: ${ids.join(', ')}. ${textsWords(state)}`;
}

function arrivalWords(
  state: SessionState,
  event: Of<'arrive' | 'early' | 'duplicate' | 'removed'>,
) {
  const { from, to, value } = event;
  const [sender, receiver] = [nameOf(state, from), nameOf(state, to)];
  const letter = quoted(value);
  switch (event.kind) {
    case 'early':
      return `An operation for ${letter} reaches ${receiver} before what ${sender} knew when it was made. It waits.`;
    case 'duplicate':
      return `The operation for ${letter} reaches ${receiver} a second time, and changes nothing.`;
    case 'removed':
      return `The deletion of ${letter} reaches ${receiver}: a tombstone stays in its place.`;
    default:
      return `${authorOf(state)}’s ${letterName(value)} reaches ${receiver}. ${beatWords(state, state.merging!)}`;
  }
}

/** Who wrote the letter that is being merged; it may come from somebody else’s copy. */
const authorOf = (state: SessionState) => nameOf(state, state.order[state.merging!.id.replica]!);

function mergeWords(state: SessionState, merging: Merging): string {
  const who = `${authorOf(state)}’s ${letterName(merging.value)}`;
  return `${who}: ${beatWords(state, merging)}`;
}

/** What each algorithm does at this beat; with more than two, what comes of it. */
function beatWords(state: SessionState, merging: Merging): string {
  const { featured } = state.config;
  if (featured > 2) return textsWords(state);
  const said = merging.parts.slice(0, featured).map((part, i) => {
    const { doc } = copyOf(state, i, merging.to);
    const insert = elementBy(doc, merging.id)!;
    const step = stepAt(part, Math.min(merging.at, part.beats.length - 1));
    const { algorithm } = state.networks[i]!;
    const done = merging.at >= part.beats.length;
    const words = done
      ? 'in its place'
      : stepWords({ algorithm, insert, doc, step, nameOf: (id) => idName(state, id) });
    return featured === 1 ? `${upper(words)}.` : `${algorithm.title}: ${words}.`;
  });
  return said.join(' ');
}

/** An id as its author’s letter. */
export const idName = (state: SessionState, id: Id): string =>
  nameOf(state, state.order[id.replica]!).slice(0, 1);

/** Whether nobody lacks anything. */
export function haveAll({ networks }: SessionState): boolean {
  const [first, ...others] = networks[0]!.replicas;
  return others.every(({ seen }) => `${seen}` === `${first!.seen}`);
}

/** What is read in each algorithm, the same ones together. */
export function textsWords(state: SessionState): string {
  const titles = new Map<string, string[]>();
  for (const [i, { algorithm }] of state.networks.entries()) {
    const text = shownText(copyOf(state, i, state.copy).doc);
    const title = algorithm.id === 'causal-tree' ? 'the causal tree' : algorithm.title;
    titles.set(text, [...(titles.get(text) ?? []), title]);
  }
  const [only, ...others] = titles;
  const who = haveAll(state) ? 'Everybody' : nameOf(state, state.copy);
  const where = state.networks.length > 1 ? ' in each' : '';
  if (others.length === 0) return `${who} reads ${quoted(only![0])}${where}.`;
  const read = [...titles].map(([text, names]) => `${quoted(text)} in ${listFormat.format(names)}`);
  return `${who} reads ${read.join('; ')}.`;
}

const shownText = (doc: Doc) => textOf(doc).replaceAll(' ', '\u00a0').trim();
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function describe(state: SessionState, action: SessionAction): string {
  switch (action.type) {
    case 'next':
      return 'The next comparison';
    case 'edit': {
      const { doc } = copyOf(state, 0, action.author);
      const letters = action.remove.map((ref) => elementBy(doc, idOf(state, ref))?.value ?? '');
      const name = nameOf(state, action.author);
      if (action.text === '') return `${name} deletes ${quoted(letters.join(''))}`;
      return `${name} types ${quoted(action.text)}`;
    }
    case 'undo':
      return `${nameOf(state, action.author)} takes the last edit back`;
    case 'online':
      return `${nameOf(state, action.author)} goes ${action.online ? 'online' : 'offline'}`;
    case 'send':
      return `${nameOf(state, action.from)} sends to ${nameOf(state, action.to)}`;
    case 'sync':
      return `${listFormat.format(action.between.map((author) => nameOf(state, author)))} sync`;
    case 'deliver':
      return deliverWords(state, action);
    case 'order':
      return `Ids in the order ${action.order.map((author) => nameOf(state, author)).join(', ')}`;
  }
}

function deliverWords(state: SessionState, action: Extract<SessionAction, { type: 'deliver' }>) {
  const { from, to, which } = action;
  const [sender, receiver] = [nameOf(state, from), nameOf(state, to)];
  return which
    ? `Deliver ${nameOf(state, which[0])}’s operation ${which[1]} from ${sender} to ${receiver} now`
    : `Deliver one operation from ${sender} to ${receiver}`;
}
