// A chart of 99 days of 20-second values from the working store, alone and six at once, as rows and packed; then six at
// once from a running product, all the time, beside acknowledgements.
//   npm run bench -- series [--rounds 5] [--seconds 15]
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SeriesQuery } from "../../core/readings/series.ts";
import { DAY, instant, LAST_INSTANT } from "../../core/time.ts";
import { openIntakeFile } from "../../storage/intake/intake-file.ts";
import { openIntakeStore } from "../../storage/intake/intake-store.ts";
import { openIntakeView } from "../../storage/intake/intake-view.ts";
import { machine } from "../harness/machine.ts";
import { number, readOptions } from "../harness/options.ts";
import { type Outcome, printResult } from "../harness/run-script.ts";
import { spread } from "../harness/spread.ts";
import { measureBesideAcks } from "./series-beside-acks.ts";

const DAYS = 99;
const STEP_MS = 20_000;
const COUNT = (DAYS * DAY) / STEP_MS;
const START = instant(Date.UTC(2026, 7, 1));
const QUERY: SeriesQuery = {
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "realtime",
  from: START,
  to: instant(START + DAYS * DAY),
};
const BOUNDS = { most: 4_000, mostRows: 1_000_000 };
const TARGET_MS = 300;
const AT_ONCE = 6;

/** As devices send them over MQTT: one decimal, jitter of arrival, an entry and a digest each. */
function fill(directory: string): void {
  const file = openIntakeFile(directory);
  file.exec(`INSERT INTO series VALUES (1, 'e1-DA001', 'a21026', 'realtime');
    INSERT INTO reading_origin VALUES (1, 'SIM410102000000000000001', 'a21026', '', 'mg/m3', 0);
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT - 1})
    INSERT INTO reading (series_id, at, revision, value, flag, seq, received_at, origin_id, digest)
    SELECT 1, ${START} + i * ${STEP_MS}, 0, CASE i WHEN 200000 THEN 999 ELSE 50 + i * 31 % 97 / 10.0 END, 'N', 1 + i * 40 + i % 7,
      ${START} + i * ${STEP_MS} + i * 7919 % 900, 1, (i * 2654435761) % 4294967296 FROM n;
    INSERT INTO latest VALUES (1, ${START} + ${COUNT - 1} * ${STEP_MS}, 0, ${COUNT * 40})`);
  file.close();
}

/** What `count` charts take that are asked for together, until the last is there; each must have the extreme. */
async function chartMs(directory: string, count: number): Promise<{ readonly tookMs: number; readonly cpuMs: number }> {
  const views = Array.from({ length: count }, () => openIntakeView({ directory }));
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  const charts = await Promise.all(views.map((view) => view.outline(QUERY, BOUNDS)));
  const took = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  for (const view of views) await view.close();
  const hasExtreme = charts.every(({ points }) => points.some(({ value }) => value === 999));
  if (!hasExtreme) throw new Error("a chart lost its extreme");
  return { tookMs: took, cpuMs: (user + system) / 1000 };
}

async function rounds(directory: string, count: number, times: number) {
  const found: Awaited<ReturnType<typeof chartMs>>[] = [];
  for (let i = 0; i < times; i += 1) found.push(await chartMs(directory, count));
  return { wall: spread(found.map(({ tookMs }) => tookMs)), cpu: spread(found.map(({ cpuMs }) => cpuMs)) };
}

/** Bytes a value of the file once the pages that are free are given back. */
function bytesAValue(directory: string): number {
  const file = openIntakeFile(directory);
  file.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
  file.close();
  return statSync(join(directory, "intake.sqlite")).size / COUNT;
}

export async function benchSeries(args: readonly string[]): Promise<Outcome> {
  const options = readOptions("npm run bench -- series", { rounds: number(5, 100), seconds: number(15, 300) }, args);
  const directory = mkdtempSync(join(tmpdir(), "outfall-bench-series-"));
  try {
    fill(directory);
    const rows = { aloneMs: await rounds(directory, 1, options.rounds), bytesAValue: bytesAValue(directory) };
    const store = openIntakeStore({ directory });
    const begin = process.cpuUsage();
    while (await store.pack(LAST_INSTANT)) await store.cursor();
    const { user, system } = process.cpuUsage(begin);
    await store.close();
    const packed = {
      aloneMs: await rounds(directory, 1, options.rounds),
      sixAtOnceMs: await rounds(directory, AT_ONCE, options.rounds),
      bytesAValue: bytesAValue(directory),
      packingMicrosecondsAValue: (user + system) / COUNT,
    };
    const acks = await measureBesideAcks(AT_ONCE, options.seconds);
    const kept = packed.aloneMs.wall.median < TARGET_MS && packed.bytesAValue <= 30 && acks.kept;
    printResult({ bench: "series", values: COUNT, rows, packed, acks, kept, machine: machine() });
    return { kept };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
