import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import type { FastText } from '../fast/document.ts';
import { loadText } from '../fast/save.ts';
import type { Moment, Recording } from './record.ts';

/** A recording that is played moment by moment, and can be typed in once it has ended. */
export interface TraceState {
  readonly recording: Recording;
  /** The moment that is shown. */
  readonly at: number;
  readonly typed: readonly Typed[];
}

/** One edit of the reader’s, in code points. */
export interface Typed {
  readonly at: number;
  readonly remove: number;
  readonly text: string;
}

export type TraceAction = { readonly type: 'play' } | ({ readonly type: 'type' } & Typed);

export type TraceEvent =
  | { readonly kind: 'edits'; readonly count: number; readonly handOver: boolean }
  | { readonly kind: 'typed' };

export const momentOf = ({ recording, at }: TraceState): Moment => recording.moments[at]!;
const isOver = ({ recording, at }: TraceState) => at === recording.moments.length - 1;

/** The reader’s documents by what was typed: the next keystroke goes into the last one. */
const open = new WeakMap<Recording, { typed: readonly Typed[]; text: FastText }>();

/** Someone else than the authors of the recording. */
const READER = 300;

/** The text with what the reader has typed. Only for the end of a recording. */
export function documentOf({ recording, typed }: TraceState): FastText {
  const kept = open.get(recording);
  const goesOn =
    kept && kept.typed.length <= typed.length && kept.typed.every((edit, i) => edit === typed[i]);
  const text = goesOn ? kept.text : loadText(recording.saved, READER);
  for (const edit of typed.slice(goesOn ? kept.typed.length : 0)) apply(text, edit);
  open.set(recording, { typed, text });
  return text;
}

function apply(text: FastText, { at, remove, text: inserted }: Typed): void {
  if (remove > 0) text.delete(at, remove);
  if (inserted !== '') text.insert(at, inserted);
}

const counted = (n: number) => n.toLocaleString('en');
const AUTHORS = ['the first author', 'the second author', 'the third author'];

function explain(state: TraceState, action: TraceAction): string | null {
  if (action.type === 'play') return isOver(state) ? 'The recording is over.' : null;
  if (!isOver(state)) return 'The recording is still being played; it can be typed in at its end.';
  const { length } = documentOf(state);
  const { at, remove, text } = action;
  if (at + remove > length) return `The text has ${counted(length)} characters.`;
  return remove === 0 && text === '' ? 'Nothing is typed, and nothing is deleted.' : null;
}

function caption(state: TraceState, events: readonly TraceEvent[]): string {
  const { recording, typed } = state;
  const { edits, length, total } = momentOf(state);
  const of = `${counted(edits)} of ${counted(recording.edits)} edits`;
  if (events.some(({ kind }) => kind === 'typed')) {
    const { at, remove, text } = typed.at(-1)!;
    const did =
      text === '' ? `delete ${remove === 1 ? 'a letter' : counted(remove)}` : `type “${text}”`;
    return `You ${did} at ${counted(at)}, in a text of ${counted(documentOf(state).length)} letters.`;
  }
  if (edits === 0) return `A recording of ${counted(recording.edits)} edits, about to be played.`;
  const ghosts = `${counted(length)} letters, and ${counted(total - length)} tombstones that are not shown`;
  if (!isOver(state)) {
    const who =
      recording.agents > 1 ? `, the last by ${AUTHORS[momentOf(state).agent] ?? 'another'}` : '';
    return `${of}${who}: ${ghosts}.`;
  }
  const ends = recording.matches
    ? 'It ends with the very text that was recorded.'
    : 'It does not end with the text that was recorded.';
  return `${of}: ${ghosts}. ${ends}`;
}

export const traceEngine: Engine<Recording, TraceState, TraceAction, TraceEvent> = {
  init: (recording) => ({ recording, at: 0, typed: [] }),
  enabled: (state) =>
    isOver(state) ? [{ type: 'type', at: 0, remove: 0, text: 'x' }] : [{ type: 'play' }],
  explain,
  step(state, action) {
    assertLegal(traceEngine, state, action);
    if (action.type === 'type') {
      const { at, remove, text } = action;
      const typed = [...state.typed, { at, remove, text }];
      return { state: { ...state, typed }, events: [{ kind: 'typed' }] };
    }
    const after = { ...state, at: state.at + 1 };
    const [before, now] = [momentOf(state), momentOf(after)];
    const count = now.edits - before.edits;
    return {
      state: after,
      events: [{ kind: 'edits', count, handOver: now.agent !== before.agent }],
    };
  },
  caption,
  describe: (_, action) =>
    action.type === 'play' ? 'Play on' : `Type “${action.text}” at ${counted(action.at)}`,
  invariants: {
    // What is typed is checked when it is; a recording was, when it was made.
  },
  ticks: [
    { id: 'edits', label: 'edits', tone: 'soft', shape: 'bar' },
    { id: 'hand-over', label: 'another author', tone: 'accent', shape: 'bar' },
    { id: 'typed', label: 'typed by you', tone: 'active', shape: 'bar' },
  ],
  tick(events) {
    const [event] = events;
    if (!event) return null;
    if (event.kind === 'typed') return 'typed';
    return event.handOver ? 'hand-over' : 'edits';
  },
  grains: [{ id: 'moment', label: 'Moment' }],
  grain: () => 0,
};
