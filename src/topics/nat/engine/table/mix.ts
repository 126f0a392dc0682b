import type { KindId } from '../kinds.ts';
import { type Cell, cellKey } from './types.ts';

/** What the peers of a mix are behind: a hard NAT, and the most usual easy one. */
export const HARD: KindId = 'symmetric';
export const EASY: KindId = 'port-restricted-cone';

/** Which part of all pairs comes out how, each 0 to 1; together 1. */
export interface Mix {
  readonly direct: number;
  readonly punched: number;
  readonly birthday: number;
  readonly relayed: number;
}

/** In this order they are drawn: the relay last. */
export const WAYS = ['direct', 'punched', 'birthday', 'relayed'] as const;

/**
 * What comes of two peers that are picked by chance, each independently behind a hard NAT
 * with the probability `hard`, 0 to 1. Every cell counts as often as it is picked.
 * `null` while a cell that it takes is not played.
 */
export function mixOf(cells: Readonly<Record<string, Cell>>, hard: number): Mix | null {
  const shares: Record<keyof Mix, number> = { direct: 0, punched: 0, birthday: 0, relayed: 0 };
  const peers = [
    { kind: HARD, share: hard },
    { kind: EASY, share: 1 - hard },
  ];
  for (const a of peers) {
    for (const b of peers) {
      const cell = cells[cellKey(a.kind, b.kind)];
      if (!cell) return null;
      // There is always a relay: a pair without any way would be a mistake.
      shares[cell.outcome.path ?? 'relayed'] += a.share * b.share;
    }
  }
  return shares;
}

/** Of all pairs, those that find a way of their own. */
export const ownShare = ({ direct, punched, birthday }: Mix): number => direct + punched + birthday;

/** In whole per cent, but never all or none where it is not. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  // Sums of products are seldom exact.
  if (rounded === 100 && share < 1 - 1e-9) return 'over 99 %';
  if (rounded === 0 && share > 1e-9) return 'under 1 %';
  return `${rounded} %`;
}

/** “91 % find a way of their own, 9 % are relayed”. */
export function mixWords(mix: Mix): string {
  const guessed = mix.birthday > 0 ? `, ${percent(mix.birthday)} by guessing ports` : '';
  const own = `${percent(ownShare(mix))} of pairs find a way of their own${guessed}`;
  const rounded = Math.round(ownShare(mix) * 100);
  const exact = rounded > 0 && rounded < 100;
  // Rounded each by itself, the two could miss a hundred by one.
  const relayed = exact ? `${100 - rounded} %` : percent(mix.relayed);
  return `${own}; ${relayed} are relayed`;
}
