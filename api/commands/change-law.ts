import type { CommandOutcome, CommandRequest } from "../../core/casework/command.ts";
import type { LawAnswer, LawChange } from "../../core/casework/command-bus.ts";
import type { RegistryPayload } from "../../core/entries/registry-payload.ts";
import type { RegistryRefusal } from "../../core/registry/incoming-registry.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import { isEmptyStep, stepBetween } from "../../core/registry/registry-edit.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { firstOutcome } from "./first-outcome.ts";
import { MOST_TRIES, type PutRegistryDeps } from "./put-registry.ts";
import { submitEntry } from "./submit-entry.ts";

type Answered<Refusal> = Result<LawAnswer, Refusal | Extract<RegistryRefusal, { readonly code: "idempotency-key-reused" }>>;

/**
 * Puts another law into force: the version in force with other rows or confirmations. What is decided is decided anew
 * when another version came into force meanwhile. Without a registry there is nothing that a law applies to.
 */
export async function changeLaw<Refusal>(
  deps: PutRegistryDeps,
  change: LawChange<Refusal>,
  request: CommandRequest,
): Promise<Answered<Refusal>> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const newest = await deps.registry.newest();
    // Looked up after the version: had this request made that one, it would be found here.
    const first = await firstOutcome(deps.records, request);
    if (first !== undefined) return answered(first);
    const changed = change(newest?.registry ?? {});
    if (!changed.ok) return changed;
    if (newest === undefined) return ok({ version: 0, revised: [] });
    const { seq: madeFrom, registry } = newest;
    const step = stepBetween(registry, { ...registry, ...changed.value });
    if (isEmptyStep(step)) return ok({ version: madeFrom, revised: [] });
    const payload: RegistryPayload = { ...step, change: { request, madeFrom } };
    const outcome = await submitEntry(deps, { kind: "registry", content: payload, format: REGISTRY_FORMAT, request });
    if (outcome.ok) await deps.doorsKnow(outcome.seq);
    if (outcome.ok || outcome.refusal.code !== "stale-version") return answered(outcome);
  }
  throw new Error("the registry changed whenever the law was to be changed");
}

/** What the judge may decline a change of the law for, besides its version, is a key that came with something else. */
function answered(outcome: CommandOutcome): Result<LawAnswer, { readonly code: "idempotency-key-reused" }> {
  return outcome.ok
    ? ok({ version: outcome.first ?? outcome.seq, revised: outcome.result["revised"] as readonly string[] })
    : err({ code: "idempotency-key-reused" });
}
