import { begin } from '../../net/start.ts';
import { advance } from '../../net/step.ts';
import type { NetState, Payload, Scheduled } from '../../net/types.ts';
import { type IcePairConfig, icePair } from '../pair.ts';
import type { IceFrame } from '../run.ts';
import { iceSettled } from '../run.ts';

/** What is inside of what goes through a TURN server. */
export const inner = (payload: Payload): Payload =>
  payload.is === 'turn-send' || payload.is === 'turn-data' ? inner(payload.payload) : payload;

/** The payload of a task that moves a packet; `null` for any other. */
export const carried = (task: Scheduled): Payload | null =>
  'packet' in task ? inner(task.packet.payload) : null;

/** A run to its end in which a hand may change each moment’s state before it goes on. */
export function played(
  config: IcePairConfig,
  seed: number,
  hand: (state: NetState) => NetState,
): readonly IceFrame[] {
  let state = begin(icePair(config), seed);
  const frames: IceFrame[] = [{ state, events: [] }];
  while (!iceSettled(state)) {
    const stepped = advance(hand(state));
    state = stepped.state;
    frames.push(stepped);
  }
  return frames;
}

/** Loses what a test says, wherever it is. */
export const losing =
  (lost: (payload: Payload, by: string) => boolean) =>
  (state: NetState): NetState => {
    const queue = state.queue.filter((task) => {
      const payload = carried(task);
      return !payload || !('packet' in task) || !lost(payload, task.packet.by);
    });
    return queue.length === state.queue.length ? state : { ...state, queue };
  };
