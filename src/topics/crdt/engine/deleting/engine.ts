import { assertLegal, type Engine } from '../../../../lab/engine.ts';
import { keyOf, sameId, visible } from '../algorithm.ts';
import { begin, deleteAt, deliver, insertAfter, type Network } from '../replica.ts';
import { typeForward } from '../script.ts';
import { apart, jumpIn, lostAt, messageOf, networkOf, RULES } from './copies.ts';
import { enabled, explain } from './legal.ts';
import type {
  Deed,
  DeleteRule,
  DeletingAction,
  DeletingConfig,
  DeletingEvent,
  DeletingState,
} from './types.ts';
import { apartWords, caption, describe, jumpWords, lostWords } from './words.ts';

/** All have the text that the first has typed. */
function begun(config: DeletingConfig, rule: DeleteRule): DeletingState {
  const { authors, text } = config;
  const typed = typeForward(begin(RULES[rule], authors.length), 0, 0, text);
  const messages = typed.replicas[0]!.log;
  const shared = authors.reduce(
    (network, _, author) =>
      author === 0
        ? network
        : messages.reduce((before, message) => deliver(before, author, message), network),
    typed,
  );
  return { config, rule, replicas: shared.replicas, deeds: [], jumps: [] };
}

function applied(state: DeletingState, deed: Deed): Network {
  const network = networkOf(state);
  switch (deed.type) {
    case 'insert':
      return insertAfter(network, deed.author, deed.after, deed.value);
    case 'delete': {
      const shown = visible(network.replicas[deed.author]!.doc);
      const index = shown.findIndex(({ id }) => sameId(id, deed.target));
      return deleteAt(network, deed.author, index);
    }
    case 'deliver':
      return deliver(network, deed.to, messageOf(state, deed.operation)!);
  }
}

const copyOf = (deed: Deed): number => (deed.type === 'deliver' ? deed.to : deed.author);

function done(state: DeletingState, deed: Deed): DeletingState {
  const author = copyOf(deed);
  const { replicas } = applied(state, deed);
  const { operation } = replicas[author]!.log.at(-1)!;
  const jump =
    operation.kind === 'delete'
      ? jumpIn(author, state.replicas[author]!, replicas[author]!, operation.target)
      : null;
  return {
    ...state,
    replicas,
    deeds: [...state.deeds, deed],
    jumps: jump ? [...state.jumps, jump] : state.jumps,
  };
}

function eventsOf(before: DeletingState, after: DeletingState, deed: Deed): DeletingEvent[] {
  const author = copyOf(deed);
  const { operation } = after.replicas[author]!.log.at(-1)!;
  const events: DeletingEvent[] = [];
  if (deed.type === 'deliver') {
    events.push({ kind: 'delivered', to: author, operation: operation.id });
  } else if (operation.kind === 'insert') {
    events.push({ kind: 'typed', author, letter: operation.id });
  } else events.push({ kind: 'deleted', author, target: operation.target });
  const known = new Set(lostAt(before.replicas[author]!).map(keyOf));
  const letters = lostAt(after.replicas[author]!).filter((id) => !known.has(keyOf(id)));
  if (letters.length > 0) events.push({ kind: 'lost', author, letters });
  const jump = after.jumps[before.jumps.length];
  if (jump) events.push({ kind: 'jumped', jump });
  const pair = apart(after);
  if (pair) events.push({ kind: 'apart', authors: pair });
  return events;
}

/** The same deeds by another rule, but for those that it leaves nothing to do to. */
function redone(state: DeletingState, rule: DeleteRule): DeletingState {
  return state.deeds.reduce(
    (again, deed) => (explain(again, deed) === null ? done(again, deed) : again),
    begun(state.config, rule),
  );
}

/**
 * A causal tree with a choice of what a deletion does, in two or three copies
 * that get each other's operations one by one, in any order that causality
 * allows.
 */
export const deletingEngine: Engine<DeletingConfig, DeletingState, DeletingAction, DeletingEvent> =
  {
    init: (config) => begun(config, config.rule),
    enabled,
    explain,
    step(state, action) {
      assertLegal(deletingEngine, state, action);
      if (action.type === 'rule') {
        const again = redone(state, action.rule);
        const left = state.deeds.length - again.deeds.length;
        return { state: again, events: [{ kind: 'rule', rule: action.rule, left }] };
      }
      const after = done(state, action);
      return { state: after, events: eventsOf(state, after, action) };
    },
    caption,
    describe,
    invariants: {
      'nothing is lost'(state) {
        const author = state.replicas.findIndex((copy) => lostAt(copy).length > 0);
        return author < 0 ? null : lostWords(state, author);
      },
      'nothing jumps': (state) => (state.jumps[0] ? jumpWords(state, state.jumps[0]) : null),
      convergence(state) {
        const pair = apart(state);
        return pair ? apartWords(state, pair) : null;
      },
    },
    ticks: [
      { id: 'typed', label: 'a letter is typed', tone: 'soft', shape: 'bar' },
      { id: 'delivered', label: 'an operation arrives', tone: 'ink', shape: 'bar' },
      { id: 'deleted', label: 'a letter is deleted', tone: 'active', shape: 'square' },
      { id: 'broken', label: 'a promise is broken', tone: 'danger', shape: 'triangle' },
    ],
    tick(events) {
      const broken = events.some(({ kind }) => ['lost', 'jumped', 'apart'].includes(kind));
      const kind = events[0]?.kind;
      return broken ? 'broken' : kind === undefined || kind === 'rule' ? null : kind;
    },
    grains: [{ id: 'step', label: 'Step' }],
    grain: () => 0,
  };
