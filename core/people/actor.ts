import type { Role } from "./rights.ts";

/**
 * Who asks for something, as far as a decision depends on it. Travels with the command, so that a replay decides the
 * same.
 */
export interface Actor {
  /** User or token id, or `engine`. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Cells the user answers for; rights reach down to all cells below them. */
  readonly cells: readonly string[];
  readonly enterprise: string | null;
  readonly person: string | null;
}
