/**
 * Zipfian draws as YCSB makes them, after Gray et al., "Quickly Generating
 * Billion-Record Synthetic Databases" (SIGMOD 1994), and the hash that spreads
 * the popular ranks over the key space.
 */

/** YCSB's `ZIPFIAN_CONSTANT`. */
export const YCSB_THETA = 0.99;

/** Sum of 1/i^theta for i from 1 to n: the normalisation of a zipfian distribution. */
export function zeta(n: number, theta: number): number {
  let sum = 0;
  for (let i = 1; i <= n; i++) sum += 1 / i ** theta;
  return sum;
}

interface ZipfConstants {
  readonly zetan: number;
  readonly eta: number;
  readonly alpha: number;
}

// zeta(n) costs n powers, and a run asks for the same n at every draw. Workloads
// that insert ask for a growing n, hence the bound.
const constantsByCount = new Map<number, ZipfConstants>();
const MOST_REMEMBERED = 4096;

function zipfConstants(n: number): ZipfConstants {
  const known = constantsByCount.get(n);
  if (known !== undefined) return known;
  const theta = YCSB_THETA;
  const before = constantsByCount.get(n - 1);
  const zetan = before === undefined ? zeta(n, theta) : before.zetan + 1 / n ** theta;
  const eta = (1 - (2 / n) ** (1 - theta)) / (1 - zeta(2, theta) / zetan);
  const made = { zetan, eta, alpha: 1 / (1 - theta) };
  if (constantsByCount.size >= MOST_REMEMBERED) constantsByCount.clear();
  constantsByCount.set(n, made);
  return made;
}

/** Rank 0 to n - 1, rank 0 the most popular, from a uniform `u` in [0, 1). */
export function zipfRank(n: number, u: number): number {
  if (n <= 1) return 0;
  const { zetan, eta, alpha } = zipfConstants(n);
  const uz = u * zetan;
  if (uz < 1) return 0;
  if (uz < 1 + 0.5 ** YCSB_THETA) return 1;
  return Math.min(n - 1, Math.floor(n * (eta * u - eta + 1) ** alpha));
}

/**
 * FNV-1a over the eight bytes of an integer, low byte first, as YCSB's
 * `Utils.fnvhash64` without its final absolute value. Two 32-bit halves, high
 * then low, because a double cannot hold 64 bits.
 */
export function fnv1a64(value: number): readonly [number, number] {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  let rest = value;
  for (let octet = 0; octet < 8; octet++) {
    low = (low ^ (rest % 256)) >>> 0;
    rest = Math.floor(rest / 256);
    // The prime is 2^40 + 0x1b3, so the product is a shift and a small multiple.
    const product = low * 0x1b3;
    const carry = Math.floor(product / 2 ** 32);
    high = (high * 0x1b3 + carry + low * 256) % 2 ** 32;
    low = product % 2 ** 32;
  }
  return [high, low];
}

const orders = new Map<number, Uint32Array>();

/**
 * Key of each item, where items are numbered in the order of their insertion
 * and sorted by their hash: YCSB's hashed insert order, its popular items
 * spread over the key space. YCSB draws from 10^10 ranks and takes the hash
 * modulo the number of keys, so that ranks collide; here the order is a
 * permutation, and the share of each rank stays the zipfian one.
 */
export function hashedOrder(keys: number): Uint32Array {
  const known = orders.get(keys);
  if (known !== undefined) return known;
  const hashes = Array.from({ length: keys }, (_, item) => {
    const [high, low] = fnv1a64(item);
    return { item, high, low };
  });
  hashes.sort((a, b) => a.high - b.high || a.low - b.low);
  const order = new Uint32Array(keys);
  for (const [key, { item }] of hashes.entries()) order[item] = key;
  if (orders.size >= 16) orders.clear();
  orders.set(keys, order);
  return order;
}
