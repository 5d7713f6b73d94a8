import type { CommandOutcome, CommandRequest } from "../../core/casework/command.ts";
import type { Clock } from "../../core/clock.ts";
import type { RegistryPayload } from "../../core/entries/registry-payload.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { checkRegistry } from "../../core/registry/check-registry.ts";
import { compareRegistries } from "../../core/registry/compare-registries.ts";
import type {
  IncomingRegistry,
  RegistryAnswer,
  RegistryPreview,
  RegistryRefusal,
} from "../../core/registry/incoming-registry.ts";
import type { NewestRegistry } from "../../core/registry/newest-registry.ts";
import { REGISTRY_FORMAT, type Registry } from "../../core/registry/registry.ts";
import { stepBetween } from "../../core/registry/registry-edit.ts";
import type { Secrets } from "../../core/registry/secrets.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { firstOutcome } from "./first-outcome.ts";
import { type ChangeDeps, prepareChange } from "./prepare-change.ts";
import { submitEntry } from "./submit-entry.ts";
import type { TakeEntryDeps } from "./take-entry.ts";

export interface PutRegistryDeps extends TakeEntryDeps, Pick<ChangeDeps, "isOwnDoor" | "firstLaw"> {
  readonly records: Pick<RecordsView, "registryAt" | "outcome" | "command"> & ChangeDeps["records"];
  readonly registry: NewestRegistry;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Resolves when the doors have a registry version in memory, or when that takes too long. */
  readonly doorsKnow: (seq: number) => Promise<void>;
  /** What a version would do to what was found under the one before. */
  readonly impactOf: (change: { readonly before: Registry | undefined; readonly after: Registry }) => Promise<RegistryPreview>;
}

/** How often a document is prepared anew because another process changed the registry meanwhile. */
export const MOST_TRIES = 5;

interface Asked {
  readonly expected: number | undefined;
  readonly withdraw: boolean;
}

type Answered = Result<RegistryAnswer, RegistryRefusal>;

/** Puts a document into force: made from the version in force now, and taken only while that one is. */
export async function putRegistry(
  deps: PutRegistryDeps,
  document: IncomingRegistry,
  { expected, request, withdraw }: Asked & { readonly request: CommandRequest },
): Promise<Answered> {
  for (let tries = 1; ; tries++) {
    const newest = await deps.registry.newest();
    // Looked up after the version: had this request made that one, it would be found here.
    const answered = await registryAnswered(deps, request);
    if (answered !== undefined) return answered;
    const prepared = await prepareChange(deps, document, { newest, expected, withdraw });
    if (!prepared.ok) return prepared;
    const { registry, version, changed, warnings, isNew } = prepared.value;
    if (!isNew) return ok({ version, changed, warnings, revised: [] });
    const step = stepBetween(newest?.registry, registry);
    const payload: RegistryPayload = { ...step, change: { request, madeFrom: version } };
    const outcome = await submitEntry(deps, { kind: "registry", content: payload, format: REGISTRY_FORMAT, request });
    if (!outcome.ok && outcome.refusal.code === "stale-version" && tries < MOST_TRIES) continue;
    if (outcome.ok && outcome.first === undefined) {
      await deps.doorsKnow(outcome.seq);
      return ok({ version: outcome.seq, changed, warnings, revised: outcome.result["revised"] as readonly string[] });
    }
    return answerOf(deps, outcome);
  }
}

/** What the document would change if it were put into force now. Changes nothing. */
export async function previewRegistry(deps: PutRegistryDeps, document: IncomingRegistry, asked: Asked): Promise<Answered> {
  const newest = await deps.registry.newest();
  const prepared = await prepareChange(deps, document, { newest, ...asked });
  if (!prepared.ok) return prepared;
  const { registry, version, changed, warnings } = prepared.value;
  const preview = await deps.impactOf({ before: newest?.registry, after: registry });
  return ok({ version, changed, warnings, revised: [], preview });
}

/** What this request was answered before. */
export async function registryAnswered(deps: PutRegistryDeps, request: CommandRequest): Promise<Answered | undefined> {
  const first = await firstOutcome(deps.records, request);
  return first === undefined ? undefined : answerOf(deps, first);
}

/** The answer made of a first outcome and of the versions, as it was when the version was new. */
async function answerOf({ records }: PutRegistryDeps, outcome: CommandOutcome): Promise<Answered> {
  if (!outcome.ok) {
    const { refusal } = outcome;
    if (refusal.code === "idempotency-key-reused") return err({ code: refusal.code });
    if (refusal.code === "stale-version") return err({ code: "precondition-failed", version: Number(refusal.facts["current"]) });
    throw new Error(`the judge declined a checked registry: ${refusal.code}`);
  }
  const version = outcome.first ?? outcome.seq;
  const taken = (await records.registryAt(version))?.registry;
  if (taken === undefined) throw new Error(`the records hold no registry of entry ${version}`);
  const changed = compareRegistries((await records.registryAt(version - 1))?.registry, taken);
  const { warnings } = checkRegistry(taken);
  return ok({ version, changed, warnings, revised: outcome.result["revised"] as readonly string[] });
}
