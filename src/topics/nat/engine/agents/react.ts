import type { RandomState } from '../../../../lab/random.ts';
import type { Host } from '../net/types.ts';
import { kindOfAgent } from './registry.ts';
import type { AgentState, Effect, Input } from './types.ts';

/** An agent after something happened to it, and what it does about it. */
export interface Reaction<S> {
  readonly agent: S;
  readonly effects: readonly Effect[];
  readonly random: RandomState;
}

/** Pure: what an agent knows, what happens, the time in milliseconds, and chance. */
export function react(
  { agent: config, ip, also }: Host,
  agent: AgentState,
  input: Input,
  now: number,
  random: RandomState,
): Reaction<AgentState> {
  return kindOfAgent(config).react(config, [ip, ...(also ?? [])], agent, input, now, random);
}
