import { expect, test } from 'vitest';
import { retransmissions } from './retransmission.ts';

test('the times of RFC 8489 §6.2.1', () => {
  expect(retransmissions()).toEqual({
    sends: [0, 500, 1500, 3500, 7500, 15500, 31500],
    fails: 39500,
  });
});

test('another RTO stretches all of them', () => {
  const { sends, fails } = retransmissions({ rto: 50 });
  expect(sends).toEqual([0, 50, 150, 350, 750, 1550, 3150]);
  expect(fails).toBe(3950);
});

test('fewer sends and a shorter last wait', () => {
  expect(retransmissions({ rto: 100, rc: 1, rm: 4 })).toEqual({ sends: [0], fails: 400 });
});

test('what is not a time or a count is refused', () => {
  expect(() => retransmissions({ rto: 0 })).toThrow(
    'RTO ought to be a number of milliseconds above 0, not 0.',
  );
  expect(() => retransmissions({ rc: 1.5 })).toThrow(
    'Rc ought to be a whole number from 1 to 32, not 1.5.',
  );
  expect(() => retransmissions({ rm: Number.NaN })).toThrow(
    'Rm ought to be a number above 0, not NaN.',
  );
});
