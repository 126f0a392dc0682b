/** Who may import whom. ARCHITECTURE.md says why. */
const ENGINE = '^src/topics/[^/]+/engine/';
const TESTS = '\\.test\\.ts$|/testing/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      // What is imported for its types, or when it is asked for, closes no circle at load.
      to: {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] },
      },
    },
    {
      name: 'lab-knows-no-one',
      comment: 'The stepping core knows no topic, no figure, no page and no browser.',
      severity: 'error',
      from: { path: '^src/lab/', pathNot: TESTS },
      to: {
        path: '^src/(?!lab/)|(^|/)node_modules/(svelte|astro|d3|xstate)|^(node:)?(fs|path|os)',
      },
    },
    {
      name: 'engines-are-pure',
      comment: 'An engine imports the core, its own topic’s engine code and headless libraries.',
      severity: 'error',
      from: { path: ENGINE, pathNot: TESTS },
      to: {
        path: '^src/(?!lab/|topics/[^/]+/engine/)|(^|/)node_modules/(svelte|astro|d3|xstate|comlink)|\\.svelte$',
      },
    },
    {
      name: 'engines-need-no-node',
      severity: 'error',
      from: { path: `${ENGINE}|^src/lab/|^src/player/`, pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'topics-stay-apart',
      comment: 'What two topics share moves down into lab or player.',
      severity: 'error',
      from: { path: '^src/topics/([^/]+)/' },
      to: { path: '^src/topics/([^/]+)/', pathNot: '^src/topics/$1/' },
    },
    {
      name: 'headless-topic',
      comment: 'The descriptor, its scenarios and its commands run in Node without a browser.',
      severity: 'error',
      from: { path: '^src/topics/[^/]+/[^/]+\\.ts$', pathNot: TESTS },
      to: { path: '/figures/|\\.svelte$|^src/(player|embed|components|layouts|pages)/' },
    },
    {
      name: 'player-knows-no-topic',
      severity: 'error',
      from: { path: '^src/player/' },
      to: { path: '^src/(topics|topics\\.ts|components|layouts|pages|embed)' },
    },
    {
      name: 'd3-is-mathematics',
      comment: 'Svelte alone owns the DOM.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: '(^|/)node_modules/(d3-selection|d3-transition|d3)/|^d3(-selection|-transition)?$',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default'],
    },
  },
};
