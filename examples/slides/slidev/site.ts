/**
 * Where the figures come from. `serve.mjs` puts another site in its place when it serves the
 * built talk; this has to stay one string for that.
 */
export const SITE: string = import.meta.env.VITE_LOCKSTEP_SITE || 'http://localhost:4321';
