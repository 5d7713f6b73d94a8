/** What hostile.ts asks of its two child processes, and what they answer. */

export interface Tally {
  readonly tried: number;
  readonly wrong: number;
}

/** What came of attempts, by the index of their class. */
export type Tallies = Readonly<Record<number, Tally>>;

interface Target {
  readonly port: number;
  /** MNs of the abused devices: one a class. */
  readonly mns: readonly string[];
}

export type AttackerOrder =
  | (Target & { readonly do: "roll-call"; readonly indexes: readonly number[] })
  | (Target & { readonly do: "attack"; readonly ms: number; readonly seed: number });

export interface RollCalled {
  readonly results: Tallies;
}

export interface Attacked {
  readonly results: Tallies;
  readonly idle: { readonly tried: number; readonly held: number };
  readonly beyond: { readonly tried: number; readonly refused: number };
}

export type Phase = "idle" | "underAttack";

export type DeviceOrder = { readonly do: "measure"; readonly phase: Phase; readonly ms: number } | { readonly do: "finish" };

export interface PhaseFigures {
  readonly sent: number;
  readonly acknowledged: number;
  readonly ackMs: { readonly p50: number; readonly p99: number; readonly most: number };
  readonly deviceP99Ms: { readonly median: number; readonly worst: number };
}

export interface Finished {
  readonly sent: number;
  /** Times of the acknowledged frames, by device. */
  readonly acknowledged: readonly (readonly number[])[];
  readonly phases: Readonly<Record<Phase, PhaseFigures>>;
  /** Devices whose connection was closed. */
  readonly cut: number;
}

/** How the devices are started. */
export interface DeviceSetup {
  readonly port: number;
  readonly mns: readonly string[];
}
