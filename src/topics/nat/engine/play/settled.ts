import { settled } from '../connect.ts';
import type { NetState } from '../net/types.ts';

/** Both peers are through. */
export const settledIn = (net: NetState): boolean => net.queue.length > 0 && settled(net);
