import type { CommandOutcome } from "../core/casework/command.ts";
import type { CommandBus, IncomingRegistry, RegistryAnswer, RegistryRefusal } from "../core/casework/command-bus.ts";
import type { Refusal } from "../core/casework/refusal.ts";
import type { Clock } from "../core/clock.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { JournalWriter } from "../core/journal/journal.ts";
import type { EntryKind, NewEntry } from "../core/journal/journal-entry.ts";
import type { RecordsView } from "../core/judging/records.ts";
import type { QuarantineRow } from "../core/readings/message.ts";
import { checkRegistry } from "../core/registry/check-registry.ts";
import { compareRegistries } from "../core/registry/compare-registries.ts";
import type { Registry } from "../core/registry/registry.ts";
import { sealRegistry } from "../core/registry/seal-registry.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import type { SecretBox } from "../storage/secrets/secret-box.ts";
import type { Bus } from "./bus.ts";

/** How long a caller waits for the disk and the judge before it is told that both are late. */
const PATIENCE_MS = 15_000;
/** How long the answer to a new registry waits for the doors to have it in memory. */
const DOORS_MS = 2_000;

export interface CommandBusDeps {
  readonly journal: JournalWriter;
  readonly records: RecordsView;
  readonly clock: Clock & { moveTo(at: Instant): void };
  readonly bus: Bus;
  readonly box: SecretBox;
  /** True when the gateway runs in this process: then a registry is answered only when its doors know it. */
  readonly gatewayHere: boolean;
}

/** Puts what people ask for into the journal and waits for the outcome the judge leaves. */
export function createCommandBus(deps: CommandBusDeps): CommandBus {
  const serial = createSerial();
  const doors = watchDoors(deps.bus);
  return {
    submit: (command) => submit(deps, "command", encode(command)),
    putRegistry: (document, _actor, expected) => serial(() => putRegistry(deps, { document, expected }, doors)),
    retry: (row) => retry(deps, row),
    moveClock: (to) => serial(() => moveClock(deps, to)),
  };
}

type Doors = (seq: number) => Promise<void>;

interface RegistryPut {
  readonly document: IncomingRegistry;
  readonly expected: number | undefined;
}

async function putRegistry(
  deps: CommandBusDeps,
  { document, expected }: RegistryPut,
  doorsKnow: Doors,
): Promise<Result<RegistryAnswer, RegistryRefusal>> {
  const newest = (await deps.records.registries()).at(-1);
  const version = newest?.seq ?? 0;
  if (expected !== undefined && expected !== version) return err({ code: "precondition-failed", version });
  const before = newest?.registry;
  const sealed = sealRegistry(document, before, deps.box);
  if (!sealed.ok) return err({ code: "registry-invalid", problems: sealed.error });
  const { problems, warnings } = checkRegistry(sealed.value);
  if (problems.length > 0) return err({ code: "registry-invalid", problems });
  const changed = compareRegistries(before, sealed.value);
  if (before !== undefined && Object.keys(changed).length === 0) return ok({ version, changed, warnings, revised: [] });
  const outcome = await submit(deps, "registry", encode(sealed.value satisfies Registry));
  if (!outcome.ok) throw new Error(`the judge refused a checked registry: ${outcome.refusal.code}`);
  if (deps.gatewayHere) await doorsKnow(outcome.seq);
  return ok({ version: outcome.seq, changed, warnings, revised: outcome.result["revised"] as readonly string[] });
}

async function retry(deps: CommandBusDeps, row: QuarantineRow): Promise<void> {
  const entry: NewEntry = {
    kind: "retry",
    at: deps.clock.now(),
    transport: row.transport,
    mn: row.mn,
    topic: row.topic,
    payload: row.raw,
    ref: row.messageId,
  };
  await withPatience(deps.journal.append(entry), "the journal");
}

async function moveClock(deps: CommandBusDeps, to: Instant): Promise<Result<{ readonly now: Instant }, Refusal>> {
  const now = deps.clock.now();
  if (to < now) {
    return err({ status: 409, code: "clock-goes-back", facts: { now, to } });
  }
  await submit(deps, "tick", new Uint8Array(0), to);
  deps.clock.moveTo(to);
  return ok({ now: to });
}

async function submit(
  deps: CommandBusDeps,
  kind: EntryKind,
  payload: Uint8Array,
  at = deps.clock.now(),
): Promise<CommandOutcome> {
  const entry: NewEntry = { kind, at, transport: "api", mn: "", topic: "", payload };
  const seq = await withPatience(deps.journal.append(entry), "the journal");
  return waitForOutcome(deps, seq);
}

async function waitForOutcome(deps: CommandBusDeps, seq: number): Promise<CommandOutcome> {
  let ring = (): void => {};
  const off = deps.bus.on("records", () => ring());
  try {
    return await withPatience(
      (async (): Promise<CommandOutcome> => {
        for (;;) {
          const news = new Promise<void>((resolve) => {
            ring = resolve;
          });
          const outcome = await deps.records.outcome(seq);
          if (outcome !== undefined) return outcome;
          await news;
        }
      })(),
      "the judge",
    );
  } finally {
    off();
  }
}

/** Follows which registry version the doors have in memory; the returned function waits until they have `seq`. */
function watchDoors(bus: Bus): Doors {
  let known = 0;
  const waiting = new Set<() => void>();
  bus.onMessage("registry-loaded", (message) => {
    known = Math.max(known, message.seq);
    for (const look of [...waiting]) look();
  });
  return (seq) =>
    new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      const look = (): void => {
        if (known >= seq) finish();
      };
      const timer = setTimeout(finish, DOORS_MS);
      waiting.add(look);
      look();
    });
}

async function withPatience<T>(work: Promise<T>, who: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailableError(`${who} did not answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
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
