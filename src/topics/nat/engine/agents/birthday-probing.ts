import { drawInt, type RandomState } from '../../../../lab/random.ts';
import type { Endpoint } from '../net/address.ts';
import type { PuncherState } from './puncher.ts';
import type { Reaction } from './react.ts';
import type { Effect } from './types.ts';

/** How a hard side is met: it opens many sockets, the easy side tries ports at random. */
export interface BirthdayConfig {
  readonly sockets: number;
  readonly probes: number;
  /** Milliseconds between two probes. */
  readonly gap: number;
}

/** Ports that are guessed among: all but the well-known ones. */
export const GUESSED = { first: 1025, last: 65_535 } as const;
const FIRST_SOCKET = 50_000;

/** The hard side: one probe from each of many sockets, so that each has a mapping. */
export function openSockets(
  { sockets, gap }: BirthdayConfig,
  own: Endpoint,
  agent: PuncherState,
): { readonly agent: PuncherState; readonly effects: readonly Effect[] } {
  const [to] = agent.heard!.candidates;
  if (!to) return { agent, effects: [] };
  const ports = Array.from({ length: sockets }, (_, i) => FIRST_SOCKET + i);
  return {
    agent: { ...agent, sockets: ports },
    effects: ports.map((port, i) => ({
      do: 'send',
      from: { ...own, port },
      to: { ip: to.ip, port: to.port },
      payload: { is: 'probe', transaction: 10_000 + i },
      protocol: 'udp',
      after: Math.floor((i * gap) / 16),
    })),
  };
}

/** The easy side: a probe to a port that it has not tried, as long as there are probes left. */
export function guess(
  { probes, gap }: BirthdayConfig,
  own: Endpoint,
  agent: PuncherState,
  random: RandomState,
): Reaction<PuncherState> {
  const [at] = agent.heard!.candidates;
  if (!at || agent.guessed.length >= probes) return { agent, effects: [], random };
  let [port, next] = drawInt(random, GUESSED.first, GUESSED.last);
  while (agent.guessed.includes(port)) [port, next] = drawInt(next, GUESSED.first, GUESSED.last);
  const payload = { is: 'probe', transaction: 20_000 + agent.guessed.length } as const;
  const effects: Effect[] = [
    { do: 'send', from: own, to: { ip: at.ip, port }, payload, protocol: 'udp', after: 0 },
    { do: 'wake', timer: 'guess', after: gap },
  ];
  return { agent: { ...agent, guessed: [...agent.guessed, port] }, effects, random: next };
}
