import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { begin } from '../replica.ts';
import { deliver, deliverNext, next } from './delivering.ts';
import { edit, undo } from './editing.ts';
import { explain } from './legal.ts';
import { enabled } from './menu.ts';
import { algorithmOf, copyOf } from './places.ts';
import type { SessionAction, SessionConfig, SessionEvent, SessionState } from './types.ts';
import { caption, describe } from './words.ts';

export function begun(config: SessionConfig, order: readonly number[]): SessionState {
  const { algorithms, authors } = config;
  return {
    config,
    order,
    networks: algorithms.map((id) => begin(algorithmOf(id), authors.length)),
    online: config.online ?? authors.map(() => false),
    queue: [],
    merging: null,
    copy: 0,
    moves: 0,
    edits: [],
    history: [],
  };
}

interface Stepped {
  readonly state: SessionState;
  readonly events: readonly SessionEvent[];
}

/** Without a word about the rules, which `explain` has looked at. */
function perform(state: SessionState, action: SessionAction): Stepped {
  const before = { ...state, merging: null };
  switch (action.type) {
    case 'next':
      return next(state);
    case 'edit':
      return edit(before, action);
    case 'undo':
      return undo(before, action.author);
    case 'deliver':
      return action.which
        ? deliver(before, action.from, action.to, action.which)
        : deliverNext(before, action.from, action.to);
    case 'send':
      return {
        state: { ...before, queue: [[action.from, action.to]], copy: action.to },
        events: [{ kind: 'send', from: action.from, to: action.to }],
      };
    case 'sync':
      return sync(before, action.between);
    case 'online':
      return connect(before, action.author, action.online);
    case 'order':
      return reorder(before, action.order);
  }
}

/** All to the last, who sends everything back; those who miss nothing are left out. */
function sync(state: SessionState, between: readonly number[]): Stepped {
  const last = between.at(-1)!;
  const others = between.slice(0, -1);
  const queue = [
    ...others.map((author) => [author, last] as const),
    ...others.map((author) => [last, author] as const),
  ];
  return {
    state: { ...state, queue: live(state, queue), copy: last },
    events: [{ kind: 'sync', between }],
  };
}

/** Without the directions in which nothing is, and nothing will be, to be delivered. */
function live(state: SessionState, queue: SessionState['queue']): SessionState['queue'] {
  const seen = state.config.authors.map((_, author) => new Set(logOf(state, author)));
  return queue.filter(([from, to]) => {
    const before = seen[to]!.size;
    for (const id of seen[from]!) seen[to]!.add(id);
    return seen[to]!.size > before;
  });
}

const logOf = (state: SessionState, author: number): readonly string[] =>
  copyOf(state, 0, author).log.map(({ operation: { id } }) => `${id.replica}.${id.counter}`);

/** Who comes back gets what was missed, and gives what the others have missed. */
function connect(state: SessionState, author: number, online: boolean): Stepped {
  const others = state.online.flatMap((is, other) => (is && other !== author ? [other] : []));
  const directions = others.flatMap(
    (other) =>
      [
        [author, other],
        [other, author],
      ] as const,
  );
  return {
    state: {
      ...state,
      online: state.online.with(author, online),
      queue: online
        ? live(state, directions)
        : state.queue.filter((pair) => !pair.includes(author)),
      copy: author,
    },
    events: [{ kind: online ? 'online' : 'offline', author }],
  };
}

/** The same keystrokes and deliveries, with other ids. */
function reorder(state: SessionState, order: readonly number[]): Stepped {
  let again = begun({ ...state.config, detail: 'letters' }, order);
  for (const action of state.history) again = perform(again, action).state;
  return {
    state: {
      ...again,
      config: state.config,
      online: state.online,
      queue: state.queue,
      copy: state.copy,
      moves: state.moves,
      edits: state.edits,
      history: state.history,
      merging: null,
    },
    events: [{ kind: 'order', order }],
  };
}

/** Counted are the actions of a story: not the steps of a merge, nor what a queue delivers. */
function isMove(state: SessionState, action: SessionAction): boolean {
  if (action.type === 'next') return false;
  return action.type !== 'deliver' || action.which !== undefined || state.queue.length === 0;
}

export const sessionEngine: Engine<SessionConfig, SessionState, SessionAction, SessionEvent> = {
  init: (config) => begun(config, config.order),
  enabled,
  explain,
  step(state, action) {
    assertLegal(sessionEngine, state, action);
    const done = perform(state, action);
    return isMove(state, action)
      ? { ...done, state: { ...done.state, moves: state.moves + 1 } }
      : done;
  },
  caption,
  describe,
  invariants: {
    convergence: (state) => divergence(state),
  },
  ticks: [
    { id: 'typed', label: 'a letter typed', tone: 'soft', shape: 'bar' },
    { id: 'letter', label: 'a letter merged', tone: 'accent', shape: 'bar' },
    { id: 'comparison', label: 'a comparison', tone: 'active', shape: 'bar' },
    { id: 'deletion', label: 'a deletion', tone: 'danger', shape: 'square' },
    { id: 'early', label: 'arrived early, or twice', tone: 'soft', shape: 'ring' },
    { id: 'sent', label: 'all of it delivered', tone: 'ink', shape: 'bar' },
    { id: 'order', label: 'other ids', tone: 'ink', shape: 'triangle' },
  ],
  tick: tickOf,
  grains: [
    { id: 'comparison', label: 'Comparison' },
    { id: 'letter', label: 'Letter' },
    { id: 'delivery', label: 'Delivery' },
  ],
  grain: grainOf,
};

function tickOf(events: readonly SessionEvent[]): string | null {
  const kinds = new Set(events.map(({ kind }) => kind));
  if (kinds.has('order')) return 'order';
  if (kinds.has('delivered')) return 'sent';
  if (kinds.has('removed')) return 'deletion';
  if (kinds.has('early') || kinds.has('duplicate')) return 'early';
  const merge = events.find((event) => event.kind === 'merge');
  if (merge) return merge.settled ? 'letter' : 'comparison';
  const edited = events.find((event) => event.kind === 'edit');
  if (edited) return edited.text === '' ? 'deletion' : 'typed';
  return null;
}

function grainOf(events: readonly SessionEvent[]): number {
  if (events.some(({ kind }) => ['delivered', 'order', 'online', 'offline'].includes(kind)))
    return 2;
  const merge = events.find((event) => event.kind === 'merge');
  return merge && !merge.settled ? 0 : 1;
}

const listed = ({ doc }: { readonly doc: SessionState['networks'][0]['replicas'][0]['doc'] }) =>
  doc.map(({ id, deleted }) => `${id.replica}.${id.counter}${deleted ? '-' : ''}`).join(' ');

/** Two copies that have seen the same operations and differ, in words. */
function divergence({ networks, config, order }: SessionState): string | null {
  for (const { algorithm, replicas } of networks) {
    for (const [r, one] of replicas.entries()) {
      const other = replicas.findIndex((that, s) => s > r && `${that.seen}` === `${one.seen}`);
      if (other < 0 || listed(one) === listed(replicas[other]!)) continue;
      const names = [r, other].map((rank) => config.authors[order[rank]!]);
      return `${names.join(' and ')} have seen the same, and their texts differ in ${algorithm.title}.`;
    }
  }
  return null;
}
