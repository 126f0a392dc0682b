import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { recordSample } from './record-sample.ts';
import { SAMPLE_WINDOW } from './replay-scenario.ts';

test('the recorded replay is what replaying the sample gives', async () => {
  const folder = 'public/samples/leveldb';
  const names = (await readdir(folder)).filter((n) => /^(CURRENT|MANIFEST-\d+|LOG)$/.test(n));
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readFile(`${folder}/${name}`) })),
  );
  const recorded = JSON.parse(await readFile(`public/${SAMPLE_WINDOW}`, 'utf8'));
  expect(recorded).toEqual(JSON.parse(JSON.stringify(recordSample(files))));
});
