import { describe, expect, test } from 'vitest';
import { parseWorkloadCsv } from './csv.ts';

describe('a workload from CSV', () => {
  test('reads the four operations, with or without a header', () => {
    const body = 'put,3,100\ndelete,3,\nget,0\nSCAN,1,20\n';
    const expected = [
      { op: 'put', key: 3, bytes: 100 },
      { op: 'delete', key: 3, bytes: 0 },
      { op: 'get', key: 0, bytes: 0 },
      { op: 'scan', key: 1, bytes: 20 },
    ];
    for (const text of [body, `op,key,valueBytes\n${body}`, body.replaceAll('\n', '\r\n')])
      expect(parseWorkloadCsv(text)).toEqual({
        operations: expected,
        keys: 4,
        names: null,
        errors: [],
      });
  });

  test('lists every line it could not read, and what was wrong with it', () => {
    const text = [
      'op,key,valueBytes',
      'put,1,10',
      'upsert,2,10',
      '',
      'put,,10',
      'put,4',
      'put,5,-1',
      'put,5,1.5',
      'delete,6,12',
      'scan,7,0',
      'put,8,1,1',
      ',9,1',
      'get,2',
    ].join('\n');
    const { operations, errors } = parseWorkloadCsv(text);
    expect(operations.map(({ key }) => key)).toEqual([1, 2]);
    expect(errors).toEqual([
      { line: 3, message: '"upsert" is not an operation: use put, delete, get or scan' },
      { line: 5, message: 'the key is missing' },
      { line: 6, message: 'the length of the value is missing' },
      {
        line: 7,
        message: 'the length of the value must be a whole number of at least 0, not "-1"',
      },
      {
        line: 8,
        message: 'the length of the value must be a whole number of at least 0, not "1.5"',
      },
      { line: 9, message: 'a delete has no value, and this one has "12"' },
      {
        line: 10,
        message: 'the number of keys to scan must be a whole number of at least 1, not "0"',
      },
      {
        line: 11,
        message: 'there are 4 columns, and only op, key and valueBytes are known',
      },
      { line: 12, message: 'the operation is missing' },
    ]);
  });

  test('counts lines through quoted fields that span several', () => {
    const { operations, names, errors } = parseWorkloadCsv(
      'put,"a\nb",1\nnonsense,c,1\nput,"d,e",2\n',
    );
    expect(names).toEqual(['a\nb', 'd,e']);
    expect(operations.map(({ key }) => key)).toEqual([0, 1]);
    expect(errors.map(({ line }) => line)).toEqual([3]);
  });

  test('says where a quote is not closed', () => {
    const { operations, errors } = parseWorkloadCsv('put,1,1\nput,"2,1\n');
    expect(operations).toHaveLength(1);
    expect(errors).toEqual([{ line: 2, message: expect.stringContaining('quoted field') }]);
  });

  test('replaces keys that are not small whole numbers by their rank', () => {
    const text = 'put,user9,1\nput,user10,1\nput,Zoe,1\nget,user9\nput,10,1\n';
    const { operations, keys, names } = parseWorkloadCsv(text);
    expect(names).toEqual(['10', 'Zoe', 'user10', 'user9']);
    expect(keys).toBe(4);
    expect(operations.map(({ key }) => key)).toEqual([3, 2, 1, 3, 0]);
    expect(parseWorkloadCsv('put,99999999999,1\nput,5,1\n').names).toEqual(['5', '99999999999']);
    expect(parseWorkloadCsv('put,\uFFFD,1\nput,\u{1F600},1\n').names).toEqual([
      '\uFFFD',
      '\u{1F600}',
    ]);
  });

  test('reads an empty file as no operations', () => {
    expect(parseWorkloadCsv('')).toEqual({ operations: [], keys: 0, names: null, errors: [] });
  });
});
