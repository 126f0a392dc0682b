import { readdir, readFile, writeFile } from 'node:fs/promises';
import { recordSample } from '../src/topics/lsm/record-sample.ts';
import { SAMPLE_WINDOW } from '../src/topics/lsm/replay-scenario.ts';

/**
 * Replays the sample store and writes what the figure shows of it, so that a page
 * need not parse a MANIFEST to draw its first frame:
 *
 *     node scripts/record-sample.ts
 */
const FOLDER = 'public/samples/leveldb';
const names = (await readdir(FOLDER)).filter((name) => /^(CURRENT|MANIFEST-\d+|LOG)$/.test(name));
const files = await Promise.all(
  names.map(async (name) => ({ name, bytes: await readFile(`${FOLDER}/${name}`) })),
);
const text = `${JSON.stringify(recordSample(files))}\n`;
await writeFile(`public/${SAMPLE_WINDOW}`, text);
console.log(`public/${SAMPLE_WINDOW}: ${text.length} bytes`);
