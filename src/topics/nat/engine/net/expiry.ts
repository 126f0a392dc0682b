import { show } from './address.ts';
import type { NetEvent, NetState, Table } from './types.ts';

/** A table never changes, so neither does when its first row is over. */
const known = new WeakMap<Table, number>();

function firstOver(table: Table): number {
  const before = known.get(table);
  if (before !== undefined) return before;
  let first = Number.POSITIVE_INFINITY;
  for (const { expires, permissions } of table.mappings) {
    first = Math.min(first, expires);
    for (const permission of permissions) first = Math.min(first, permission.expires);
  }
  for (const { expires } of table.local) first = Math.min(first, expires);
  known.set(table, first);
  return first;
}

/** The next moment at which a row of any table is over; `null` where there is none. */
export function nextExpiry({ tables }: NetState): number | null {
  let first = Number.POSITIVE_INFINITY;
  for (const table of Object.values(tables)) first = Math.min(first, firstOver(table));
  return Number.isFinite(first) ? first : null;
}

/** Every table without what is over by now, and what that was. */
export function expired(state: NetState, now: number): { state: NetState; events: NetEvent[] } {
  const rows: { device: string; remote: string; outside: string }[] = [];
  const tables: Record<string, Table> = {};
  for (const [device, table] of Object.entries(state.tables)) {
    const over = (row: { readonly expires: number }) => row.expires <= now;
    for (const { outside, permissions } of table.mappings) {
      for (const { remote } of permissions.filter(over)) {
        rows.push({ device, remote, outside: show(outside) });
      }
    }
    for (const mapping of table.mappings) {
      if (mapping.asked && over(mapping)) {
        rows.push({ device, remote: '*', outside: show(mapping.outside) });
      }
    }
    for (const { remote, outside } of table.local.filter(over)) {
      rows.push({ device, remote: show(remote), outside: show(outside) });
    }
    tables[device] = {
      ...table,
      mappings: table.mappings
        .filter((mapping) => !over(mapping))
        .map((mapping) =>
          mapping.permissions.some(over)
            ? { ...mapping, permissions: mapping.permissions.filter((p) => !over(p)) }
            : mapping,
        ),
      local: table.local.filter((flow) => !over(flow)),
    };
  }
  return { state: { ...state, now, tables }, events: [{ kind: 'expire', rows }] };
}
