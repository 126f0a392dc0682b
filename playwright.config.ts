import { defineConfig, devices } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from './scripts/browser.mjs';

const port = Number(process.env.E2E_PORT ?? 4399);
const executablePath = findBrowser()?.path;

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/browser-tests',
  fullyParallel: true,
  workers: 2,
  timeout: 45_000,
  retries: 0,
  reporter: [['list'], ['json', { outputFile: '.cache/reports/browser.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: { args: BROWSER_ARGS, ...(executablePath ? { executablePath } : {}) },
    trace: 'off',
    // A press that never lands fails with its own line, not with the whole test's time.
    actionTimeout: 15_000,
  },
  projects: [
    {
      name: 'chromium',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 900 } },
    },
  ],
  webServer: {
    command: `node scripts/serve.ts ${port}`,
    url: `http://localhost:${port}/`,
    // An old server would serve an old build.
    reuseExistingServer: false,
  },
});
