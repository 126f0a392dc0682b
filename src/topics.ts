import type { Topic } from './lab/topic.ts';
import { crdt } from './topics/crdt/topic.ts';
import { flp } from './topics/flp/topic.ts';
import { lsm } from './topics/lsm/topic.ts';
import { nat } from './topics/nat/topic.ts';
import { paxos } from './topics/paxos/topic.ts';

/** Every topic there is. Pages, embeds, the gallery and the tests follow from this list. */
export const topics: readonly Topic[] = [lsm, paxos, flp, crdt, nat];
