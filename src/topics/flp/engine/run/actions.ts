import type { FlpEvent } from '../protocol.ts';
import { flpEngine } from './engine.ts';
import type { FlpAction, FlpState } from './types.ts';

export const asAction = ({ p, message, coins }: FlpEvent): FlpAction => ({
  type: 'step',
  p,
  message,
  ...(coins && { coins }),
});

/** Throws `IllegalAction` where it may not be taken. */
export const afterAction = (state: FlpState, action: FlpAction): FlpState =>
  flpEngine.step(state, action).state;

/** The same states, and the same messages for the same processes. Nothing else is a configuration. */
export function sameConfiguration(one: FlpState, other: FlpState): boolean {
  const key = ({ locals, buffer }: FlpState) =>
    JSON.stringify([locals, buffer.map(({ to, message }) => `${to} ${message}`).sort()]);
  return key(one) === key(other);
}
