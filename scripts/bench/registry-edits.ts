// Edits of a big registry: what each costs, how memory grows with them, and how long a start takes afterwards. Records
// and the timeline of versions are those of the pipeline; with --straight edits are committed without the judge.
// node --expose-gc dist/scripts/bench/registry-edits.js [--straight]
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import type { RegistryPayload } from "../../core/entries/registry-payload.ts";
import { NewestRegistry } from "../../core/registry/newest-registry.ts";
import { REGISTRY_FORMAT, type Registry } from "../../core/registry/registry.ts";
import { type RegistryEdit, stepBetween } from "../../core/registry/registry-edit.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { type BeijingDate, instant } from "../../core/time.ts";
import { EntrySource } from "../../ingest/entry-source.ts";
import { Judge } from "../../judge/judge.ts";
import { JudgeReader } from "../../judge/judge-reader.ts";
import { WorkingSet } from "../../judge/working-set.ts";
import { createMemoryJournal } from "../../storage/memory/memory-journal.ts";
import { openSqliteRecords } from "../../storage/records/open-records.ts";
import { flag, number, readOptions } from "../harness/options.ts";

const { outlets, channels, edits, straight } = readOptions("registry-edits", {
  outlets: number(10_000, 100_000),
  channels: number(5, 8),
  edits: number(5_000, 100_000),
  straight: flag(),
});
const AT = instant(Date.UTC(2026, 10, 23));
const POLLUTANTS = ["a21026", "a21002", "a34013", "a19001", "a01011", "a01012", "a01013", "a01014"];

function bigRegistry(): Registry {
  const ids = Array.from({ length: outlets }, (_, i) => `o${i}`);
  const measured = ids.flatMap((outlet) => POLLUTANTS.slice(0, channels).map((pollutant) => ({ outlet, pollutant })));
  return {
    schema: "outfall/registry/1",
    cells: [{ id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "bench" }],
    ...{ units: [], people: [], assignments: [], emissionUnits: [], treatmentUnits: [] },
    enterprises: [{ id: "e1", name: "bench" }],
    outlets: ids.map((id) => ({ id, enterprise: "e1", code: "DA001", name: id, kind: "stack" })),
    devices: ids.map((id) => ({ mn: `SIM${id}` })),
    channels: measured.map(({ outlet, pollutant }) => ({
      outlet,
      device: `SIM${outlet}`,
      factor: pollutant,
      pollutant,
      unit: "mg/m3",
    })),
    limits: measured.map(({ outlet, pollutant }) => ({
      ...{ id: `${outlet}-${pollutant}`, outlet, pollutant, basis: "hour-mean", comparator: "<=", value: 100, unit: "mg/m3" },
      ...{ validFrom: "2025-01-01" as BeijingDate, validTo: null, source: "bench", confidence: "C" },
    })),
  };
}

const folder = mkdtempSync(join(tmpdir(), "outfall-registry-"));
const file = join(folder, "records.sqlite");
const journal = createMemoryJournal();

async function open() {
  const opened = await openSqliteRecords({ file, mode: "writer", collections: COLLECTIONS });
  const { records } = opened;
  const at = await records.cursor();
  const registries = new RegistryTimeline(await records.registryAt(at), records);
  registries.expect("judge");
  const source = new EntrySource(journal.reader, registries).for("judge");
  const judge = new Judge(records, registries);
  const reader = new JudgeReader({ source, judge, records, cursors: journal.cursors, onCommitted: () => {} }, at);
  registries.at(at);
  return { opened, records, reader, registries };
}

async function append(content: RegistryPayload): Promise<void> {
  const payload = new TextEncoder().encode(JSON.stringify(content));
  const entry = { kind: "registry", at: AT, transport: "api", mn: "", topic: "", payload, format: REGISTRY_FORMAT } as const;
  await journal.writer.append(entry);
}

async function commit(seq: number, edit: RegistryEdit): Promise<void> {
  const nothing = await new WorkingSet(running.records).take({ upTo: seq, step: 0, engineAt: AT });
  await running.records.commit({ ...nothing, registries: [{ seq, at: AT, edit }] });
}

const MIB = 1_048_576;
function memory(): string {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return `heap ${Math.round(heapUsed / MIB)} MiB, rss ${Math.round(rss / MIB)} MiB`;
}
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const since = (start: number): string => `${((performance.now() - start) / 1000).toFixed(2)} s`;

say(`nothing: ${memory()}`);
const first = bigRegistry();
let start = performance.now();
await append(stepBetween(undefined, first));
const running = await open();
while (await running.reader.step());
// The desk's own copy, as the api thread holds one.
const desk = new NewestRegistry(running.records);
await desk.inForce();
say(`document of ${first.outlets.length} outlets, ${first.channels.length} channels: taken in ${since(start)}; ${memory()}`);

start = performance.now();
for (let i = 1; i <= edits; i++) {
  const row = first.outlets[(i * 7) % first.outlets.length];
  const table = i % 2 === 0 ? "outlets" : "limits";
  const limit = first.limits[(i * 11) % first.limits.length];
  const put = table === "outlets" ? [{ ...row, name: `edit ${i}` }] : [{ ...limit, source: `edit ${i}` }];
  const edit = { [table]: { put, removed: [] } };
  if (straight) await commit(i + 1, edit);
  else await append({ edit });
  while (!straight && (await running.reader.step()));
  await desk.inForce();
  if (i % Math.ceil(edits / 5) === 0)
    say(`after ${i} edits in ${since(start)}: ${memory()}; records ${Math.round(statSync(file).size / MIB)} MiB`);
}
await running.opened.close();

start = performance.now();
const again = await open();
const version = await again.records.registrySeq();
say(`start after ${edits} edits: registry of entry ${version} in force in ${since(start)}`);
await again.opened.close();
rmSync(folder, { recursive: true });
