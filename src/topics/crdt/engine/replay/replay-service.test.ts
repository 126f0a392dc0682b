import { gzipSync, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../../lab/work.ts';
import type { ReplayProgress } from './replay.ts';
import { connectReplay } from './replay-client.ts';
import { ReplayService } from './replay-service.ts';
import { sample } from './sample.ts';

const bufferOf = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;

/** Long enough for several reports. */
function longTrace(): ArrayBuffer {
  const txns = Array.from({ length: 300_000 }, (_, i) => ({
    patches: [[(i * 7919) % (i + 1), 0, 'x']],
  }));
  return bufferOf(strToU8(JSON.stringify({ endContent: 'x'.repeat(300_000), txns })));
}

test('the sample is replayed, and so is a file of it, gzipped or not', async () => {
  const service = new ReplayService();
  const expected = { operations: sample().txns.length, matches: true };
  expect(await service.replay('sample', { algorithm: 'fugue' })).toMatchObject(expected);
  const json = strToU8(JSON.stringify(sample()));
  const file = new File([bufferOf(gzipSync(json))], 'sample.json.gz');
  const report = await service.replay(file, { algorithm: 'fugue', plain: true });
  expect(report).toMatchObject(expected);
  const other = await service.replay(bufferOf(json), { algorithm: 'causal-tree' });
  expect(other).toMatchObject({ operations: expected.operations, matches: false });
  expect(other.metadataBytes).toBeLessThan(report.metadataBytes);
});

test('progress is reported as it goes, and the time is that of the work alone', async () => {
  const reports: ReplayProgress[] = [];
  const begun = performance.now();
  const options = { algorithm: 'yata' } as const;
  const report = await new ReplayService().replay(longTrace(), options, (progress) =>
    reports.push(progress),
  );
  expect(report).toMatchObject({ operations: 300_000, length: 300_000, matches: true });
  expect(report.milliseconds).toBeLessThan(performance.now() - begun);
  expect(reports.length).toBeGreaterThan(1);
  expect(reports.every(({ done, of }) => of === 300_000 && done <= of)).toBe(true);
});

test('a replay can be cancelled, and another begun in its place', async () => {
  const service = new ReplayService();
  const first = service.replay(longTrace(), { algorithm: 'yata' }, () => service.cancel());
  await expect(first).rejects.toBeInstanceOf(Cancelled);
  const second = service.replay(longTrace(), { algorithm: 'yata' }, () => {
    third ??= service.replay('sample', { algorithm: 'fugue' });
  });
  let third: ReturnType<ReplayService['replay']> | null = null;
  await expect(second).rejects.toBeInstanceOf(Cancelled);
  expect(await third!).toMatchObject({ matches: true });
});

test('what is wrong with a trace is told in words', async () => {
  const replayed = new ReplayService().replay(bufferOf(strToU8('[]')), { algorithm: 'fugue' });
  await expect(replayed).rejects.toThrow('The trace is not an object.');
});

test('where no worker can be started, the page replays', async () => {
  const { api, where } = await connectReplay();
  expect(where).toBe('page');
  expect(await api.replay('sample', { algorithm: 'fugue' })).toMatchObject({ matches: true });
});
