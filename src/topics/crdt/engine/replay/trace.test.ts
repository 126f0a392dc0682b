import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { compileTrace, type TraceFile } from './trace.ts';
import { parseTrace } from './trace-file.ts';

const SEQUENTIAL: TraceFile = {
  startContent: 'milk',
  endContent: 'bread 🧵',
  txns: [
    { patches: [[0, 4, 'bread']] },
    {
      patches: [
        [5, 0, ' '],
        [6, 0, '🧵'],
      ],
    },
  ],
};

const bytesOf = (value: unknown) => strToU8(JSON.stringify(value));

test('a trace is read gzipped or not, into the same few arrays', () => {
  const plain = parseTrace(bytesOf(SEQUENTIAL));
  expect(parseTrace(gzipSync(bytesOf(SEQUENTIAL)))).toEqual(plain);
  expect(plain).toMatchObject({ agents: 1, transactions: 2, edits: 3, startContent: 'milk' });
  expect([...plain.editEnds]).toEqual([1, 3]);
  expect([...plain.positions]).toEqual([0, 5, 6]);
  expect([...plain.deletions]).toEqual([4, 0, 0]);
  expect(plain.inserted).toBe('bread 🧵');
  expect([...plain.insertEnds]).toEqual([5, 6, 8]);
});

test('a concurrent trace also says whose a transaction is, and what it follows', () => {
  const trace = compileTrace({
    endContent: 'ab',
    numAgents: 2,
    kind: 10,
    txns: [
      { agent: 0, parents: [], numChildren: 1, patches: [[0, 0, 'a']] },
      { agent: 1, parents: [0], numChildren: 0, patches: [[1, 0, 'b']] },
    ],
  });
  expect(trace).toMatchObject({ agents: 2, startContent: '', parents: [[], [0]] });
  expect([...trace.agentOf]).toEqual([0, 1]);
});

describe('a bad trace is refused, with the number of the transaction and what is wrong', () => {
  const fine = { patches: [[0, 0, 'a']] };
  const second = (txn: unknown) => ({ endContent: '', txns: [fine, txn] });
  const concurrent = (txn: object) => ({
    endContent: '',
    numAgents: 2,
    txns: [
      { ...fine, agent: 0, parents: [] },
      { ...fine, ...txn },
    ],
  });

  test.each<[unknown, string]>([
    [[], 'The trace is not an object.'],
    [{ txns: [] }, 'Its endContent is not a text.'],
    [{ endContent: '', startContent: 1, txns: [] }, 'Its startContent is not a text.'],
    [{ endContent: '' }, 'Its txns are not an array.'],
    [{ endContent: '', txns: [], numAgents: 0 }, 'Its numAgents is not a whole number from 1 to'],
    [{ endContent: '', txns: [], numAgents: 1e6 }, 'Its numAgents is not a whole number from 1 to'],
    [second(null), 'Transaction 1 is not an object.'],
    [second({}), 'Transaction 1: its patches are not an array.'],
    [second({ patches: [7] }), 'Transaction 1: its patch 7 is not an array of position, deleted'],
    [second({ patches: [[0, 1]] }), 'Transaction 1: its patch [0,1] is not an array of position'],
    [second({ patches: [[-1, 0, 'a']] }), 'Transaction 1: -1 is not a position.'],
    [second({ patches: [[0.5, 0, 'a']] }), 'Transaction 1: 0.5 is not a position.'],
    [second({ patches: [[0, '1', 'a']] }), 'Transaction 1: "1" is not a number of characters'],
    [second({ patches: [[0, 1, null]] }), 'Transaction 1: null is not a text to insert.'],
    [concurrent({ agent: 2, parents: [0] }), 'Transaction 1: its agent 2 is none of 0 to 1.'],
    [concurrent({ parents: [0] }), 'Transaction 1: its agent undefined is none of 0 to 1.'],
    [concurrent({ agent: 1 }), 'Transaction 1: its parents are not an array.'],
    [concurrent({ agent: 1, parents: [1] }), 'Transaction 1: its parent 1 is not an earlier'],
    [concurrent({ agent: 1, parents: [-1] }), 'Transaction 1: its parent -1 is not an earlier'],
  ])('%j', (value, message) => {
    expect(() => compileTrace(value)).toThrow(message);
    expect(() => parseTrace(bytesOf(value))).toThrow(message);
  });

  test('bytes that are no JSON, no UTF-8, or no gzip though they begin like it', () => {
    expect(() => parseTrace(strToU8('{"txns":'))).toThrow('The trace is not JSON: Unexpected end');
    expect(() => parseTrace(Uint8Array.of(0xff, 0xfe))).toThrow('it is not UTF-8');
    expect(() => parseTrace(Uint8Array.of(0x1f, 0x8b, 8))).toThrow('begins as gzip does');
    const cut = gzipSync(bytesOf(SEQUENTIAL)).slice(0, 40);
    expect(() => parseTrace(cut)).toThrow(/gzip|bytes|JSON/);
  });

  test('what would inflate to more than is read', () => {
    const bomb = gzipSync(strToU8('{}'));
    new DataView(bomb.buffer).setUint32(bomb.length - 4, 2 ** 31, true);
    expect(() => parseTrace(bomb)).toThrow('The trace has 2,147,483,648 bytes');
  });
});
