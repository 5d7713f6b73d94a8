import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { instant } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { StarringJournal } from "../../ingest/starring-journal.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";

let directory = "";
beforeEach(() => {
  directory = ownDataFolder();
});

test("where there are no records, nothing is verified and nothing is made", async () => {
  const { code, errors } = await outfall("audit", "verify");

  expect([code, errors]).toEqual([2, expect.stringContaining("there is nothing to verify")]);
});

test("outfall audit frame proves a raw message against the journal by its number, and needs journal and key for it", async () => {
  const raw = encodeFrame({ qn: "20261123090000001", st: "31", cn: "2011", pw: "123456", mn: "SIM1", flag: 5, cp: "" });
  const file = join(directory, "raw.txt");
  writeFileSync(file, raw);
  const frame = (message: string, ...more: readonly string[]) => outfall("audit", "frame", message, "--raw", file, ...more);

  const without = await frame("1");
  const box = openSecretBox(directory);
  const writer = openJournalWriter({ directory: join(directory, "journal"), log: NO_LOG });
  const journal = new StarringJournal({ journal: writer, hmacOf: (bytes) => box.hmacOf(bytes) });
  const at = instant(Date.UTC(2026, 10, 23, 1));
  await journal.append({ kind: "frame", at, transport: "hj212", mn: "SIM1", topic: "", payload: raw });
  await journal.close();
  const same = await frame("1", "--json");
  const none = await frame("2");
  writeFileSync(file, Buffer.from(raw).toString("latin1").replace("123456", "123457"));
  const other = await frame("1");
  rmSync(join(directory, "secrets.key"));
  const keyless = await frame("1");

  expect([without.code, without.errors]).toEqual([2, expect.stringContaining("has no journal")]);
  const found = { ok: true, message: 1, mn: "SIM1", receivedAt: "2026-11-23T01:00:00.000Z", check: "frame-same" };
  expect([same.code, JSON.parse(same.out)]).toEqual([0, found]);
  expect([none.code, none.errors]).toEqual([1, expect.stringContaining("no message of a device under 2")]);
  expect([other.code, other.out]).toEqual([1, expect.stringContaining("it is not message 1")]);
  expect([keyless.code, keyless.errors]).toEqual([2, expect.stringContaining("secrets.key")]);
});

test.each([
  [["frame"], "use: "],
  [["frame", "one", "--raw", "x"], "MESSAGE: "],
  [["frame", "1"], "use: "],
  [["verify", "1"], "use: "],
  [["verify", "--all"], "--all"],
])("outfall audit %j says how it is called", async (args, what) => {
  const { code, errors } = await outfall("audit", ...args);

  expect([code, errors]).toEqual([2, expect.stringContaining(what)]);
});
