import { alwaysRight, type Compare, treeAlgorithm } from './tree.ts';

/** The order of siblings in `causalTree` below. */
export const laterFirst: Compare = (_, insert, sibling) =>
  insert.time === sibling.time
    ? { rule: 'replica', outcome: insert.id.replica > sibling.id.replica ? 'before' : 'after' }
    : { rule: 'timestamp', outcome: insert.time > sibling.time ? 'before' : 'after' };

/**
 * Causal tree with Lamport timestamps. A letter's parent is the letter before
 * the cursor; among siblings the later timestamp comes first, and of equal ones
 * the higher replica (Archagon, CRDTCausalTreesWeave.swift, the order of atoms;
 * Grishchenko 2010 compares what the authors had seen instead of timestamps).
 * The text is the preorder of the tree.
 */
export const causalTree = treeAlgorithm(
  { id: 'causal-tree', title: 'Causal tree' },
  alwaysRight,
  laterFirst,
);
