import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import svelte from '@astrojs/svelte';
import { defineConfig } from 'astro/config';

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
  build: { inlineStylesheets: 'auto' },
  devToolbar: { enabled: false },
  vite: { worker: { format: 'es' } },
});
