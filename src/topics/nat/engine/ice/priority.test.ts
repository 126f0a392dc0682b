import { describe, expect, test } from 'vitest';
import { candidatePriority, pairPriority, peerReflexivePriority } from './priority.ts';

describe('a candidate’s priority', () => {
  test('is as worked out by hand, for the first component of the only address', () => {
    expect(candidatePriority('host', 65_535, 1)).toBe(2_130_706_431);
    expect(candidatePriority('peer-reflexive', 65_535, 1)).toBe(1_862_270_975);
    expect(candidatePriority('server-reflexive', 65_535, 1)).toBe(1_694_498_815);
    expect(candidatePriority('relayed', 65_535, 1)).toBe(16_777_215);
  });
  test('is one less for the next component, and 256 less for the next preference', () => {
    expect(candidatePriority('host', 65_535, 2)).toBe(2_130_706_430);
    expect(candidatePriority('host', 65_534, 1)).toBe(2_130_706_431 - 256);
  });
  test('in a check is that of a peer-reflexive candidate there', () => {
    expect(peerReflexivePriority(candidatePriority('host', 65_535, 1))).toBe(1_862_270_975);
    // The PRIORITY of the request in RFC 5769: local preference 1, component 1.
    expect(peerReflexivePriority(candidatePriority('host', 1, 1))).toBe(0x6e0001ff);
  });
});

describe('a pair’s priority', () => {
  const host = candidatePriority('host', 65_535, 1);
  const reflexive = candidatePriority('server-reflexive', 65_535, 1);
  test('is as worked out by hand, beyond what a number holds', () => {
    expect(pairPriority(host, host)).toBe('9151314442783293438');
    expect(pairPriority(host, reflexive)).toBe('7277816997797167103');
    expect(pairPriority(reflexive, host)).toBe('7277816997797167102');
  });
  test('is the same at both ends, where each knows who is controlling', () => {
    const [g, d] = [12_345, 67_890];
    expect(BigInt(pairPriority(g, d))).toBe(2n ** 32n * 12_345n + 2n * 67_890n);
    expect(BigInt(pairPriority(d, g))).toBe(2n ** 32n * 12_345n + 2n * 67_890n + 1n);
  });
});
