import { type Delivery, type Network, receive } from '../replica.ts';
import { mergingOf } from './editing.ts';
import { isSettled, partOf } from './merge.ts';
import { copyOf, letterOf, messageOf, pending, rankOf, refOf } from './places.ts';
import type { Merging, Part, Ref, SessionEvent, SessionState } from './types.ts';

interface Stepped {
  readonly state: SessionState;
  readonly events: readonly SessionEvent[];
}

/** The next operation that one has and the other has not. */
export function deliverNext(state: SessionState, from: number, to: number): Stepped {
  const message = pending(state, from, to)[0]!;
  return deliver(state, from, to, refOf(state, message.operation.id));
}

/** One operation, whichever it is: it may come early, or a second time. */
export function deliver(state: SessionState, from: number, to: number, ref: Ref): Stepped {
  const deliveries: Delivery[] = [];
  const parts: Part[] = [];
  const networks = state.networks.map((network, algorithm): Network => {
    const message = messageOf(state, algorithm, from, ref)!;
    const { doc } = copyOf(state, algorithm, to);
    const { replica, delivery } = receive(network.algorithm, copyOf(state, algorithm, to), message);
    const { operation } = message;
    deliveries.push(delivery);
    if (delivery === 'applied' && operation.kind === 'insert') {
      parts.push(partOf(network.algorithm, doc, operation, state.config.detail));
    }
    return { ...network, replicas: network.replicas.with(rankOf(state, to), replica) };
  });
  const { operation } = messageOf(state, 0, from, ref)!;
  const value = letterOf(copyOf(state, 0, from).doc, operation);
  const merging =
    parts.length > 0
      ? mergingOf(from, to, operation.id, value, parts, state.config.featured)
      : null;
  const after: SessionState = {
    ...state,
    networks,
    merging,
    copy: to,
    history: [...state.history, { type: 'deliver', from, to, which: ref }],
  };
  const applied = operation.kind === 'delete' ? 'removed' : 'arrive';
  const kind = deliveries[0] === 'applied' ? applied : deliveries[0]!;
  const done = !merging || merging.of === 1;
  const { state: queued, events } = advance(after, from, to, done);
  const merge: readonly SessionEvent[] = merging ? [{ kind: 'merge', settled: done }] : [];
  return { state: queued, events: [{ kind, from, to, value }, ...merge, ...events] };
}

/** Lets go of a direction once all of it has arrived and the last letter is in its place. */
function advance(state: SessionState, from: number, to: number, done: boolean): Stepped {
  const at = state.queue.findIndex(([a, b]) => a === from && b === to);
  if (!done || at < 0 || pending(state, from, to).length > 0) return { state, events: [] };
  return {
    state: { ...state, queue: state.queue.toSpliced(at, 1) },
    events: [{ kind: 'delivered', from, to }],
  };
}

const featuredOf = ({ config }: SessionState, { parts }: Merging): readonly Part[] =>
  parts.slice(0, config.featured);

/** One beat further in the merge. */
export function next(state: SessionState): Stepped {
  const { merging } = state;
  const moved: Merging = { ...merging!, at: merging!.at + 1 };
  const done = moved.at === moved.of - 1;
  const after: SessionState = { ...state, merging: moved };
  const { state: queued, events } = advance(after, moved.from, moved.to, done);
  const settled = done || featuredOf(state, moved).every((part) => isSettled(part, moved.at));
  return { state: queued, events: [{ kind: 'merge', settled }, ...events] };
}
