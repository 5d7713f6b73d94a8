import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "../../cases/declaration/declaration-commands.ts";
import { INCIDENTS } from "../../cases/incident/incident-collection.ts";
import { totalOf } from "../../cases/incident/standing-counts.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import { isSaid, type RecordsView } from "../../core/records/records.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import { formatIso, instant } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { MN } from "../support/district.ts";
import { Reading } from "../support/journal-reading.ts";
import { ACTORS, type Told } from "../support/story.ts";
import { CHANNELS, type Event, type Factor, type SaidReading } from "./history.ts";
import type { Expected, Found } from "./model.ts";
import { registryWith } from "./registry.ts";

const FOREVER = { from: instant(0), to: instant(8e15) };

/** What the judge finds after a history, in the words of the model. */
export async function foundAfter(history: readonly Event[]): Promise<Expected> {
  return saidBy((await told(history)).records);
}

/** Lets a history happen: its journal, and the records after it. */
export async function told(history: readonly Event[]): Promise<Told> {
  const records = new MemoryRecords();
  const entries: JournalEntry[] = [];
  const reading = new Reading(entries, records);
  for (const event of history) {
    const entry = await entryOf(event, records);
    const format = entry.kind === "registry" ? REGISTRY_FORMAT : 1;
    const from = { transport: "api", mn: "", topic: "", payload: new Uint8Array(0), format } as const;
    entries.push({ ...from, ...entry, at: instant(event.at), seq: entries.length + 1 });
    await reading.judge(1);
    await reading.commit();
  }
  return { entries, records };
}

async function entryOf(event: Event, records: RecordsView): Promise<Pick<NewEntry, "kind"> & Partial<NewEntry>> {
  const [actor, other] = ACTORS;
  switch (event.kind) {
    case "readings":
      return {
        kind: "frame",
        transport: "mqtt",
        mn: MN,
        topic: `outfall/v1/${MN}/readings`,
        payload: bytes(messageOf(event.readings)),
      };
    case "limits":
      return { kind: "registry", payload: bytes({ registry: registryWith(event.limits) }) };
    case "declare": {
      const where = { enterprise: "e1", outlets: ["e1-B1"], pollutants: ["a34001"] };
      const window = { from: instant(event.from), to: instant(event.to) };
      const body = { ...where, ...window, cause: "maintenance" as const, measures: "x", note: "" };
      return { kind: "command", payload: bytes(commandOf(DECLARE, { actor, subject: null, body })) };
    }
    case "answer": {
      const declared = await allRows(records.subjects, DECLARATIONS, { where: [], order: "newest" });
      const inOrder = declared.map(({ id }) => Number(id.split(":")[1])).sort((a, b) => a - b);
      const subject = `declaration:${inOrder[event.declaration] ?? 0}`;
      const body = { decision: event.decision, reason: "x" };
      return { kind: "command", payload: bytes(commandOf(DECIDE_DECLARATION, { actor: other, subject, body })) };
    }
    case "tick":
      return { kind: "tick" };
  }
}

/** The readings as a device sends them. */
export function messageOf(readings: readonly SaidReading[]): readonly object[] {
  return readings.map(({ at, sent, ...reading }) => ({
    ...reading,
    at: formatIso(instant(at)),
    ...(sent !== undefined && { sent: formatIso(instant(sent)) }),
  }));
}

function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

async function saidBy(records: RecordsView): Promise<Expected> {
  const { items } = await records.findings({ limit: 10_000 });
  const standing = items.filter((finding) => finding.status !== "withdrawn");
  const findings = standing.map(({ id, status, level, value, disputed }): Found => {
    return { id, status, level, value: value ?? Number.NaN, isDisputed: disputed };
  });
  const words: string[] = [];
  for (const factor of Object.keys(CHANNELS) as readonly Factor[]) {
    for (const basis of ["hour", "day"] as const) {
      const { outlet } = CHANNELS[factor];
      const verdicts = await records.verdicts({ outlet, pollutant: factor, basis, ...FOREVER });
      for (const v of verdicts.filter(isSaid)) words.push(`${basis} ${outlet} ${factor} ${formatIso(v.start)} ${v.verdict}`);
    }
  }
  const incidents = (await allRows(records.subjects, INCIDENTS, { where: [], order: "newest" }))
    .filter((incident) => totalOf(incident.standing) > 0)
    .map(({ outlet, pollutant, family, from, to, standing: { A2, A3 } }) =>
      [outlet, pollutant, family, formatIso(from), formatIso(to), A2, A3].join(" "),
    );
  const byId = (a: Found, b: Found) => (a.id < b.id ? -1 : 1);
  return { findings: findings.sort(byId), words: words.sort(), incidents: incidents.sort() };
}
