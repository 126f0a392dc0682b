import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyScenario, IllegalAction, scripted } from './engine.ts';
import { decodeRun, encodeRun, linkParameters, openLink } from './link.ts';
import { type JugAction, jugsScenario } from './testing/jugs.ts';
import {
  branchOf,
  closeBranch,
  fork,
  labelFrames,
  mainRun,
  openRun,
  openTimeline,
  type Run,
  take,
  unfold,
} from './timeline.ts';

const action = fc.record({
  do: fc.constantFrom('fill' as const, 'empty' as const, 'pour' as const),
  jug: fc.constantFrom('small' as const, 'large' as const),
});
const run: fc.Arbitrary<Run<JugAction>> = fc
  .record({
    seed: fc.integer(),
    at: fc.uniqueArray(fc.nat({ max: jugsScenario.limit - 2 }), { maxLength: 6 }),
    actions: fc.array(action, { minLength: 6, maxLength: 6 }),
  })
  .map(({ seed, at, actions }) => ({
    scenario: jugsScenario.id,
    seed,
    deviations: at.sort((a, b) => a - b).map((n, i) => ({ at: n, action: actions[i]! })),
  }));

describe('a run', () => {
  test('gives the identical frames every time it is unfolded', () => {
    fc.assert(
      fc.property(run, (r) => {
        expect(unfold(jugsScenario, r)).toEqual(unfold(jugsScenario, r));
      }),
    );
  });

  test('ends at the limit, and frame 0 has no action', () => {
    const frames = unfold(jugsScenario, mainRun(jugsScenario) as Run<JugAction>);
    expect(frames).toHaveLength(jugsScenario.limit);
    expect(frames[0]).toMatchObject({ index: 0, action: null, events: [] });
    expect(frames.map((f) => f.index)).toEqual(frames.map((_, i) => i));
  });

  test('a change beyond the end is refused, naming both frames', () => {
    const late = { ...mainRun(jugsScenario), deviations: [{ at: 39, action: FILL }] };
    expect(() => unfold(jugsScenario, late as Run<JugAction>)).toThrow(/ends at frame 39/);
  });
});

const FILL: JugAction = { do: 'fill', jug: 'large' };

describe('a what-if', () => {
  test('keeps the old future as a sibling and shares the past', () => {
    const before = openTimeline(jugsScenario);
    const after = fork(before, 0, 5, FILL);
    expect(after.branches).toHaveLength(2);
    expect(after.branches[0]).toBe(before.branches[0]);
    const [main, branch] = after.branches;
    expect(branch).toMatchObject({ parent: 0, forkAt: 5, title: 'fill the large jug' });
    for (let i = 0; i <= 5; i++) expect(branch!.frames[i]).toBe(main!.frames[i]);
    expect(branch!.frames[6]!.action).toEqual(FILL);
    expect(branch!.frames).toHaveLength(jugsScenario.limit);
  });

  test('of a what-if forgets the deviations after its fork', () => {
    const one = fork(openTimeline(jugsScenario), 0, 5, FILL);
    const two = fork(one, 1, 3, { do: 'empty', jug: 'small' });
    expect(branchOf(two, 2).run.deviations.map((d) => d.at)).toEqual([3]);
  });

  test('that is illegal throws the words of explain and the frame', () => {
    const illegal = { do: 'fill', jug: 'huge' };
    expect(() => fork(openTimeline(jugsScenario), 0, 5, illegal)).toThrow(IllegalAction);
    expect(() => fork(openTimeline(jugsScenario), 0, 5, illegal)).toThrow(
      'At frame 5: There is no huge jug.',
    );
  });

  test('closing a branch closes those forked from it, never the main line', () => {
    const two = fork(fork(openTimeline(jugsScenario), 0, 5, FILL), 1, 9, FILL);
    expect(closeBranch(two, 1).branches.map((b) => b.id)).toEqual([0]);
    expect(closeBranch(two, 2).branches.map((b) => b.id)).toEqual([0, 1]);
    expect(closeBranch(two, 0)).toBe(two);
  });
});

