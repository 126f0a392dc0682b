import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenInvariant } from '../../../../lab/engine.ts';
import { logEngine } from './engine.ts';
import { nextUseful } from './menu.ts';
import type { LogConfig } from './types.ts';

const GAMES = 10_000;
const config: fc.Arbitrary<LogConfig> = fc.record({
  members: fc.integer({ min: 3, max: 5 }),
  slots: fc.integer({ min: 2, max: 4 }),
  ballots: fc.integer({ min: 2, max: 7 }),
  commands: fc.constant(['x=1', 'y=2', 'z=3', 'x=4']),
  crashes: fc.integer({ min: 0, max: 2 }),
  broken: fc.constant(null),
});

test(`${GAMES} random games keep every promise, and say what happens`, () => {
  fc.assert(
    fc.property(
      config,
      fc.array(fc.nat({ max: 999 }), { minLength: 5, maxLength: 40 }),
      (setup, draws) => {
        let state = logEngine.init(setup, 0);
        for (const draw of draws) {
          const legal = logEngine.enabled(state);
          // Every third move brings the game on, so that logs fill and leaders change.
          const useful = draw % 3 === 0 ? nextUseful(state) : null;
          const action = useful ?? legal[draw % Math.max(1, legal.length)];
          if (!action) break;
          if (logEngine.describe(state, action) === '') return false;
          const step = logEngine.step(state, action);
          state = step.state;
          expect(brokenInvariant(logEngine, state)).toBeNull();
          expect(logEngine.caption(state, step.events)).toMatch(/^[A-Z].*\.$/);
        }
        return true;
      },
    ),
    // A failure prints its seed and the shortest game that fails.
    { numRuns: GAMES },
  );
}, 120_000);
