import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../lab/work.ts';
import { CheckService, type TimedProgress } from './check-service.ts';
import { boardOf } from './engine/spec/board.ts';

const TWO = boardOf({ acceptors: 3, values: 2, ballots: 2 });
const FOUR = boardOf({ acceptors: 3, values: 2, ballots: 4 });

describe('the check service', () => {
  test('counts a board and reports on the way', async () => {
    const service = new CheckService();
    const reports: TimedProgress[] = [];
    const three = boardOf({ acceptors: 3, values: 2, ballots: 3 });
    const result = await service.check(three, {}, (progress) => reports.push(progress));
    expect(result).toMatchObject({ distinct: 185_369, depth: 25, complete: true });
    expect(result.seconds).toBeGreaterThan(0);
    for (const [i, { distinct, seconds, depth }] of reports.entries()) {
      expect(distinct).toBeLessThanOrEqual(result.distinct);
      expect(depth).toBeLessThanOrEqual(25);
      expect(seconds).toBeGreaterThan(reports[i - 1]?.seconds ?? 0);
    }
  });

  test('finds the shortest way to two values, as actions of the plain engine', async () => {
    const broken = { ...TWO, broken: 'amnesia' } as const;
    const { violation } = await new CheckService().check(broken, {}, () => {});
    expect(violation?.actions.map(({ type }) => type).filter((t) => t === 'crash')).toHaveLength(1);
    expect(structuredClone(violation)).toEqual(violation);
  });

  test('a cancel ends it, and so does the next check', async () => {
    const service = new CheckService();
    const first = service.check(FOUR, {}, () => service.cancel());
    await expect(first).rejects.toBeInstanceOf(Cancelled);
    const second = service.check(FOUR, {}, () => {});
    const third = service.check(TWO, { symmetry: true }, () => {});
    await expect(second).rejects.toBeInstanceOf(Cancelled);
    expect((await third).distinct).toBe(443);
  });

  test('limits, and boards too large for one', async () => {
    const service = new CheckService();
    const some = await service.check(FOUR, { maxStates: 500 }, () => {});
    expect(some).toMatchObject({ distinct: 500, complete: false });
    const large = boardOf({ acceptors: 7, values: 3, ballots: 5 });
    await expect(service.check(large, {}, () => {})).rejects.toThrow('That board has about');
    await expect(service.check({ ...TWO, quorums1: [] }, {}, () => {})).resolves.toMatchObject({
      complete: true,
    });
  });

  test('gives way every few milliseconds', async () => {
    const service = new CheckService();
    let longest = 0;
    let last = worked();
    const beat = setInterval(() => {
      const now = worked();
      longest = Math.max(longest, now - last);
      last = now;
    }, 1);
    await service.check(FOUR, { maxStates: 1_000_000 }, () => {});
    clearInterval(beat);
    // What a page allows; it is about 12.
    expect(longest).toBeLessThan(50);
  });
});

/** Milliseconds that this thread has computed: whatever else a machine runs does not count. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
