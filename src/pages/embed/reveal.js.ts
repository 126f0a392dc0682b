import source from '../../embed/reveal.ts?raw';
import { script } from '../../embed/script.ts';

/** What joins figures to a reveal.js deck, at an address that stays. */
export const GET = () => script('reveal.ts', source);
