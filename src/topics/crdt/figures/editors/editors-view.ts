import { type Doc, type Element, keyOf, textOf, visible } from '../../engine/algorithm.ts';
import { copyOf, pending } from '../../engine/session/places.ts';
import type { SessionState } from '../../engine/session/types.ts';
import type { SessionFrame } from '../../told.ts';
import { type Author, authorAt } from '../tree/authors.ts';

export interface CardLetter {
  readonly key: string;
  readonly value: string;
  readonly author: Author;
  readonly time: number;
}

/** One author’s editor. */
export interface CardView {
  readonly author: Author;
  readonly online: boolean;
  readonly letters: readonly CardLetter[];
  readonly text: string;
  /** How the author typed it, where that can be seen. */
  readonly note: string;
  /** Whether this frame is about this copy. */
  readonly current: boolean;
  /** Operations that somebody else lacks, and who. */
  readonly waiting: readonly { readonly to: number; readonly count: number }[];
}

/** What is on its way in this frame. */
export interface WireView {
  readonly from: number;
  readonly to: number;
  readonly letter: { readonly value: string; readonly author: Author; readonly deletes: boolean };
  readonly says: string;
  /** “letter 5 of 5” */
  readonly progress: string;
}

export interface EditorsView {
  readonly cards: readonly CardView[];
  readonly wire: WireView | null;
  /** Whether anybody lacks anything. */
  readonly behind: boolean;
}

/** Authors by replica, for panels: a replica’s number is its author’s rank among the ids. */
export const authorsByReplica = ({ order, config }: SessionState): readonly Author[] =>
  order.map((author) => authorAt(author, config.authors[author]));

/**
 * Which frame’s text the editors show: what is being merged appears when it is done,
 * so that the words stay to be compared with. Typing in between shows at once.
 */
export function settledFrame(frames: readonly SessionFrame[], index: number): SessionFrame {
  let at = index;
  while (at > 0 && isUnsettled(frames[at]!)) at -= 1;
  return frames[at]!;
}

function isUnsettled({ state, events }: SessionFrame): boolean {
  if (events.some(({ kind }) => kind === 'edit')) return false;
  const merging = state.merging !== null && state.merging.at < state.merging.of - 1;
  return state.queue.length > 0 || merging;
}

/** `pane` is the algorithm whose texts the editors show. */
export function editorsView(
  frames: readonly SessionFrame[],
  index: number,
  pane: number,
): EditorsView {
  const { state } = frames[index]!;
  const shown = settledFrame(frames, index).state;
  const authors = state.config.authors.map((_, place) => place);
  const byReplica = authorsByReplica(state);
  const cards = authors.map((place): CardView => {
    const { doc } = copyOf(shown, pane, place);
    return {
      author: authorAt(place, state.config.authors[place]),
      online: state.online[place]!,
      letters: visible(doc).map((element) => letterOf(element, byReplica)),
      text: textOf(doc),
      note: noteOf(doc, place, byReplica),
      current: state.copy === place && index > 0,
      waiting: authors.flatMap((to) => {
        const count = to === place ? 0 : pending(state, place, to).length;
        return count > 0 ? [{ to, count }] : [];
      }),
    };
  });
  return {
    cards,
    wire: wireOf(frames, index, byReplica),
    behind: cards.some(({ waiting }) => waiting.length > 0),
  };
}

function letterOf({ id, value, time }: Element, authors: readonly Author[]): CardLetter {
  return { key: keyOf(id), value, time, author: authors[id.replica]! };
}

/** From the order in which a text of one author’s was typed. */
function noteOf(doc: Doc, place: number, authors: readonly Author[]): string {
  const shown = visible(doc);
  if (shown.length < 2 || shown.some(({ id }) => authors[id.replica]!.place !== place)) return '';
  const counters = shown.map(({ id }) => id.counter);
  const rises = counters.every((n, i) => i === 0 || n > counters[i - 1]!);
  const falls = counters.every((n, i) => i === 0 || n < counters[i - 1]!);
  if (falls) return '← typed last letter first';
  return rises ? 'typed as it reads →' : '';
}

function wireOf(
  frames: readonly SessionFrame[],
  index: number,
  authors: readonly Author[],
): WireView | null {
  const begun = frames.slice(0, index + 1).findLastIndex(isArrival);
  const moved = frames.slice(begun + 1, index + 1);
  if (begun < 0 || moved.some(({ events }) => events[0]?.kind !== 'merge')) return null;
  const { action, events, state } = frames[begun]!;
  const event = events[0]!;
  if (action?.type !== 'deliver' || !('value' in event)) return null;
  const { from, to } = action;
  const [names, deletes] = [state.config.authors, event.kind === 'removed'];
  const which = copyOf(state, 0, to).log.at(-1)!.operation;
  const author = authors[which.id.replica]!;
  const letter = { value: event.value, author, deletes };
  const says = `${author.name}’s ${event.value === ' ' ? 'space' : event.value} ${SAYS[event.kind]} ${names[to]}`;
  return { from, to, letter, says, progress: progressOf(frames, begun, from, to) };
}

const SAYS: Readonly<Record<string, string>> = {
  arrive: 'reaches',
  removed: 'is deleted at',
  early: 'is early at',
  duplicate: 'comes again to',
};

const isArrival = ({ action }: SessionFrame) => action?.type === 'deliver';

/** How many of this direction have arrived by now, and how many there are. */
function progressOf(
  frames: readonly SessionFrame[],
  begun: number,
  from: number,
  to: number,
): string {
  let done = 0;
  for (let at = begun; at > 0; at -= 1) {
    const { action } = frames[at]!;
    if (action?.type === 'deliver') {
      if (action.from !== from || action.to !== to) break;
      done += 1;
    } else if (action?.type !== 'next') break;
  }
  const left = pending(frames[begun]!.state, from, to).length;
  return `letter ${done} of ${done + left}`;
}
