import type { Algorithm } from '../algorithm.ts';
import { causalTree } from './causal-tree.ts';
import { fugue } from './fugue.ts';
import { fugueMax } from './fugue-max.ts';
import { rga } from './rga.ts';
import { yata } from './yata.ts';

export { causalTree, fugue, fugueMax, rga, yata };

/** In the order in which an article meets them. */
export const ALGORITHMS: readonly Algorithm[] = [causalTree, rga, yata, fugue, fugueMax];
