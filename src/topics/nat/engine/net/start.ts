import { seedRandom } from '../../../../lab/random.ts';
import { freshPuncher } from '../agents/puncher.ts';
import { freshServer } from '../agents/servers.ts';
import type { AgentConfig, AgentState } from '../agents/types.ts';
import { freshDiscoverer } from '../discovery/discoverer.ts';
import { freshIce } from '../ice/fresh.ts';
import { freshTurnServer } from '../ice/turn-server.ts';
import { freshTalker } from '../path/talker.ts';
import { agent } from './step.ts';
import type { NetState, Table, World } from './types.ts';

/** Where a sequential choice of ports begins. */
const FIRST_SEQUENTIAL = 33_680;

export const freshTable = (now: number): Table => ({
  mappings: [],
  local: [],
  nextPort: FIRST_SEQUENTIAL,
  bootedAt: now,
});

function freshAgent(config: AgentConfig): AgentState {
  switch (config.is) {
    case 'puncher':
      return freshPuncher;
    case 'ice':
      return freshIce(config);
    case 'turn-server':
      return freshTurnServer;
    case 'discoverer':
      return freshDiscoverer;
    case 'talker':
      return freshTalker;
    default:
      return freshServer;
  }
}

/** The first state: tables empty, every agent about to start. */
export function begin(world: World, seed: number): NetState {
  const devices = Object.keys(world.devices);
  const hosts = Object.values(world.hosts);
  const fresh: NetState = {
    world,
    now: 0,
    random: seedRandom(seed),
    tables: Object.fromEntries(devices.map((id) => [id, freshTable(0)])),
    agents: Object.fromEntries(hosts.map(({ id, agent: config }) => [id, freshAgent(config)])),
    queue: [],
    serial: 1,
  };
  return hosts.reduce((state, { id }) => agent(state, id, { kind: 'start' }, []).state, fresh);
}
