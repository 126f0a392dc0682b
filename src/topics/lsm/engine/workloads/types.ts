/** The key distributions and mixes a run can be given. All are seeded. */
export type WorkloadSpec =
  /** Writes (and deletes) of one value size over the key space. */
  | {
      readonly kind: 'writes';
      readonly distribution: 'uniform' | 'zipf-like' | 'clustered' | 'sequential';
      readonly operations: number;
      readonly valueBytes: number;
      /** Share of operations that are deletes, 0 to 1. */
      readonly deletes: number;
      /** Share of operations that are gets, of the rest; none unless told. */
      readonly reads?: number;
    }
  /**
   * The core workloads of YCSB, by their published mixes. As in YCSB the
   * records are inserted first; `operations` counts what follows.
   */
  | {
      readonly kind: 'ycsb';
      readonly workload: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
      readonly operations: number;
      readonly valueBytes: number;
    }
  /** `overwrite` starts from a full store, so it loads every key first. */
  | {
      readonly kind: 'db_bench';
      readonly benchmark: 'fillseq' | 'fillrandom' | 'overwrite';
      readonly operations: number;
      readonly valueBytes: number;
    }
  /** The reader's own operations, or a scenario's script. */
  | { readonly kind: 'list'; readonly operations: readonly ListedOperation[] };

export interface ListedOperation {
  readonly op: 'put' | 'delete' | 'get' | 'scan';
  readonly key: number;
  /** Value length for a put; how many keys to return for a scan; else unused. */
  readonly bytes: number;
}

/** Where a workload stands: operations issued, and the random generator's state. */
export interface WorkloadState {
  readonly issued: number;
  readonly random: readonly number[];
  /** Keys that exist so far, where the mix inserts new ones. */
  readonly inserted: number;
  /** First key of the present cluster, for the clustered distribution. */
  readonly cluster: number;
}
