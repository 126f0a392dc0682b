import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    // By default one core is left free; of two that is half of them.
    maxWorkers: '100%',
    // What is tested is pure, so files of one worker may share its modules.
    isolate: false,
  },
});
