import type { LayoutRules } from './layout.ts';
import { varintBytes } from './layout.ts';

/**
 * Memory use of LevelDB's memtable, byte for byte: an arena of 4 KiB blocks
 * (util/arena.cc) holding entries (db/memtable.cc, `MemTable::Add`) and skip
 * list nodes (db/skiplist.h), whose heights come from a generator that every
 * memtable starts from the same seed.
 */

export interface ArenaUse {
  bytes: number;
  /** Bytes left in the current block. */
  remaining: number;
  /** State of the skip list's generator (util/random.h). */
  random: number;
}

const ARENA_BLOCK = 4096;
const POINTER = 8;
const MAX_HEIGHT = 12;
const BRANCHING = 4;

/** A new memtable: the first block holds the head of the skip list. */
export function newArena(): ArenaUse {
  const arena = { bytes: 0, remaining: 0, random: 0xdeadbeef & 0x7fffffff };
  allocateAligned(arena, POINTER + POINTER * MAX_HEIGHT);
  return arena;
}

/** Adds one entry. Changes `arena`. */
export function growArena(arena: ArenaUse, rules: LayoutRules, valueBytes: number): void {
  const internalBytes = rules.keyBytes + 8;
  allocate(
    arena,
    varintBytes(internalBytes) + internalBytes + varintBytes(valueBytes) + valueBytes,
  );
  allocateAligned(arena, POINTER + POINTER * randomHeight(arena));
}

function allocate(arena: ArenaUse, bytes: number): void {
  if (bytes <= arena.remaining) arena.remaining -= bytes;
  else allocateFallback(arena, bytes);
}

/** Blocks begin aligned, so the slop depends on what is left of the block alone. */
function allocateAligned(arena: ArenaUse, bytes: number): void {
  const slop = arena.remaining % POINTER;
  if (bytes + slop <= arena.remaining) arena.remaining -= bytes + slop;
  else allocateFallback(arena, bytes);
}

/** A large entry gets a block of its own; otherwise the rest of the current block is wasted. */
function allocateFallback(arena: ArenaUse, bytes: number): void {
  if (bytes > ARENA_BLOCK / 4) {
    arena.bytes += bytes + POINTER;
    return;
  }
  arena.bytes += ARENA_BLOCK + POINTER;
  arena.remaining = ARENA_BLOCK - bytes;
}

function randomHeight(arena: ArenaUse): number {
  let height = 1;
  while (height < MAX_HEIGHT && nextRandom(arena) % BRANCHING === 0) height++;
  return height;
}

/** Lehmer's generator modulo 2^31 - 1; the product stays below 2^53. */
function nextRandom(arena: ArenaUse): number {
  arena.random = (arena.random * 16807) % 0x7fffffff;
  return arena.random;
}
