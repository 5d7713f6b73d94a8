import type { Basis } from "../../core/readings/reading.ts";
import type { Rule, Want } from "./rule.ts";

/** The readings that a fact of each kind is made of. A new kind of fact does not compile before it says so. */
export const MADE_OF: Readonly<Record<Want["fact"], readonly Basis[]>> = {
  hours: ["minute", "hour"],
  day: ["day"],
  declarations: [],
  found: [],
};

/** The readings that these rules look at. A message of others can change nothing that they say. */
export function basesWanted(rules: readonly Pick<Rule, "wants">[]): ReadonlySet<Basis> {
  return new Set(rules.flatMap(({ wants }) => wants.flatMap(({ fact }) => MADE_OF[fact])));
}
