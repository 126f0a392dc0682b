import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { natPmpRebooted, pcpEpochValid } from './epoch.ts';
import {
  natPmpRenewalAfter,
  natPmpTransmissions,
  pcpRenewalWindows,
  pcpRetransmission,
} from './timing.ts';

const SEED = 6888;

describe('when a request is sent', () => {
  test('NAT-PMP: after 250 ms and then twice as long each time, nine times in all', () => {
    const { sends, fails } = natPmpTransmissions();
    expect(sends).toEqual([0, 250, 750, 1750, 3750, 7750, 15_750, 31_750, 63_750]);
    expect(fails - sends.at(-1)!).toBe(64_000);
  });
  test('PCP: three seconds, twice as long each time, and never above 1024 by more than a tenth', () => {
    let timeout = pcpRetransmission(null, 0);
    const waits = [timeout];
    for (let i = 0; i < 10; i += 1) {
      timeout = pcpRetransmission(timeout, 0);
      waits.push(timeout);
    }
    expect(waits).toEqual(
      [3, 6, 12, 24, 48, 96, 192, 384, 768, 1024, 1024].map((seconds) => seconds * 1000),
    );
    expect(pcpRetransmission(null, 0.1)).toBeCloseTo(3300, 6);
    expect(pcpRetransmission(1_024_000, -0.1)).toBeCloseTo(921_600, 6);
    expect(() => pcpRetransmission(null, 0.2)).toThrow(/-0.1 to 0.1/);
  });
  test('NAT-PMP renews at half the lifetime', () => {
    expect(natPmpRenewalAfter(7200)).toBe(3600);
    expect(natPmpRenewalAfter(1)).toBe(0.5);
  });
  test('PCP renews between 1/2 and 5/8, then 3/4 and 13/16, and never within four seconds', () => {
    const windows = pcpRenewalWindows(3600);
    expect(windows.slice(0, 3)).toEqual([
      { from: 1800, to: 2250 },
      { from: 2700, to: 2925 },
      { from: 3150, to: 3262.5 },
    ]);
    windows.slice(1).forEach(({ from, to }, i) => {
      expect(from - windows[i]!.to).toBeGreaterThanOrEqual(4);
      expect(to).toBeLessThan(3600);
    });
    expect(pcpRenewalWindows(120).length).toBeGreaterThan(1);
    expect(pcpRenewalWindows(0)).toEqual([]);
  });
});

describe('NAT-PMP §3.6: a gateway that has lost its table', () => {
  const at = (epoch: number, seconds: number) => ({ epoch, at: seconds });
  test('is seen by a count that is more than two seconds behind 7/8 of the time', () => {
    expect(natPmpRebooted(at(1000, 0), at(1800, 800))).toBe(false);
    expect(natPmpRebooted(at(1000, 0), at(1698, 800))).toBe(false);
    expect(natPmpRebooted(at(1000, 0), at(1697, 800))).toBe(true);
    expect(natPmpRebooted(at(1000, 0), at(0, 1))).toBe(true);
  });
  test('is not seen where it counts too fast, or has caught up', () => {
    expect(natPmpRebooted(at(10, 0), at(5000, 5))).toBe(false);
    expect(natPmpRebooted(at(3, 0), at(2, 1))).toBe(false);
  });
  test(`a clock that is slow by an eighth or less raises no alarm (${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        fc.double({ min: 7 / 8, max: 1.2, noNaN: true }),
        (epoch, elapsed, rate) => {
          const next = at(Math.floor(epoch + elapsed * rate), elapsed);
          expect(natPmpRebooted(at(epoch, 0), next)).toBe(false);
        },
      ),
      { numRuns: 1000, seed: SEED },
    );
  });
  test(`after a restart the count begins at zero, and a longer run before it is always noticed (${SEED})`, () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), fc.nat(100), (epoch, elapsed, share) => {
        const since = Math.floor((elapsed * share) / 100);
        // It must have run for longer than it can have gained by a clock that is allowed to be slow.
        fc.pre(epoch > elapsed / 8 + 3);
        expect(natPmpRebooted(at(epoch, 0), at(since, elapsed))).toBe(true);
      }),
      { numRuns: 1000, seed: SEED },
    );
  });
});

describe('PCP §8.5: whether an epoch is plausible', () => {
  const at = (epoch: number, seconds: number) => ({ epoch, at: seconds });
  test('the first always is', () => {
    expect(pcpEpochValid(null, at(0, 0))).toBe(true);
  });
  test('it may go back by one second, for packets overtake each other, and by no more', () => {
    expect(pcpEpochValid(at(100, 0), at(99, 0))).toBe(true);
    expect(pcpEpochValid(at(100, 0), at(98, 0))).toBe(false);
  });
  test('both clocks may differ by two seconds and a sixteenth, either way', () => {
    expect(pcpEpochValid(at(0, 0), at(160, 148))).toBe(true);
    expect(pcpEpochValid(at(0, 0), at(160, 147))).toBe(false);
    expect(pcpEpochValid(at(0, 0), at(148, 160))).toBe(true);
    expect(pcpEpochValid(at(0, 0), at(147, 160))).toBe(false);
  });
  test(`clocks that agree within a sixteenth raise no alarm, and a restart does (${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 1_000_000 }),
        fc.nat(1_000_000),
        fc.double({ min: 15 / 16, max: 16 / 15, noNaN: true }),
        (epoch, elapsed, rate) => {
          const next = at(Math.floor(epoch + elapsed * rate), elapsed);
          expect(pcpEpochValid(at(epoch, 0), next)).toBe(true);
          const restarted = at(Math.max(0, elapsed - 50), elapsed);
          const noticed = !pcpEpochValid(at(epoch, 0), restarted);
          if (restarted.epoch < epoch - 1) expect(noticed).toBe(true);
        },
      ),
      { numRuns: 1000, seed: SEED },
    );
  });
});