describe('a link', () => {
  test('every run round-trips through its text', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (r) => {
        expect(await decodeRun(jugsScenario, encodeRun(r))).toEqual(r);
      }),
    );
  });

  test('opens the exact frame of the exact branch', async () => {
    const timeline = fork(fork(openTimeline(jugsScenario), 0, 5, FILL), 1, 9, FILL);
    const branch = branchOf(timeline, 2);
    const opened = await openLink(jugsScenario, linkParameters(branch, 12, jugsScenario.seed));
    expect(opened).toMatchObject({ frame: 12, notice: null });
    expect(branchOf(opened.timeline, opened.branch).frames).toEqual(branch.frames);
  });

  test('a label opens the frame it names', async () => {
    const { frames } = openTimeline(jugsScenario).branches[0]!;
    const { 'first-pour': expected } = labelFrames(jugsScenario, frames);
    const opened = await openLink(jugsScenario, new URLSearchParams({ f: 'first-pour' }));
    expect(opened).toMatchObject({ frame: expected, notice: null });
  });

  const damaged = encodeRun(mainRun(jugsScenario)).slice(0, -3);
  const foreign = encodeRun({
    ...mainRun(jugsScenario),
    deviations: [{ at: 1, action: { do: 'drink' } }],
  });
  const late = encodeRun({ ...mainRun(jugsScenario), deviations: [{ at: 99, action: FILL }] });
  const unordered = encodeRun({
    ...mainRun(jugsScenario),
    deviations: [
      { at: 5, action: FILL },
      { at: 5, action: FILL },
    ],
  });
  test.each([
    [{ v: '2' }, 'version 2'],
    [{ f: '41' }, 'there is no frame 41'],
    [{ f: 'no-such-label' }, 'no frame is called'],
    [{ f: 'constructor' }, 'no frame is called'],
    [{ f: '__proto__' }, 'no frame is called'],
    [{ a: '%%%' }, 'damaged'],
    [{ a: damaged }, 'damaged'],
    [{ a: 'x'.repeat(2_000) }, 'longer than 1500'],
    [{ a: foreign }, 'change at frame 1 is not an action'],
    [{ a: late }, 'before the change at frame 99'],
    [{ a: unordered }, 'not in order'],
  ])('that is bad opens frame 0 with a reason: %o', async (parameters, words) => {
    const opened = await openLink(jugsScenario, new URLSearchParams(parameters));
    expect(opened).toMatchObject({ branch: 0, frame: 0 });
    expect(opened.notice).toContain(words);
  });

  test('a text that would inflate beyond the limit is refused, not unpacked', async () => {
    const bomb = encodeRun({
      ...mainRun(jugsScenario),
      deviations: [{ at: 1, action: 'x'.repeat(200_000) }],
    });
    expect(bomb.length).toBeLessThan(1_500);
    expect((await openLink(jugsScenario, new URLSearchParams({ a: bomb }))).notice).toContain(
      'damaged',
    );
  });

  test('no text at all can make it throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 300 }),
        fc.string({ maxLength: 20 }),
        async (a, f) => {
          const opened = await openLink(jugsScenario, new URLSearchParams({ a, f }));
          expect(opened.frame).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('a reader who plays', () => {
  const EMPTY: JugAction = { do: 'empty', jug: 'large' };
  const POUR: JugAction = { do: 'pour', jug: 'large' };
  const short: AnyScenario = { ...jugsScenario, course: scripted([FILL, POUR]) };
  const played = (actions: readonly JugAction[], from = 2) => {
    let at = { timeline: openTimeline(short), branch: 0 };
    actions.forEach((a, i) => {
      at = take(at.timeline, at.branch, from + i, a);
    });
    return at;
  };

  test('makes one branch of a whole game', () => {
    const { timeline, branch } = played([EMPTY, FILL, POUR]);
    expect(timeline.branches).toHaveLength(2);
    expect(branchOf(timeline, branch).frames).toHaveLength(6);
    expect(branchOf(timeline, 0).frames).toHaveLength(3);
  });

  test('goes along where the run, or a what-if tried before, does the same', () => {
    const main = openTimeline(short);
    expect(take(main, 0, 0, FILL)).toEqual({ timeline: main, branch: 0 });
    const { timeline } = played([EMPTY, FILL]);
    expect(take(timeline, 0, 2, EMPTY)).toEqual({ timeline, branch: 1 });
  });

  test('keeps the game that it leaves in the middle', () => {
    const { timeline, branch } = played([EMPTY, FILL, POUR]);
    const other = take(timeline, branch, 3, POUR);
    expect(other.timeline.branches).toHaveLength(3);
    expect(branchOf(other.timeline, branch).frames).toHaveLength(6);
    expect(branchOf(other.timeline, other.branch).frames).toHaveLength(5);
  });

  test('finds the whole game behind its link, as one branch', async () => {
    const { timeline, branch } = played([EMPTY, FILL, POUR, EMPTY]);
    const { run: game, frames } = branchOf(timeline, branch);
    expect(branchOf(openRun(openTimeline(short), game), 1).frames).toEqual(frames);
    const link = linkParameters(branchOf(timeline, branch), 4, short.seed);
    const opened = await openLink(short, link);
    expect(opened).toMatchObject({ branch: 1, frame: 4, notice: null });
    expect(opened.timeline.branches).toHaveLength(2);
  });
});
