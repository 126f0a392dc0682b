import type { RandomState } from '../../../../lab/random.ts';
import type { Reaction } from './react.ts';
import type { AgentConfig, AgentState, Input } from './types.ts';

/** How the network begins and asks one kind of agent. Both are pure. */
export interface AgentKind<Config, State> {
  fresh(config: Config): State;
  react(
    config: Config,
    /** Its own, the first one first. */
    addresses: readonly string[],
    agent: State,
    input: Input,
    now: number,
    random: RandomState,
  ): Reaction<State>;
}

type AnyKind = AgentKind<AgentConfig, AgentState>;

/**
 * Filled while modules load, by those that build worlds: a page then carries the agents
 * that its figures need, and not ICE with each of them.
 */
const known = new Map<AgentConfig['is'], AnyKind>();

/** Makes a kind of agent known under the names that its configurations have. */
export function makeKnown<Config extends AgentConfig, State extends AgentState>(
  names: readonly Config['is'][],
  kind: AgentKind<Config, State>,
): void {
  for (const name of names) known.set(name, kind as unknown as AnyKind);
}

/** Throws where nobody has made it known: the world’s builder has to import it. */
export function kindOfAgent(config: AgentConfig): AnyKind {
  const kind = known.get(config.is);
  if (!kind) throw new Error(`No agent is known as ${config.is}.`);
  return kind;
}
