import { cpSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { freshDirectory } from "../harness/left-behind.ts";
import { pause } from "../harness/pause.ts";
import { outletOf } from "../harness/plain-registry.ts";
import { type Api, addsUp, everyItem, type Product, settled } from "../harness/product.ts";
import type { FaultDevice } from "./fault-device.ts";

/** What a campaign is looked at with. */
interface Looked {
  readonly product: Product;
  readonly devices: readonly FaultDevice[];
  readonly dataDir: string;
  readonly days: readonly string[];
  /** How long the judge may take to catch up. */
  readonly judgeMs?: number;
}

/** The figures of a campaign, and what is wrong. */
export interface Checked {
  readonly acknowledged: number;
  readonly received: number;
  readonly stored: number;
  readonly missing: number;
  readonly cases: number;
  readonly wrong: readonly string[];
}

interface Finding {
  readonly id: string;
  readonly caseId: string | null;
}

interface Case {
  readonly id: string;
  readonly number: string;
  readonly mergedInto: string | null;
}

/**
 * Compares what devices saw acknowledged with what the product has after a restart: every acknowledged message is in
 * the working store exactly once and in the account, every acknowledged exceedance is one finding in one case, and case
 * numbers are not given twice.
 */
export async function check({ product, devices, dataDir, days, judgeMs = 60_000 }: Looked): Promise<Checked> {
  const accounts = await settled(product.api, days);
  const wrong: string[] = [];
  const stored = storedReadings(dataDir);
  const keys = devices.flatMap(acknowledgedOf);
  const acknowledged = keys.length;
  const missing = keys.filter((key) => stored.get(key) !== 1).length;
  if (missing > 0) wrong.push(`${missing} acknowledged messages are not stored exactly once`);
  const received = accounts.reduce((sum, a) => sum + a.received, 0);
  if (received < acknowledged) wrong.push(`the account knows ${received} messages, ${acknowledged} were acknowledged`);
  for (const a of accounts) {
    if (!addsUp(a)) wrong.push(`the account does not add up: ${JSON.stringify(a)}`);
    if (a.quarantined !== 0) wrong.push(`${a.quarantined} messages are in quarantine`);
  }
  const cases = await checkCases(product.api, devices, { wrong, judgeMs });
  return { acknowledged, received, stored: stored.size, missing, cases, wrong };
}

/** Its acknowledged messages as keys of `storedReadings`. */
function acknowledgedOf({ index, acknowledgedSeconds, acknowledgedHours }: FaultDevice): readonly string[] {
  const outlet = outletOf(index);
  return [
    ...[...acknowledgedSeconds].map((at) => `${outlet}|realtime|${at}`),
    ...[...acknowledgedHours].map((at) => `${outlet}|hour|${at}`),
  ];
}

async function checkCases(
  api: Api,
  devices: readonly FaultDevice[],
  { wrong, judgeMs }: { readonly wrong: string[]; readonly judgeMs: number },
): Promise<number> {
  const findings = await judged(api, devices, judgeMs);
  const cases = await everyItem<Case>(api, "/api/v1/cases");
  const byId = new Map(findings.map((f) => [f.id, f]));
  const living = new Set(cases.filter((c) => c.mergedInto === null).map((c) => c.id));
  if (byId.size !== findings.length) wrong.push("a finding is listed twice");
  for (const device of devices) {
    for (const at of device.acknowledgedHours) {
      const id = findingOf(device, at);
      const found = byId.get(id);
      if (found === undefined) wrong.push(`no finding for ${outletOf(device.index)} at ${new Date(at).toISOString()}`);
      else if (!living.has(found.caseId ?? "")) wrong.push(`${id} is in no case that goes on`);
    }
  }
  if (new Set(cases.map((c) => c.number)).size !== cases.length) wrong.push("a case number was given twice");
  return cases.length;
}

function findingOf(device: FaultDevice, at: number): string {
  return `${outletOf(device.index)}:a21026:EXCEED-HOUR:${new Date(at).toISOString()}`;
}

/**
 * The findings, as soon as every acknowledged exceedance has one; otherwise what there is after `milliseconds`. The
 * judge is a reader of its own behind the intake, and a power cut may have taken its newest commits, which it then
 * decides again: an account without anything pending does not tell how far the judge is.
 */
async function judged(api: Api, devices: readonly FaultDevice[], milliseconds: number): Promise<readonly Finding[]> {
  const until = Date.now() + milliseconds;
  const expected = devices.flatMap((d) => [...d.acknowledgedHours].map((at) => findingOf(d, at)));
  for (;;) {
    const findings = await everyItem<Finding>(api, "/api/v1/findings?rule=EXCEED-HOUR");
    const known = new Set(findings.map((f) => f.id));
    if (expected.every((id) => known.has(id)) || Date.now() > until) return findings;
    await pause(100);
  }
}

/** How often each `outlet|basis|time` has a value in force in the working store, read from a copy of its file. */
export function storedReadings(dataDir: string): ReadonlyMap<string, number> {
  const copy = freshDirectory("check");
  for (const end of ["", "-wal"]) cpSync(`${dataDir}/intake.sqlite${end}`, join(copy, `intake.sqlite${end}`));
  const database = new Database(join(copy, "intake.sqlite"));
  const counts = new Map<string, number>();
  const rows = database
    .prepare("SELECT s.outlet, s.basis, r.at FROM reading r JOIN series s ON s.id = r.series_id WHERE r.revision = 0")
    .raw()
    .all() as [string, string, number][];
  for (const [outlet, basis, at] of rows) {
    const key = `${outlet}|${basis}|${at}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  database.close();
  return counts;
}
