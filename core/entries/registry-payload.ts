import type { CommandRequest } from "../casework/command.ts";
import type { RegistryStep } from "../registry/registry-edit.ts";

/**
 * A registry version as it stands in the journal: the document, or what it changes of the version that it was made
 * from. Entries of older builds name no change.
 */
export type RegistryPayload = RegistryStep & { readonly change?: RegistryChange };

/** Who asked for a version, and what it was made from. */
export interface RegistryChange {
  readonly request: CommandRequest;
  /**
   * The entry of the version on which the change was made (0: none): it takes effect only while that one is in force.
   */
  readonly madeFrom: number;
}
