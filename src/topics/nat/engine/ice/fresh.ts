import type { IceConfig, IceState } from './types.ts';

/** An agent that has not begun. */
export function freshIce({ role, tiebreaker }: IceConfig): IceState {
  return {
    is: 'ice',
    phase: 'idle',
    role,
    tiebreaker,
    confirmed: false,
    foundations: [],
    local: [],
    remote: [],
    heard: null,
    early: [],
    pairs: [],
    triggered: [],
    valid: [],
    checklist: null,
    nominationFailed: false,
    permissions: [],
    requests: [],
    transactions: [],
    pacedAt: null,
    alarms: {},
    serial: 1,
    firstValidAt: null,
    concludedAt: null,
    roleSwitches: 0,
  };
}
