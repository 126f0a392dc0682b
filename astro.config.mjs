import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';
import { headers } from './scripts/headers.ts';
import { pictureFiles } from './scripts/picture-files.ts';
import { posterFiles } from './scripts/poster-files.ts';
import { cssHash, pruneStyles } from './scripts/prune-styles.ts';
import { squeezeScripts } from './scripts/squeeze-scripts.ts';

// What a figure always needs travels together: many small files compress worse
// than a few, by a tenth on an article with nine figures.
const codeSplitting = {
  groups: [
    // What every page with a figure fetches at once stays apart from what waits.
    {
      name: 'page',
      test: /src\/player\/prose|src\/components\/mount|vite\/preload-helper/,
      priority: 3,
    },
    {
      name: 'player',
      test: /node_modules\/(svelte|xstate|esm-env|clsx)|src\/player\/(?!More|Share|Opposite|FrameList|KeyHelp|WhatIf|Tabs|drawing|embed|export|prose)|src\/components\/(start-figure|figure-registry)|src\/lab\/(engine|timeline)|src\/player\/text/,
      // A group takes along what it imports, so what all share is taken first.
      priority: 2,
    },
    { name: 'random', test: /node_modules\/pure-rand|src\/lab\/random/, priority: 2 },
    // What pictures that can be played in have in common.
    { name: 'drawing', test: /src\/player\/drawing/, priority: 2 },
    // What all of a topic's figures draw with, and what only those of the game need.
    {
      name: 'pieces',
      test: /src\/topics\/paxos\/(engine\/conditions|engine\/spec\/(words|board|types)|engine\/game\/names|figures\/(shapes|Piece|Hat))/,
      priority: 1,
    },
    {
      name: 'paxos',
      test: /src\/topics\/paxos\/(engine\/(spec|game)\/|figures\/(Board|board-|grid-|shapes|Piece|Hat|flight|answer)|played|duels|(board|small|game)-scenarios)/,
    },
    {
      name: 'letters',
      test: /src\/topics\/crdt\/(engine\/(plain\/|(algorithm|switches|replica|script)\.)|figures\/tree\/(authors|Letter|underline))/,
      priority: 2,
    },
    {
      name: 'tree',
      test: /src\/topics\/crdt\/figures\/tree\//,
      priority: 1,
    },
    {
      name: 'crdt',
      test: /src\/topics\/crdt\/(engine\/session\/|engine\/stories\.|figures\/(SessionPicture|session-view|editors\/(?!typing))|told)/,
    },
    {
      name: 'flp',
      test: /src\/topics\/flp\/(engine\/(run\/(?!tally|left-over|nearest)|protocols\/|(analysis|graph|live|machine|protocol|quotient|reducer|ints|step|stopped|valency)\.)|figures\/(Glyph|known|label-words)|[a-z-]*scenarios\.ts|scheduled|topic)/,
    },
    {
      name: 'scheduler',
      test: /src\/topics\/flp\/figures\/(ProcessRows|Bag|EventChips|Fairness|scheduler-layout)/,
    },
    {
      name: 'nat',
      test: /src\/topics\/nat\/(engine\/(net|agents)\/|engine\/(kinds|pair|connect)\.|engine\/play\/packets)/,
    },
    {
      name: 'lsm',
      test: /src\/topics\/lsm\/(engine\/(sim|tree)\/(?!tiny-search|bounded)|figures\/(KeyMap|Gauge|map-view|sim-view|format)|[a-z-]*scenarios?\.ts|simulated|topic)/,
    },
  ],
};

export default defineConfig({
  // Canonical links, the feed and the sitemap need the site's own address.
  site: process.env.SITE_URL ?? 'https://lockstep.example',
  // Links end in a slash; files of the sample store, which have no extension, do not.
  trailingSlash: 'ignore',
  integrations: [
    svelte({ compilerOptions: { cssHash } }),
    mdx(),
    pruneStyles(),
    posterFiles(),
    pictureFiles(),
    squeezeScripts(),
    sitemap({ filter: (page) => !new URL(page).pathname.startsWith('/embed/') }),
    headers(),
  ],
  // The styles are 6 kB gzipped: a page paints sooner with them in it than after them.
  build: { inlineStylesheets: 'always' },
  devToolbar: { enabled: false },
  vite: {
    worker: { format: 'es' },
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting } } } } },
  },
});
