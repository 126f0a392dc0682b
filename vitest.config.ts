import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    // By default one core is left free; of two that is half of them.
    maxWorkers: '100%',
  },
});
