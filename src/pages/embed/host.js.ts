import source from '../../embed/host.ts?raw';
import { script } from '../../embed/script.ts';

/** The element `<lockstep-figure>` for other people's pages, at an address that stays. */
export const GET = () => script('host.ts', source);
