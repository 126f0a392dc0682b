import { seedRandom } from '../../../../lab/random.ts';
import { kindOfAgent } from '../agents/registry.ts';
import { agent } from './step.ts';
import type { NetState, Table, World } from './types.ts';

/** Where a sequential choice of ports begins. */
const FIRST_SEQUENTIAL = 33_680;

/** How long a device has been up when a run begins, so that a restart is seen by its epoch: a day. */
const UP = 86_400_000;

export const freshTable = (now: number): Table => ({
  mappings: [],
  local: [],
  nextPort: FIRST_SEQUENTIAL,
  bootedAt: now,
});

/** The first state: tables empty, every agent about to start. */
export function begin(world: World, seed: number): NetState {
  const devices = Object.keys(world.devices);
  const hosts = Object.values(world.hosts);
  const fresh: NetState = {
    world,
    now: 0,
    random: seedRandom(seed),
    tables: Object.fromEntries(devices.map((id) => [id, freshTable(-UP)])),
    agents: Object.fromEntries(
      hosts.map(({ id, agent: config }) => [id, kindOfAgent(config).fresh(config)]),
    ),
    queue: [],
    serial: 1,
  };
  return hosts.reduce((state, { id }) => agent(state, id, { kind: 'start' }, []).state, fresh);
}
