import type { CandidateType } from './types.ts';

/** RFC 8445 §5.1.2.2. */
const TYPE_PREFERENCE: Readonly<Record<CandidateType, number>> = {
  host: 126,
  'peer-reflexive': 110,
  'server-reflexive': 100,
  relayed: 0,
};

/**
 * 2²⁴ times the type’s preference, 2⁸ times the local one (0 to 65535), and 256 less the
 * component (from 1). RFC 8445 §5.1.2.1.
 */
export function candidatePriority(
  type: CandidateType,
  localPreference: number,
  component: number,
): number {
  return TYPE_PREFERENCE[type] * 2 ** 24 + localPreference * 2 ** 8 + (256 - component);
}

/**
 * The PRIORITY of a check: what the local candidate’s would be if it were peer-reflexive.
 * RFC 8445 §7.1.1.
 */
export function peerReflexivePriority(priority: number): number {
  return TYPE_PREFERENCE['peer-reflexive'] * 2 ** 24 + (priority % 2 ** 24);
}

/**
 * A pair’s priority, in decimal since a number holds 53 bits and this takes 63. The first
 * is that of the controlling agent’s candidate (G), the second the other’s (D).
 * RFC 8445 §6.1.2.3.
 */
export function pairPriority(controlling: number, controlled: number): string {
  const [g, d] = [BigInt(controlling), BigInt(controlled)];
  const [low, high] = g < d ? [g, d] : [d, g];
  return ((low << 32n) + 2n * high + (g > d ? 1n : 0n)).toString();
}
