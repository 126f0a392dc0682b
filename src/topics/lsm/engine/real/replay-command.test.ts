import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latin1Bytes } from './coding.ts';
import { growManifest } from './manifest-writer.ts';
import { type NamedFile, openStoreInSteps, replayDirectory } from './replay-command.ts';

const bytes = growManifest(60_000, 11);
const manifest: NamedFile = { name: 'MANIFEST-000004', bytes };

function file(name: string, text: string): NamedFile {
  return { name, bytes: latin1Bytes(text) };
}

describe('a directory', () => {
  test('is replayed from the MANIFEST that CURRENT names', () => {
    const other = { name: 'MANIFEST-000009', bytes: growManifest(1_000, 12) };
    const replay = replayDirectory([other, manifest, file('CURRENT', 'MANIFEST-000004\n')]);
    expect(replay).toMatchObject({ manifest: 'MANIFEST-000004', log: false, disagree: [] });
    expect(replay.agree).toBe(replay.compactions + replay.moves);
    expect(replay.problems).toBeUndefined();
    expect(JSON.parse(JSON.stringify(replay))).toEqual(replay);
  });

  test.each<[string, NamedFile[], string | null, RegExp]>([
    ['nothing', [], null, /no file named MANIFEST/],
    [
      'a foreign MANIFEST',
      [file('MANIFEST-000001', 'hello, hello, hello')],
      null,
      /no LevelDB MANIFEST/,
    ],
    ['an empty MANIFEST', [file('MANIFEST-000001', '')], null, /empty/],
    [
      'a CURRENT that names another',
      [manifest, file('CURRENT', 'MANIFEST-000005\n')],
      'MANIFEST-000004',
      /not here/,
    ],
    [
      'a CURRENT without a newline',
      [manifest, file('CURRENT', 'MANIFEST-000004')],
      'MANIFEST-000004',
      /whole line/,
    ],
    [
      'a CURRENT of something else',
      [manifest, file('CURRENT', '\0\0')],
      'MANIFEST-000004',
      /names no MANIFEST/,
    ],
    [
      'a cut MANIFEST',
      [{ ...manifest, bytes: bytes.subarray(0, 40_001) }],
      'MANIFEST-000004',
      /ends inside/,
    ],
  ])('with %s says what is wrong', (_, files, name, reason) => {
    const replay = replayDirectory(files);
    expect(replay.manifest).toBe(name);
    expect(replay.problems?.[0]?.reason).toMatch(reason);
    expect(replay.problems?.[0]?.offset).toBeGreaterThanOrEqual(0);
    if (name === null) expect(replay.edits).toBe(0);
    else expect(replay.edits).toBeGreaterThan(50);
  });

  test('is opened in steps that say how far they are', () => {
    const large = { name: 'MANIFEST-000004', bytes: growManifest(1_000_000, 13) };
    const log = file('LOG', 'Delete type=2 #5\n'.repeat(12_000));
    const steps = [...openStoreInSteps([large, log])];
    expect(steps.filter(({ stage }) => stage === 'MANIFEST').length).toBeGreaterThan(2);
    expect(steps.filter(({ stage }) => stage === 'LOG')).toHaveLength(2);
    expect(steps.every(({ done, total }) => done > 0 && done <= total)).toBe(true);
  });

  test('of any bytes at all never throws', () => {
    const noise = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(noise, noise, noise, fc.nat({ max: bytes.length }), (a, b, c, cut) => {
        replayDirectory([
          { name: 'CURRENT', bytes: a },
          { name: 'LOG', bytes: b },
          { name: 'MANIFEST-000007', bytes: c },
          { ...manifest, bytes: bytes.subarray(0, cut) },
        ]);
      }),
      { numRuns: 50 },
    );
  });
});
