import type { KindId } from '../kinds.ts';
import type { NetState } from '../net/types.ts';
import type { SideId } from '../pair.ts';

/** Two peers that talk from the first moment on, by whatever way there is. */
export interface PathConfig {
  readonly a: KindId;
  readonly b: KindId;
  /** Milliseconds between two messages of a side, and how many each says. */
  readonly every: number;
  readonly messages: number;
  readonly probes: number;
  readonly heartbeat: number;
  readonly trust: number;
  /** When A’s network stops letting UDP out, and when it does again, in milliseconds. */
  readonly outage: { readonly from: number; readonly to: number } | null;
}

export interface PathState {
  readonly config: PathConfig;
  readonly net: NetState;
}

export type PathAction =
  /** The next thing that is worth a frame. */
  | { readonly type: 'next' }
  /** A side’s device lets UDP through, or no longer does. */
  | { readonly type: 'udp'; readonly side: SideId; readonly allowed: boolean };

export type PathEvent =
  | {
      readonly kind: 'message';
      readonly by: SideId;
      /** The first is 1. */
      readonly number: number;
      readonly latency: number;
      readonly relayed: boolean;
    }
  /** A side has found a way, or gives one up. */
  | { readonly kind: 'way'; readonly side: SideId; readonly to: string | null }
  | { readonly kind: 'died'; readonly by: SideId; readonly words: string }
  | { readonly kind: 'udp'; readonly side: SideId; readonly allowed: boolean };
