import type { CommandOutcome } from "../../core/casework/command.ts";
import type { CommandBus, Wake } from "../../core/casework/command-bus.ts";
import type { Refusal } from "../../core/casework/refusal.ts";
import type { Clock } from "../../core/clock.ts";
import { retryEntry } from "../../core/entries/retry-entry.ts";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { JournalWriter } from "../../core/journal/journal.ts";
import type { NewEntry } from "../../core/journal/journal-entry.ts";
import type { QuarantineRow } from "../../core/readings/message.ts";
import type { RecordsView } from "../../core/records/records.ts";
import type { IncomingRegistry, RegistryAnswer, RegistryRefusal } from "../../core/registry/incoming-registry.ts";
import { prepareRegistry } from "../../core/registry/prepare-registry.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import type { Secrets } from "../../core/registry/secrets.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Instant } from "../../core/time.ts";

/** How long a caller waits for the disk and the judge before it is told that both are late. */
const TIMEOUT_MS = 15_000;

export interface CommandBusDeps {
  readonly journal: Pick<JournalWriter, "append">;
  readonly records: Pick<RecordsView, "registries" | "outcome">;
  readonly clock: Clock & { moveTo(at: Instant): void };
  readonly wake: Wake;
  readonly secrets: Secrets;
  /** Resolves when the doors have a registry version in memory, or when that takes too long. */
  readonly doorsKnow: (seq: number) => Promise<void>;
}

/** Puts what people ask for into the journal and waits for the outcome that the judge leaves. */
export function createCommandBus(deps: CommandBusDeps): CommandBus {
  const serial = createSerial();
  return {
    submit: (command) => submit(deps, { kind: "command", payload: encode(command), format: command.format }),
    putRegistry: (document, _actor, expected) => serial(() => putRegistry(deps, document, expected)),
    retry: (row) => retry(deps, row),
    moveClock: (to) => serial(() => moveClock(deps, to)),
  };
}

async function putRegistry(
  deps: CommandBusDeps,
  document: IncomingRegistry,
  expected: number | undefined,
): Promise<Result<RegistryAnswer, RegistryRefusal>> {
  const newest = (await deps.records.registries()).at(-1);
  const prepared = prepareRegistry(document, { newest, expected }, deps.secrets);
  if (!prepared.ok) return prepared;
  const { registry, version, changed, warnings, isNew } = prepared.value;
  if (!isNew) return ok({ version, changed, warnings, revised: [] });
  const outcome = await submit(deps, { kind: "registry", payload: encode(registry), format: REGISTRY_FORMAT });
  if (!outcome.ok) throw new Error(`the judge declined a checked registry: ${outcome.refusal.code}`);
  await deps.doorsKnow(outcome.seq);
  return ok({ version: outcome.seq, changed, warnings, revised: outcome.result["revised"] as readonly string[] });
}

async function retry(deps: CommandBusDeps, row: QuarantineRow): Promise<void> {
  await inTime(deps.journal.append(retryEntry(row, deps.clock.now())), "the journal");
}

async function moveClock(deps: CommandBusDeps, to: Instant): Promise<Result<{ readonly now: Instant }, Refusal>> {
  const now = deps.clock.now();
  if (to < now) return err({ status: 409, code: "clock-goes-back", facts: { now, to } });
  await submit(deps, { kind: "tick", payload: new Uint8Array(0), at: to });
  deps.clock.moveTo(to);
  return ok({ now: to });
}

type Submitted = Pick<NewEntry, "kind" | "payload" | "format"> & { readonly at?: Instant };

async function submit(deps: CommandBusDeps, submitted: Submitted): Promise<CommandOutcome> {
  const entry: NewEntry = { at: deps.clock.now(), transport: "api", mn: "", topic: "", ...submitted };
  const seq = await inTime(deps.journal.append(entry), "the journal");
  return waitForOutcome(deps, seq);
}

async function waitForOutcome({ records, wake }: CommandBusDeps, seq: number): Promise<CommandOutcome> {
  let ring = (): void => {};
  const off = wake.on("records", () => ring());
  const look = async (): Promise<CommandOutcome> => {
    for (;;) {
      const news = new Promise<void>((resolve) => {
        ring = resolve;
      });
      const outcome = await records.outcome(seq);
      if (outcome !== undefined) return outcome;
      await news;
    }
  };
  try {
    return await inTime(look(), "the judge");
  } finally {
    off();
  }
}

/** @throws StoreUnavailableError when the work takes longer than a caller waits; it goes on all the same. */
async function inTime<T>(work: Promise<T>, who: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailableError(`${who} did not answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** One after the other, so that a change is made against the state that the one before it left. */
function createSerial(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}
