/**
 * A program that commits to the records until it is killed: `commit-program <file>`. Batch `n` brings one event, one
 * hour and the running number `n`, and one line of the audit follows it. Once both are promised, `n` goes to standard
 * output as a line.
 */
import { writeSync } from "node:fs";
import { HOUR, plus } from "../../core/time.ts";
import { openSqliteRecords } from "../../storage/records/open-records.ts";
import { aBatch, anEvent, anHour, T0 } from "./records-facts.ts";

const [file = ""] = process.argv.slice(2);
const { records, identity } = await openSqliteRecords({ file, mode: "writer", collections: [] });

for (let n = (await records.cursor()) + 1; ; n++) {
  const periods = [anHour({ start: plus(T0, n * HOUR) })];
  await records.commit(aBatch(n, { periods, events: [anEvent(`case-${n}`)], counters: { batches: n } }));
  await identity.appendAudit({ at: T0, actor: "program", action: "commit", subject: String(n), detail: "" });
  writeSync(1, `${n}\n`);
}
