import { ACCIDENTS } from "../../cases/accident/accident-collection.ts";
import { ADD_ACCIDENT_REPORT, REPORT_ACCIDENT } from "../../cases/accident/accident-commands.ts";
import { ORDER_CONTROL } from "../../cases/control-order/control-order-commands.ts";
import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "../../cases/declaration/declaration-commands.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Collection, Row } from "../../core/casework/collection.ts";
import type { Command } from "../../core/casework/command.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import type { JournalReader } from "../../core/journal/journal.ts";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { Actor } from "../../core/people/actor.ts";
import { ROLES } from "../../core/people/rights.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import { REGISTRY_FORMAT, type Registry } from "../../core/registry/registry.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { DAY, HOUR, type Instant, instant, MINUTE, plus } from "../../core/time.ts";
import { createFrameCutter, type FrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import { EntrySource } from "../../ingest/entry-source.ts";
import { Judge } from "../../judge/judge.ts";
import { applyAndCommit } from "../../judge/judge-reader.ts";
import type { PreparedScenario } from "../../simulators/scenarios/load-scenario.ts";
import type { ScriptAct, ScriptMessage } from "../../simulators/scenarios/scenario-script.ts";
import { createMemoryRecords } from "../../storage/memory/memory-records.ts";

/** How often the clock is looked at while a scenario is played. */
const TICK = 10 * MINUTE;
/** Afterwards it goes on until what was found can be confirmed. */
const AFTERWARDS = 2 * DAY;
const PAGE = 500;

/**
 * Plays a scenario without doors: what its loggers send is cut into frames and journalled when it goes out, people do
 * what they do, the clock is looked at every ten minutes, and the judge reads the journal. Answers with
 * all that was ever found.
 */
export async function playScenario({ scenario, start, registry, script }: PreparedScenario): Promise<readonly Finding[]> {
  const line = new JournalOfScenario();
  line.append({
    ...BY_SYSTEM,
    kind: "registry",
    at: start,
    payload: json({ registry: withoutSecrets(registry) }),
    format: REGISTRY_FORMAT,
  });
  const end = plus(start, scenario.hours * HOUR + AFTERWARDS);
  const ticks = Array.from({ length: Math.ceil((end - start) / TICK) }, (_, i) => plus(start, (i + 1) * TICK));
  const doors = new Map<string, FrameCutter>();
  const passwords = new Map(registry.devices.map(({ mn, hj212Password }) => [mn, hj212Password]));
  const happenings: readonly (readonly [Instant, () => Promise<void>])[] = [
    ...script.messages.map((message): readonly [Instant, () => Promise<void>] => [
      message.at,
      async () => {
        for (const payload of payloadsOf(message, doors, passwords)) line.append({ ...frameOf(message), payload });
      },
    ]),
    ...script.acts.map((act): readonly [Instant, () => Promise<void>] => [
      act.at,
      async () =>
        line.append({
          ...BY_SYSTEM,
          kind: "command",
          transport: "api",
          at: act.at,
          payload: json(await commandFor(act, start, line)),
        }),
    ]),
    ...ticks.map((at): readonly [Instant, () => Promise<void>] => [
      at,
      async () => {
        line.append({ ...BY_SYSTEM, kind: "tick", at, payload: new Uint8Array(0) });
        await line.judge();
      },
    ]),
  ];
  for (const [, happen] of happenings.toSorted(([a], [b]) => a - b)) await happen();
  await line.judge();
  return line.findings();
}

const BY_SYSTEM = { transport: "system", mn: "", topic: "" } as const;

/** A journal in memory with its judge. */
class JournalOfScenario {
  readonly records: RecordsStore = createMemoryRecords().records;
  readonly #entries: JournalEntry[] = [];
  readonly #source: EntrySource;
  readonly #judge: Judge;
  #at = 0;

  constructor() {
    const registries = new RegistryTimeline();
    const read: JournalReader["read"] = async (after, limit) => this.#entries.slice(after, after + limit);
    // The source reads on and nothing else.
    this.#source = new EntrySource({ read } as JournalReader, registries);
    this.#judge = new Judge(this.records, registries);
  }

  append(entry: NewEntry): void {
    this.#entries.push({ format: 1, ...entry, seq: this.#entries.length + 1 });
  }

  async judge(): Promise<void> {
    while (this.#at < this.#entries.length) {
      const entries = await this.#source.read(this.#at, PAGE);
      this.#at = await applyAndCommit(this.#judge, this.records, { at: this.#at, entries });
    }
  }

  async findings(): Promise<readonly Finding[]> {
    const found: Finding[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Awaited<ReturnType<RecordsStore["findings"]>> = await this.records.findings({
        limit: PAGE,
        ...(cursor !== "" && { cursor }),
      });
      found.push(...page.items);
      cursor = page.next;
    }
    return found;
  }
}

function frameOf({ at, mn, transport, topic }: ScriptMessage) {
  return { kind: "frame", at, transport, mn, topic } as const;
}

/** What is journalled of a message: over MQTT its payload, else the frames that end in it and that a door admits. */
function payloadsOf(
  { transport, mn, writes }: ScriptMessage,
  doors: Map<string, FrameCutter>,
  passwords: ReadonlyMap<string, unknown>,
): readonly Uint8Array[] {
  if (transport === "mqtt") return writes;
  const cutter = doors.get(mn) ?? createFrameCutter();
  doors.set(mn, cutter);
  const frames: Uint8Array[] = [];
  for (const bytes of writes) {
    cutter.push(bytes);
    for (let next = cutter.next(); next !== undefined; next = cutter.next()) {
      if (next.kind === "frame" && isAdmitted(next.segment, passwords.get(mn))) frames.push(next.bytes);
    }
  }
  return frames;
}

function isAdmitted(segment: Uint8Array, password: unknown): boolean {
  const said = /(?:^|;)PW=([^;]*)/.exec(Buffer.from(segment).toString("latin1"))?.[1];
  return said === undefined || said === password;
}

function withoutSecrets({ devices, upstreams: _, ...rest }: PreparedScenario["registry"]): Registry {
  return {
    ...rest,
    devices: devices.map(({ hj212Password: _, mqttSecret: __, sm4Key: ___, sm4KeyNew: ____, ...device }) => device),
  };
}

/** Somebody who may do everything: what people may do is no matter of the score. Who declares decides nothing. */
function person(id: string): Actor {
  const roles = ROLES.filter((role) => role !== "administrator");
  return { id, name: id, roles, cells: ["g1"], enterprise: null, person: null };
}

async function commandFor(act: ScriptAct, start: Instant, line: JournalOfScenario): Promise<Command> {
  const time = (hour: number): Instant => instant(start + hour * HOUR);
  const enterprise = { actor: person("enterprise"), subject: null };
  const bureau = person("bureau");
  switch (act.kind) {
    case "declare": {
      const { outlets, pollutants, cause, plant, fromHour, toHour } = act.declaration;
      const window = { from: time(fromHour), to: time(toHour) };
      const body = { enterprise: plant, outlets, pollutants, cause, ...window, measures: "closed work", note: "" };
      return commandOf(DECLARE, { ...enterprise, body });
    }
    case "decide": {
      const subject = await idOf(DECLARATIONS, act.index, line);
      const body = { decision: act.declaration.decision as "consent", reason: "example" };
      return commandOf(DECIDE_DECLARATION, { actor: bureau, subject, body });
    }
    case "report-accident": {
      const { plant, outlets, atHour } = act.accident;
      const body = { enterprise: plant, outlets, at: time(atHour), description: "example" };
      return commandOf(REPORT_ACCIDENT, { ...enterprise, body });
    }
    case "end-accident": {
      const subject = await idOf(ACCIDENTS, act.index, line);
      return commandOf(ADD_ACCIDENT_REPORT, { ...enterprise, subject, body: { kind: "final", text: "example" } });
    }
    case "order-control": {
      const { plants: enterprises, level, share, fromHour, toHour } = act.control;
      const body = { enterprises, level, share, from: time(fromHour), to: time(toHour), note: "" };
      return commandOf(ORDER_CONTROL, { actor: bureau, subject: null, body });
    }
  }
}

/** The id of the row that was made as the so-manieth of its collection. */
async function idOf(collection: Collection<Row>, index: number, line: JournalOfScenario): Promise<string> {
  await line.judge();
  const rows = await allRows(line.records.subjects, collection, { where: [], order: "newest" });
  const inOrder = rows.map(({ id }) => id).sort((a, b) => Number(a.split(":")[1]) - Number(b.split(":")[1]));
  return inOrder[index] as string;
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
