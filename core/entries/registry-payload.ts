import type { CommandRequest } from "../casework/command.ts";
import type { Registry } from "../registry/registry.ts";

/** A registry version as it stands in the journal. Entries of older builds are the document alone. */
export type RegistryPayload = Registry & { readonly change?: RegistryChange };

/** Who asked for a version, and what it was made from. */
export interface RegistryChange {
  readonly request: CommandRequest;
  /**
   * The entry of the version on which the change was made (0: none): it takes effect only while that one is in force.
   */
  readonly madeFrom: number;
}
