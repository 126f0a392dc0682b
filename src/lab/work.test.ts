import { describe, expect, test } from 'vitest';
import { Cancelled, runInSlices } from './work.ts';

function* counting(to: number) {
  for (let i = 1; i <= to; i++) yield i;
  return `counted to ${to}`;
}

/** Every look at the clock takes this long. */
function slowClock(ms: number) {
  let time = 0;
  return () => {
    time += ms;
    return time;
  };
}

describe('work in slices', () => {
  test('ends with the result, having reported on the way', async () => {
    const heard: number[] = [];
    const onProgress = (n: number) => heard.push(n);
    const result = await runInSlices(counting(100), { onProgress, now: slowClock(5) });
    expect(result).toBe('counted to 100');
    expect(heard.length).toBeGreaterThan(2);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });

  test('gives way to other tasks before it is done', async () => {
    let others = 0;
    const timer = setInterval(() => {
      others += 1;
    }, 0);
    await runInSlices(counting(3_000), { now: slowClock(5) });
    clearInterval(timer);
    expect(others).toBeGreaterThan(0);
  });

  test('stops at a cancel, and the work is told to clean up', async () => {
    let cleaned = false;
    function* work() {
      try {
        for (;;) yield 0;
      } finally {
        cleaned = true;
      }
    }
    const running = runInSlices(work(), { cancelled: () => true, now: slowClock(5) });
    await expect(running).rejects.toThrow(Cancelled);
    expect(cleaned).toBe(true);
  });

  test('passes on what the work throws', async () => {
    function* broken(): Generator<number, void> {
      yield 1;
      throw new Error('bad block');
    }
    await expect(runInSlices(broken())).rejects.toThrow('bad block');
  });
});
