import type { KindId } from '../kinds.ts';
import type { NetEvent, NetState } from '../net/types.ts';
import type { TestId } from './tests.ts';
import type { DiscoveryConfig } from './world.ts';

/** What the figure plays: one host, what stands in front of it, and a server. */
export interface DiscoveryState {
  readonly config: DiscoveryConfig;
  readonly seed: number;
  readonly net: NetState;
}

export type DiscoveryAction =
  /** What is due next. */
  | { readonly type: 'next' }
  /** A packet that is under way, by its number, is lost. */
  | { readonly type: 'drop'; readonly packet: number }
  /** From the beginning, with something else in front of the host. */
  | { readonly type: 'kind'; readonly kind: KindId };

export type DiscoveryEvent =
  | NetEvent
  | { readonly kind: 'kind'; readonly id: KindId }
  /** A test is over. */
  | { readonly kind: 'told'; readonly test: TestId; readonly answered: boolean }
  | { readonly kind: 'verdict' };
