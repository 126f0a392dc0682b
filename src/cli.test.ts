import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const SAMPLE = 'public/samples/leveldb';
let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lockstep-cli-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function lab(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['src/cli.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr, document: stdout.startsWith('{') ? JSON.parse(stdout) : null };
}

describe('the headless lab', () => {
  test('replays the sample store: one JSON document, exit 0', () => {
    const { status, document, stdout } = lab('lsm', 'replay', SAMPLE);
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(document).toMatchObject({ edits: 410, agree: 80, disagree: [], moves: 4 });
    expect(Object.keys(document.bytes)).toEqual(['flush', 'compactionRead', 'compactionWrite']);
  });

  test('exits 1 where a real compaction is not what the picker takes', () => {
    const files = ['CURRENT', 'MANIFEST-000002', 'LOG'];
    for (const name of files) writeFileSync(join(scratch, name), readFileSync(join(SAMPLE, name)));
    const { status, document } = lab('lsm', 'replay', scratch, '--max-file-size', '65536');
    expect(status).toBe(1);
    expect(document.disagree[0]).toMatchObject({
      edit: expect.any(Number),
      level: expect.any(Number),
      expected: expect.any(Array),
      chosen: expect.any(Array),
    });
  });

  test('shows what can be read of a broken MANIFEST, and names the break', () => {
    const whole = readFileSync(join(SAMPLE, 'MANIFEST-000002'));
    writeFileSync(join(scratch, 'MANIFEST-000002'), whole.subarray(0, 20_000));
    const { document } = lab('lsm', 'replay', scratch);
    expect(document.edits).toBeGreaterThan(50);
    expect(document.problems[0]).toMatchObject({
      file: 'MANIFEST-000002',
      offset: expect.any(Number),
      reason: expect.any(String),
    });
  });

  test.each([
    [['lsm', 'replay', '/no/such/place'], /Cannot read the directory .*does not exist/],
    [['lsm', 'replay', 'src'], /No readable MANIFEST in src/],
    [['lsm', 'replay'], /missing required argument 'dir'/],
    [['lsm', 'run'], /--scenario is missing/],
    [['lsm', 'run', '--scenario', 'nope'], /no scenario "nope"; it has uniform/],
    [['lsm', 'run', '--scenario', 'real-store'], /use lsm replay/],
    [['lsm', 'run', '--scenario', 'uniform', '--seed', 'x'], /--seed takes a whole number/],
    [['lsm', 'run', '--scenario', 'uniform', '--operations', '0'], /--operations takes a whole/],
    [['lsm', 'explore', '--break', 'x'], /--break takes drop-tombstones-early/],
    [['lsm', 'unknown'], /unknown command 'unknown'/],
  ])('exits 2 on bad input and says why: %j', (args, reason) => {
    const { status, stdout, stderr } = lab(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(reason);
  });

  test('runs a scenario to its end', () => {
    const { status, document } = lab('lsm', 'run', '--scenario', 'sequential');
    expect(status).toBe(0);
    expect(document.counters.compactions).toBe(0);
    expect(document.levels[2].files).toBeGreaterThan(10);
    expect(document.amplification.write).toBeLessThan(1.05);
  });

  test('runs a long load on the fast engine', () => {
    const { document } = lab('lsm', 'run', '--scenario', 'leveldb-uniform');
    expect(document.engine).toBe('fast');
    expect(document.amplification.write).toBeGreaterThan(28.2 * 0.94);
    expect(document.amplification.write).toBeLessThan(28.2 * 1.06);
  });

  test('explores every state, and exits 1 with the shortest way to fail', () => {
    expect(lab('lsm', 'explore', '--writes', '2')).toMatchObject({
      status: 0,
      document: { violation: null },
    });
    const broken = lab('lsm', 'explore', '--break', 'skip-log');
    expect(broken.status).toBe(1);
    expect(broken.document.violation.moves).toHaveLength(3);
  });

  test.each([[['--help']], [['lsm', '--help']], [['lsm', 'replay', '--help']]])(
    'explains itself: %j',
    (args) => {
      const { status, stdout } = lab(...args);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^Usage: lab/);
    },
  );
});
