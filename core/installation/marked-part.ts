/** What every store of one installation carries. */
export interface InstallationMark {
  readonly installation: string;
  /** Proof of the key with which the journal's secrets are sealed; empty where it is not kept. */
  readonly keyProof: string;
}

export type PartName = "journal" | "records" | "intake" | "series";

/** What a store says of itself, without being changed by the question. */
export interface PartState {
  /** None in a store of an earlier build, or a new one; several only where several installations have written. */
  readonly marks: readonly InstallationMark[];
  /** The journal's newest entry; of any other store the entry up to which it has come, 0 when it keeps none. */
  readonly place: number;
  /** How far readers have come that keep their place beside the journal. */
  readonly readers?: Readonly<Record<string, number>>;
  /** The entry of the newest registry version in the records. */
  readonly registrySeq?: number;
  /** True where the demo has made its accounts in the records. */
  readonly hasDemoAccounts?: boolean;
}

/** A store of an installation, as it is compared at the start and by `outfall doctor`. */
export interface MarkedPart {
  readonly name: PartName;
  /**
   * `undefined` when there is no such store yet. Changes nothing.
   * @throws StoreUnavailableError when it cannot be reached.
   */
  look(): Promise<PartState | undefined>;
  /** Marks the store, making it where it is missing. The first mark stays: of two at once, one wins. */
  mark(mark: InstallationMark): Promise<void>;
}
