import type { Engine } from '../../../lab/engine.ts';
import { assertLegal } from '../../../lab/engine.ts';
import { type Algorithm, type Doc, keyOf } from './algorithm.ts';
import { brokenPairs } from './broken-pairs.ts';
import { begin, type Delivery, type Message, type Replica, receive } from './replica.ts';

/**
 * One replica that types nothing and gets a history's operations, each once, in
 * any order, early ones too. Searching it tries every order of delivery.
 */
export interface DeliveryConfig {
  readonly algorithm: Algorithm;
  /** In an order in which they can be applied. */
  readonly messages: readonly Message[];
}

export interface DeliveryState {
  readonly config: DeliveryConfig;
  readonly replica: Replica;
}

/** The message's place in the history. */
export type DeliveryAction = number;

export interface DeliveryEvent {
  readonly kind: Delivery;
}

function arrived({ replica, config }: DeliveryState, index: number): boolean {
  const message = config.messages[index]!;
  const { id } = message.operation;
  return id.counter <= replica.seen[id.replica]! || replica.early.includes(message);
}

/** The list that the same operations give in the history's own order. */
function expected({ config, replica }: DeliveryState): Doc {
  const { algorithm, messages } = config;
  const applied = messages.filter(
    ({ operation: { id } }) => id.counter <= replica.seen[id.replica]!,
  );
  let straight = begin(algorithm, replica.seen.length).replicas[0]!;
  for (const message of applied) straight = receive(algorithm, straight, message).replica;
  return straight.doc;
}

const listed = (doc: Doc) =>
  doc.map(({ id, deleted }) => `${keyOf(id)}${deleted ? ' deleted' : ''}`).join(', ');

export const deliveryEngine: Engine<DeliveryConfig, DeliveryState, DeliveryAction, DeliveryEvent> =
  {
    init(config) {
      const replicas = config.messages[0]?.after.length ?? 1;
      return { config, replica: begin(config.algorithm, replicas).replicas[0]! };
    },
    enabled: (state) => [...state.config.messages.keys()].filter((index) => !arrived(state, index)),
    explain(state, action) {
      if (!state.config.messages[action]) return `There is no message ${action} in this history.`;
      return arrived(state, action) ? `Message ${action} has arrived already.` : null;
    },
    step(state, action) {
      assertLegal(deliveryEngine, state, action);
      const { algorithm, messages } = state.config;
      const { replica, delivery } = receive(algorithm, state.replica, messages[action]!);
      return { state: { ...state, replica }, events: [{ kind: delivery }] };
    },
    caption(_, events) {
      const early = events.some(({ kind }) => kind === 'early');
      return early ? 'The operation has arrived early, and waits.' : 'The operation is applied.';
    },
    describe: (_, action) => `Deliver message ${action}`,
    invariants: {
      convergence(state) {
        const [is, ought] = [listed(state.replica.doc), listed(expected(state))];
        return is === ought ? null : `The list is ${is}, and in another order it is ${ought}.`;
      },
      'definition 4'({ replica }) {
        const broken = brokenPairs(replica.doc).find(({ unavoidable }) => !unavoidable);
        if (!broken) return null;
        const { condition, first, second } = broken;
        return `${keyOf(first)} and ${keyOf(second)} ought to be neighbours by condition (${condition}).`;
      },
    },
    ticks: [],
    tick: () => null,
    grains: [{ id: 'delivery', label: 'Delivery' }],
    grain: () => 0,
  };

/** What tells two states of a search apart: what was applied, what waits, and the list. */
export function identifyDelivery({ replica }: DeliveryState): string {
  const early = replica.early.map(({ operation: { id } }) => keyOf(id)).sort();
  return `${replica.seen}|${early}|${listed(replica.doc)}`;
}
