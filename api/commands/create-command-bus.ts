import { randomUUID } from "node:crypto";
import type { CommandRequest } from "../../core/casework/command.ts";
import type { CommandBus } from "../../core/casework/command-bus.ts";
import type { AnyRefusal } from "../../core/casework/refusal.ts";
import type { Clock } from "../../core/clock.ts";
import { retryEntry } from "../../core/entries/retry-entry.ts";
import { OutcomeOpenError } from "../../core/failures.ts";
import type { Actor } from "../../core/people/actor.ts";
import { NewestRegistry } from "../../core/registry/newest-registry.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Instant } from "../../core/time.ts";
import { createSerial } from "../context/serial.ts";
import { changeLaw } from "./change-law.ts";
import { firstOutcome } from "./first-outcome.ts";
import { type PutRegistryDeps, previewRegistry, putRegistry, registryAnswered } from "./put-registry.ts";
import { outcomeOf, submitEntry } from "./submit-entry.ts";

export interface CommandBusDeps extends Omit<PutRegistryDeps, "registry" | "records"> {
  readonly records: PutRegistryDeps["records"] & ConstructorParameters<typeof NewestRegistry>[0];
  /** Read from the records when left out. */
  readonly registry?: NewestRegistry;
  readonly clock: Clock & { moveTo(at: Instant): void };
}

/** Puts what people ask for into the journal and waits for the outcome that the judge leaves. */
export function createCommandBus(given: CommandBusDeps): CommandBus {
  const deps = { ...given, registry: given.registry ?? new NewestRegistry(given.records) };
  const serial = createSerial();
  return {
    submit: async (command) => {
      const request = command.request ?? unrepeatable(command.actor);
      const first = await firstOutcome(deps.records, request);
      if (first !== undefined) return first;
      return submitEntry(deps, { kind: "command", content: { ...command, request }, format: command.format, request });
    },
    putRegistry: (document, actor, { expected, request = unrepeatable(actor), withdraw = false } = {}) =>
      serial(() => putRegistry(deps, document, { expected, request, withdraw })),
    previewRegistry: (document, { expected, withdraw = false } = {}) => previewRegistry(deps, document, { expected, withdraw }),
    changeLaw: (change, actor, request = unrepeatable(actor)) => serial(() => changeLaw(deps, change, request)),
    registryAnswered: (request) => registryAnswered(deps, request),
    retry: (row, request) => outcomeOf(deps, retryEntry(row, deps.clock.now(), request), request),
    moveClock: (to, actor, request = unrepeatable(actor)) => serial(() => moveClock(deps, to, request)),
  };
}

/** A request whose caller gave it no key: nobody can repeat it, but its outcome can be asked for. */
function unrepeatable(actor: Actor): CommandRequest {
  return { id: randomUUID(), fingerprint: "", actor: actor.id };
}

async function moveClock(
  deps: Pick<CommandBusDeps, "clock" | "journal" | "records" | "wake">,
  to: Instant,
  request: CommandRequest,
): Promise<Result<{ readonly now: Instant }, AnyRefusal>> {
  const first = await firstOutcome(deps.records, request);
  const now = deps.clock.now();
  if (first === undefined && to < now) return err({ status: 409, code: "clock-goes-back", facts: { now, to } });
  try {
    const outcome = first ?? (await submitEntry(deps, { kind: "tick", content: request, at: to, request }));
    if (!outcome.ok) return err(outcome.refusal);
  } catch (cause) {
    // The tick is in the journal, or may be: what comes after it must not lie before it.
    if (cause instanceof OutcomeOpenError) deps.clock.moveTo(to);
    throw cause;
  }
  if (to > now) deps.clock.moveTo(to);
  return ok({ now: deps.clock.now() });
}
