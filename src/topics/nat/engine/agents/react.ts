import type { RandomState } from '../../../../lab/random.ts';
import { discoverer } from '../discovery/discoverer.ts';
import { ice } from '../ice/agent.ts';
import { turnServer } from '../ice/turn-server.ts';
import type { Host } from '../net/types.ts';
import { talker } from '../path/talker.ts';
import { puncher } from './puncher.ts';
import { server } from './servers.ts';
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
  if (config.is === 'puncher' && agent.is === 'puncher') {
    return puncher(config, ip, agent, input, now, random);
  }
  if (config.is === 'ice') {
    if (agent.is === 'ice') return ice(config, [ip, ...(also ?? [])], agent, input, now, random);
  } else if (config.is === 'turn-server') {
    if (agent.is === 'turn-server') return turnServer(config, ip, agent, input, now, random);
  } else if (config.is === 'discoverer') {
    if (agent.is === 'discoverer') return discoverer(config, ip, agent, input, now, random);
  } else if (config.is === 'talker') {
    if (agent.is === 'talker') return talker(config, ip, agent, input, now, random);
  } else if (config.is !== 'puncher' && agent.is === 'server') {
    return { random, ...server(config, agent, input) };
  }
  throw new Error(`The agent of ${ip} is ${config.is}, and its state is of another.`);
}
