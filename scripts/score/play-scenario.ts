import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "../../cases/declaration/declaration-commands.ts";
import { allRows } from "../../core/casework/all-rows.ts";
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

async function commandFor({ kind, index, declaration }: ScriptAct, start: Instant, line: JournalOfScenario): Promise<Command> {
  const { outlets, pollutants, cause, plant, fromHour, toHour, decision } = declaration;
  if (kind === "declare") {
    const [from, to] = [fromHour, toHour].map((hour) => instant(start + hour * HOUR)) as [Instant, Instant];
    const body = { enterprise: plant, outlets, pollutants, cause, from, to, measures: "closed work", note: "" };
    return commandOf(DECLARE, { actor: person("enterprise"), subject: null, body });
  }
  await line.judge();
  const declared = await allRows(line.records.subjects, DECLARATIONS, { where: [], order: "newest" });
  const inOrder = declared.map(({ id }) => id).sort((a, b) => Number(a.split(":")[1]) - Number(b.split(":")[1]));
  const body = { decision: decision as "consent", reason: "example" };
  return commandOf(DECIDE_DECLARATION, { actor: person("bureau"), subject: inOrder[index] as string, body });
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
