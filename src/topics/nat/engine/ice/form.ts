import { sameAllocation } from './candidates.ts';
import { formChecklist } from './checklist.ts';
import { learn } from './incoming.ts';
import type { Granted, PermissionRequest } from './types.ts';
import { alarm, note, patch, type Work } from './work.ts';

/** Milliseconds between two refreshes: well within the 300 s of a permission. RFC 8656 §9. */
export const REFRESH = 240_000;

/**
 * The checklist, once an agent knows its own candidates and the other’s; then the checks
 * that came in before. RFC 8445 §6.1.2, §7.3.
 */
export function form(work: Work): Work {
  const { agent, config } = work;
  const { local, role, serial, early } = agent;
  const remote = agent.heard!.candidates;
  const pairs = formChecklist(local, remote, role, config.mostPairs, work.now, serial);
  const permissions = wanted(work);
  const formed = patch(work, {
    phase: 'checking',
    remote,
    pairs,
    serial: serial + pairs.length,
    checklist: 'Running',
    early: [],
    permissions,
    requests: [...agent.requests, ...permissionRequests(permissions)],
  });
  const said = note(formed, `has ${pairs.length} pairs to check, and is ${role}`);
  const kept = permissions.length > 0 ? alarm(said, 'refresh', REFRESH) : said;
  return early.reduce(learn, kept);
}

/** Each allocation may be written to from each address that the other offers. RFC 8445 §7.2.1. */
function wanted({ agent }: Work): readonly Granted[] {
  const peers = [...new Set(agent.heard!.candidates.map(({ ip }) => ip))];
  return agent.local.flatMap(({ allocation }) =>
    allocation ? peers.map((peer): Granted => ({ allocation, peer, state: 'asked' })) : [],
  );
}

/** One CreatePermission for each allocation: it may name many addresses. RFC 8656 §10.1. */
export function permissionRequests(permissions: readonly Granted[]): readonly PermissionRequest[] {
  const allocations = permissions
    .map(({ allocation }) => allocation)
    .filter((a, i, all) => all.findIndex((b) => sameAllocation(a, b)) === i);
  return allocations.map((allocation) => ({
    is: 'permission',
    allocation,
    peers: permissions
      .filter((p) => sameAllocation(p.allocation, allocation))
      .map(({ peer }) => peer),
  }));
}
