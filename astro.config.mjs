import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';

// What a figure always needs travels together: many small files compress worse
// than a few, by a tenth on an article with nine figures.
const codeSplitting = {
  groups: [
    // What every page with a figure fetches at once stays apart from what waits.
    { name: 'page', test: /src\/player\/prose|vite\/preload-helper/, priority: 2 },
    {
      name: 'player',
      test: /node_modules\/(svelte|xstate|esm-env|clsx)|src\/player\/(?!More|Share|FrameList|KeyHelp|WhatIf|export|prose)|src\/components\/(start-figure|figure-registry)|src\/lab\/(engine|timeline)/,
    },
    {
      name: 'shared',
      test: /node_modules\/(pure-rand|d3-)|src\/lab\/random|src\/player\/text/,
      priority: 1,
    },
    {
      name: 'paxos',
      test: /src\/topics\/paxos\/(engine\/(spec|game)\/|figures\/(Board|board-|grid-|shapes|Piece|Hat|Press|flight|answer|text-width)|played|[a-z-]*scenarios\.ts|topic|counterexample)/,
    },
    {
      name: 'lsm',
      test: /src\/topics\/lsm\/(engine\/(sim|tree)\/(?!tiny-search|bounded)|figures\/(KeyMap\.|Gauge|map-view|sim-view|format)|[a-z-]*scenarios?\.ts|simulated|topic)/,
    },
  ],
};

export default defineConfig({
  // Canonical links, the feed and the sitemap need the site's own address.
  site: process.env.SITE_URL ?? 'https://lockstep.example',
  // Links end in a slash; files of the sample store, which have no extension, do not.
  trailingSlash: 'ignore',
  integrations: [
    svelte(),
    mdx(),
    sitemap({ filter: (page) => !new URL(page).pathname.startsWith('/embed/') }),
  ],
  // The styles are 6 kB gzipped: a page paints sooner with them in it than after them.
  build: { inlineStylesheets: 'always' },
  devToolbar: { enabled: false },
  vite: {
    worker: { format: 'es' },
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting } } } } },
  },
});
