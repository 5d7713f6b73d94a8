import type { Instant } from "../time.ts";

/** A secret as it is kept: sealed or hashed text, never the clear one. */
export interface StoredSecret {
  readonly set: true;
  readonly stored: string;
  /** When it was set; of those that an older build kept nobody knows. */
  readonly since?: Instant;
}
