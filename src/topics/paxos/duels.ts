/**
 * Two duels as `duel()` plays them, from seeds 1 and 9, written down so that a page
 * need not carry what works them out. A test works them out again.
 */
export const DUELS = {
  neverWait: `
    ask 0
    promise 0: R2
    promise 0: R0
    ask 1
    propose 0 green
    promise 1: R2
    vote 0: R0
    promise 1: R1
    ask 2
    propose 1 blue
    promise 2: R2
    vote 1: R1
    promise 2: R0
    ask 3
    propose 2 green
    promise 3: R2
    vote 2: R0
    promise 3: R1
    ask 4
    propose 3 blue
    promise 4: R2
    vote 3: R1
    promise 4: R0
    ask 5
    propose 4 green
    promise 5: R2
    vote 4: R0
    promise 5: R1
    ask 6
    propose 5 blue
    promise 6: R2
    vote 5: R1
    promise 6: R0
    ask 7
    propose 6 green
    promise 7: R2
    vote 6: R0
    promise 7: R1
    ask 8
    propose 7 blue
    promise 8: R2
    vote 7: R1
    promise 8: R0
    ask 9
    propose 8 green
    promise 9: R2
    vote 8: R0
    promise 9: R1
    ask 10
    propose 9 blue
    promise 10: R2
    vote 9: R1
    promise 10: R0
    ask 11
    propose 10 green
    promise 11: R2
    vote 10: R0
    promise 11: R1
  `,
  waitAtRandom: `
    ask 0
    promise 0: R2
    promise 0: R0
    ask 1
    propose 0 green
    promise 1: R2
    vote 0: R0
    promise 1: R1
    propose 1 blue
    ask 2
    vote 1: R1
    promise 2: R2
    promise 2: R0
    propose 2 green
    ask 3
    vote 2: R0
    promise 3: R2
    promise 3: R1
    propose 3 blue
    ask 4
    vote 3: R1
    promise 4: R2
    promise 4: R0
    propose 4 green
    vote 4: R0
    vote 4: R2
  `,
} as const;
