import { graphemes } from '../script.ts';
import { copyOf, elementBy, idOf, leftOf, messageOf, pending } from './places.ts';
import type { Ref, SessionAction, SessionState } from './types.ts';

/** Letters in one copy at most: the plain engines look through all of them for each. */
export const MOST_LETTERS = 400;
/** In one edit. */
export const MOST_PASTED = 200;

const nameOf = ({ config }: SessionState, author: number) => config.authors[author]!;

function unknown({ config }: SessionState, authors: readonly number[]): string | null {
  const wrong = authors.find((author) => config.authors[author] === undefined);
  return wrong === undefined ? null : `There is no author ${wrong} here.`;
}

/** `null` if the action is legal, else why it is not, in words. */
export function explain(state: SessionState, action: SessionAction): string | null {
  switch (action.type) {
    case 'next':
      return state.merging && state.merging.at < state.merging.of - 1
        ? null
        : 'No letter is being merged here.';
    case 'edit':
      return unknown(state, [action.author]) ?? explainEdit(state, action);
    case 'undo':
      return (
        unknown(state, [action.author]) ??
        (state.edits.some(({ author }) => author === action.author)
          ? null
          : `${nameOf(state, action.author)} has nothing to take back.`)
      );
    case 'online': {
      const { author, online } = action;
      const wrong = unknown(state, [author]);
      if (wrong) return wrong;
      if (state.online[author] !== online) return null;
      return `${nameOf(state, author)} is ${online ? 'online' : 'offline'} already.`;
    }
    case 'order':
      return [...action.order].sort().join() === state.config.authors.map((_, i) => i).join()
        ? null
        : 'The ids must name each author once.';
    case 'sync':
      return explainSync(state, action.between);
    default:
      return explainSending(state, action);
  }
}

type Sending = Extract<SessionAction, { type: 'send' | 'deliver' }>;

function explainSending(state: SessionState, action: Sending): string | null {
  const { from, to } = action;
  const wrong = unknown(state, [from, to]);
  if (wrong) return wrong;
  const [sender, receiver] = [nameOf(state, from), nameOf(state, to)];
  if (from === to) return `${sender} has no need to send to ${sender}.`;
  if (action.type === 'deliver' && action.which) {
    return unknown(state, [action.which[0]]) ?? has(state, from, action.which);
  }
  return pending(state, from, to).length > 0
    ? null
    : `${receiver} has everything that ${sender} has.`;
}

function explainSync(state: SessionState, between: readonly number[]): string | null {
  const wrong = unknown(state, between);
  if (wrong) return wrong;
  if (between.length < 2 || new Set(between).size < between.length) {
    return 'A sync is between two authors or more, each of them once.';
  }
  const differs = between.some((a) => between.some((b) => pending(state, a, b).length > 0));
  if (differs) return null;
  return `${between.map((author) => nameOf(state, author)).join(' and ')} have the same already.`;
}

function has(state: SessionState, author: number, which: Ref): string | null {
  return messageOf(state, 0, author, which)
    ? null
    : `${nameOf(state, author)} has no operation ${which[1]} of ${nameOf(state, which[0])}.`;
}

function explainEdit(
  state: SessionState,
  { author, at, remove, text }: Extract<SessionAction, { type: 'edit' }>,
): string | null {
  const { doc } = copyOf(state, 0, author);
  const name = nameOf(state, author);
  const letters = graphemes(text).length;
  if (letters === 0 && remove.length === 0) return 'Nothing is typed, and nothing is deleted.';
  if (letters > MOST_PASTED) {
    return `${letters} letters are too many at once; ${MOST_PASTED} are the most.`;
  }
  if (doc.length + letters > MOST_LETTERS) {
    return `This figure holds ${MOST_LETTERS} letters, tombstones among them. Longer texts have a figure of their own.`;
  }
  if (at.of && (unknown(state, [at.of[0]]) || leftOf(state, doc, at) === undefined)) {
    return `${name} does not have the letter that this is typed beside.`;
  }
  const seen = new Set<string>();
  for (const ref of remove) {
    const element = unknown(state, [ref[0]]) ? undefined : elementBy(doc, idOf(state, ref));
    if (!element || element.deleted || seen.has(`${ref}`)) {
      return `${name} does not see the letter that is to be deleted.`;
    }
    seen.add(`${ref}`);
  }
  return null;
}
