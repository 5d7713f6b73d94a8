// Compares what devices saw acknowledged with what the product has after a restart.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { outletOf } from "./fleet.mjs";
import { everyItem, settled } from "./product.mjs";

/**
 * Every acknowledged message is in the working store exactly once and in the account, every acknowledged exceedance is one finding in one
 * case, and case numbers are not given twice. The judge may take `judgeMs` to catch up. Answers with the figures and a list of what is wrong.
 */
export async function check({ product, devices, dataDir, days, judgeMs = 60_000 }) {
  const accounts = await settled(product.api, days);
  const wrong = [];
  const stored = storedReadings(dataDir);
  let acknowledged = 0;
  let missing = 0;
  for (const device of devices) {
    const outlet = outletOf(device.index);
    acknowledged += device.acknowledgedSeconds.size + device.acknowledgedHours.size;
    for (const at of device.acknowledgedSeconds) if (stored.get(`${outlet}|realtime|${at}`) !== 1) missing += 1;
    for (const at of device.acknowledgedHours) if (stored.get(`${outlet}|hour|${at}`) !== 1) missing += 1;
  }
  if (missing > 0) wrong.push(`${missing} acknowledged messages are not stored exactly once`);
  const received = accounts.reduce((sum, a) => sum + a.received, 0);
  if (received < acknowledged) wrong.push(`the account knows ${received} messages, ${acknowledged} were acknowledged`);
  for (const a of accounts) {
    if (a.received !== a.stored + a.quarantined + a.pending + a.duplicates + a.control)
      wrong.push(`the account does not add up: ${JSON.stringify(a)}`);
    if (a.quarantined !== 0) wrong.push(`${a.quarantined} messages were put aside`);
  }
  const cases = await checkCases(product, devices, { wrong, judgeMs });
  return { acknowledged, received, stored: stored.size, missing, cases, wrong };
}

async function checkCases(product, devices, { wrong, judgeMs }) {
  const findings = await judged(product.api, devices, judgeMs);
  const cases = await everyItem(product.api, "/api/v1/cases");
  const byId = new Map(findings.map((f) => [f.id, f]));
  if (byId.size !== findings.length) wrong.push("a finding is listed twice");
  for (const device of devices) {
    for (const at of device.acknowledgedHours) {
      const finding = byId.get(findingOf(device, at));
      if (finding === undefined) wrong.push(`no finding for ${outletOf(device.index)} at ${new Date(at).toISOString()}`);
      else if (cases.filter((c) => c.findings.includes(finding.id)).length !== 1)
        wrong.push(`${finding.id} is not in exactly one case`);
    }
  }
  if (new Set(cases.map((c) => c.number)).size !== cases.length) wrong.push("a case number was given twice");
  return cases.length;
}

const findingOf = (device, at) => `${outletOf(device.index)}:a21026:EXCEED-HOUR:${new Date(at).toISOString()}`;

/**
 * The findings, as soon as every acknowledged exceedance has one; otherwise what there is after `milliseconds`. The judge is a reader of its own behind
 * the intake, and a power cut may have taken its newest commits, which it then decides again: an account without anything pending says nothing of it.
 */
async function judged(api, devices, milliseconds) {
  const until = Date.now() + milliseconds;
  const expected = devices.flatMap((d) => [...d.acknowledgedHours].map((at) => findingOf(d, at)));
  for (;;) {
    const findings = await everyItem(api, "/api/v1/findings?rule=EXCEED-HOUR");
    const known = new Set(findings.map((f) => f.id));
    if (expected.every((id) => known.has(id)) || Date.now() > until) return findings;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** How often each (outlet, basis, time) has a value in force in the working store, read from a copy of its file. */
export function storedReadings(dataDir) {
  const copy = mkdtempSync(join(tmpdir(), "outfall-check-"));
  for (const end of ["", "-wal"]) cpSync(`${dataDir}/intake.sqlite${end}`, join(copy, `intake.sqlite${end}`));
  const database = new Database(join(copy, "intake.sqlite"));
  const counts = new Map();
  const rows = database
    .prepare("SELECT s.outlet, s.basis, r.at FROM reading r JOIN series s ON s.id = r.series_id WHERE r.revision = 0")
    .raw()
    .all();
  for (const [outlet, basis, at] of rows) {
    const key = `${outlet}|${basis}|${at}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  database.close();
  rmSync(copy, { recursive: true, force: true });
  return counts;
}
