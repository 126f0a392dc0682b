import { type Endpoint, same } from '../net/address.ts';
import type { Packet } from '../net/types.ts';
import { makeKnown } from './registry.ts';
import type { Effect, Input } from './types.ts';

export type ServerConfig =
  | {
      readonly is: 'stun-server';
      /** The other address and port that it can answer from. RFC 5780 §6. */
      readonly other: Endpoint;
    }
  /** Passes on what its clients send to each other, over a connection that each opened. */
  | { readonly is: 'relay' }
  /** Hears everything and says nothing. */
  | { readonly is: 'silent' };

export interface ServerState {
  readonly is: 'server';
  /** Of a relay: where each client’s connection comes from. */
  readonly clients: Readonly<Record<string, Endpoint>>;
}

export const freshServer: ServerState = { is: 'server', clients: {} };

/** A server’s reaction. It needs no chance. */
export function server(
  config: ServerConfig,
  agent: ServerState,
  input: Input,
): { readonly agent: ServerState; readonly effects: readonly Effect[] } {
  if (input.kind !== 'packet') return { agent, effects: [] };
  const { packet } = input;
  if (config.is === 'stun-server') return { agent, effects: answerStun(config.other, packet) };
  if (config.is === 'relay') return relay(agent, packet);
  return { agent, effects: [] };
}

/** A Binding response to where the request was seen from. RFC 8489 §6.3.1. */
function answerStun(other: Endpoint, { from, to, payload, protocol }: Packet): readonly Effect[] {
  if (payload.is !== 'stun-request') return [];
  const { transaction, change } = payload;
  const answerFrom = {
    ip: change?.ip ? other.ip : to.ip,
    port: change?.port ? other.port : to.port,
  };
  return [
    {
      do: 'send',
      from: answerFrom,
      to: from,
      payload: { is: 'stun-answer', transaction, mapped: from, other },
      protocol,
      after: 0,
    },
  ];
}

function relay(
  agent: ServerState,
  packet: Packet,
): { readonly agent: ServerState; readonly effects: readonly Effect[] } {
  const { by, from, to, payload } = packet;
  const known = agent.clients[by];
  const clients = known && same(known, from) ? agent.clients : { ...agent.clients, [by]: from };
  const target = payload.is === 'relayed' ? clients[payload.peer] : undefined;
  const effects: Effect[] = target
    ? [{ do: 'send', from: to, to: target, payload, protocol: 'tcp', after: 0 }]
    : [];
  return { agent: { ...agent, clients }, effects };
}

makeKnown<ServerConfig, ServerState>(['stun-server', 'relay', 'silent'], {
  fresh: () => freshServer,
  react: (config, _, agent, input, _now, random) => ({
    random,
    ...server(config, agent, input),
  }),
});
