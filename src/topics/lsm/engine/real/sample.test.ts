import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replayStates } from './replay.ts';
import { type NamedFile, openStore, replayDirectory } from './replay-command.ts';

const FOLDER = join(import.meta.dirname, '../../../../../public/samples/leveldb');

async function sample(): Promise<NamedFile[]> {
  const names = (await readdir(FOLDER)).filter((name) => name !== 'replay.json');
  return Promise.all(
    names.map(async (name) => ({
      name,
      bytes: new Uint8Array(await readFile(join(FOLDER, name))),
    })),
  );
}

test('the sample on the site replays in full agreement', async () => {
  const replay = replayDirectory(await sample());
  expect(replay.disagree).toEqual([]);
  expect(replay.misplaced).toEqual([]);
  expect(replay.problems).toBeUndefined();
  expect(replay.agree).toBe(replay.compactions + replay.moves);
  expect(replay.compactions).toBeGreaterThan(50);
});

test('the sample shows each thing that the article points at', async () => {
  const states = [...replayStates(openStore(await sample()).config)];
  expect(new Set(states.map(({ placement }) => placement?.level))).toContain(2);
  expect(states.some(({ kind }) => kind === 'move')).toBe(true);
  expect(states.some(({ decision }) => decision?.expansion === 'taken')).toBe(true);
  expect(states.some(({ decision }) => decision?.wrapped)).toBe(true);
  expect(states.some(({ taken }) => taken?.level === 1)).toBe(true);
});

test('the sample is small and says nothing about the machine that made it', async () => {
  const files = await sample();
  expect(files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(200_000);
  const log = new TextDecoder().decode(files.find(({ name }) => name === 'LOG')!.bytes);
  for (const line of log.split('\n').filter((each) => each !== ''))
    expect(line).toMatch(/^\d{4}\/\d\d\/\d\d-[\d:.]+ 1 [^/]*$/);
});
