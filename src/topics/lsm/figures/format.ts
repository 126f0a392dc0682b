const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** 1,536 as "1.5 KB"; binary thousands, as LevelDB's own options count. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value)} ${UNITS[unit]}`;
}

/** "9.1 of 10 MB": both in the unit of the second. */
export function formatShare(bytes: number, target: number): string {
  let divisor = 1;
  let unit = 0;
  while (target / divisor >= 1000 && unit < UNITS.length - 1) {
    divisor *= 1024;
    unit += 1;
  }
  return `${formatNumber(bytes / divisor)} of ${formatNumber(target / divisor)} ${UNITS[unit]}`;
}

/** Two figures where it is small, whole where it is large: 9.1, 64, 0.35. */
export function formatNumber(value: number): string {
  return value >= 10 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

/** "×" after a ratio, or a dash where there is none yet. */
export function formatRatio(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  return `${value >= 10 ? value.toFixed(1) : value.toFixed(2)}×`;
}
