import type { KindId } from '../kinds.ts';
import type { NetEvent, NetState } from '../net/types.ts';
import type { PairConfig, SideId } from '../pair.ts';
import type { AxisSetting } from './axes.ts';

/** What a figure plays: two peers, and how finely their packets are shown. */
export interface PlayConfig extends PairConfig {
  /** Milliseconds after which nothing more is played. */
  readonly until: number;
}

export interface PlayState {
  readonly config: PlayConfig;
  readonly seed: number;
  readonly net: NetState;
  /** The last packet that was dropped, for the verdict. */
  readonly lastDrop: Extract<NetEvent, { kind: 'drop' }> | null;
}

export type PlayAction =
  /** What is due next. */
  | { readonly type: 'next' }
  /** A packet that is under way, by its number. */
  | { readonly type: 'drop'; readonly packet: number }
  | { readonly type: 'delay'; readonly packet: number; readonly by: number }
  | { readonly type: 'duplicate'; readonly packet: number }
  /** A row of a device’s table, by its number. */
  | { readonly type: 'expire'; readonly device: string; readonly row: number }
  /** The device forgets everything. */
  | { readonly type: 'reboot'; readonly device: string }
  /** From the beginning, with something else in front of a side. */
  | { readonly type: 'kind'; readonly side: SideId; readonly kind: KindId }
  /** From the beginning, with one of its rules otherwise. */
  | ({ readonly type: 'axis' } & AxisSetting)
  /** From the beginning, with A’s first probe so many milliseconds before B’s; negative is after. */
  | { readonly type: 'lead'; readonly ms: number }
  /** From the beginning, with a relay that both can reach. */
  | { readonly type: 'relay' };

/** One thing that happened, with the time it happened at. */
export type PlayEvent =
  | NetEvent
  | { readonly kind: 'kind'; readonly side: SideId; readonly id: KindId }
  | ({ readonly kind: 'axis' } & AxisSetting)
  | { readonly kind: 'lead'; readonly ms: number }
  | { readonly kind: 'relay' };
