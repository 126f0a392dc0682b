import type { DiscovererConfig, DiscovererState } from '../discovery/discoverer.ts';
import type { TurnServerConfig, TurnServerState } from '../ice/turn-server.ts';
import type { IceConfig, IceDescription, IceState } from '../ice/types.ts';
import type { Endpoint } from '../net/address.ts';
import type { Packet, Payload, Protocol } from '../net/types.ts';
import type { TalkerConfig, TalkerState } from '../path/talker.ts';
import type { AskerConfig, AskerState } from './asker.ts';
import type { PuncherConfig, PuncherState } from './puncher.ts';
import type { ServerConfig, ServerState } from './servers.ts';

/** An address that a peer offers: its own, seen by a server, or given by its device or a relay. */
export interface Candidate extends Endpoint {
  readonly kind: 'host' | 'reflexive' | 'mapped' | 'relayed';
}

/** What peers tell each other beside the path that they look for. */
export interface Signal {
  readonly candidates: readonly Candidate[];
  /** Two servers saw two different ports. */
  readonly hard: boolean;
  /** What an ICE agent tells beside that. */
  readonly ice?: IceDescription;
}

/** What happens to an agent. */
export type Input =
  | { readonly kind: 'start' }
  | { readonly kind: 'wake'; readonly timer: string }
  | { readonly kind: 'packet'; readonly packet: Packet }
  | { readonly kind: 'signal'; readonly from: string; readonly signal: Signal };

/** What an agent does about it. `after` is in milliseconds from now. */
export type Effect =
  | {
      readonly do: 'send';
      readonly from: Endpoint;
      readonly to: Endpoint;
      readonly payload: Payload;
      readonly protocol: Protocol;
      readonly after: number;
    }
  | { readonly do: 'wake'; readonly timer: string; readonly after: number }
  | {
      readonly do: 'signal';
      readonly to: string;
      readonly signal: Signal;
      readonly after: number;
    }
  | { readonly do: 'note'; readonly words: string };

export type AgentConfig =
  | PuncherConfig
  | ServerConfig
  | IceConfig
  | TurnServerConfig
  | DiscovererConfig
  | TalkerConfig
  | AskerConfig;
export type AgentState =
  | PuncherState
  | ServerState
  | IceState
  | TurnServerState
  | DiscovererState
  | TalkerState
  | AskerState;
