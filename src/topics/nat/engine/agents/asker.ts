import type { Endpoint } from '../net/address.ts';
import { makeKnown } from './registry.ts';

/** A neighbour that asks a STUN server once, and does nothing with the answer. */
export interface AskerConfig {
  readonly is: 'asker';
  readonly port: number;
  readonly server: Endpoint;
  /** Milliseconds from the start. */
  readonly at: number;
}

export interface AskerState {
  readonly is: 'asker';
}

makeKnown<AskerConfig, AskerState>(['asker'], {
  fresh: () => ({ is: 'asker' }),
  react: (config, [ip], agent, input, _now, random) => {
    if (input.kind !== 'start') return { agent, effects: [], random };
    const request = {
      do: 'send',
      from: { ip: ip!, port: config.port },
      to: config.server,
      payload: { is: 'stun-request', transaction: 0 },
      protocol: 'udp',
      after: config.at,
    } as const;
    return { agent, effects: [request], random };
  },
});
