import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { isOutage } from "./is-outage.ts";

test("a file that somebody else writes to is an outage, a broken constraint is not", async () => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-outage-"));
  const [holder, other] = [new Database(join(directory, "a.sqlite")), new Database(join(directory, "a.sqlite"))];
  holder.exec("CREATE TABLE t (x INTEGER NOT NULL)");
  holder.exec("BEGIN IMMEDIATE");

  expect(isOutage(failureOf(() => other.exec("INSERT INTO t VALUES (1)")))).toBe(true);
  expect(isOutage(failureOf(() => holder.exec("INSERT INTO t VALUES (NULL)")))).toBe(false);
  expect(isOutage(new TypeError("a bug"))).toBe(false);

  holder.close();
  other.close();
  await rm(directory, { recursive: true });
});

test("a full disk is an outage", () => {
  const db = new Database(":memory:");
  db.exec("PRAGMA max_page_count = 3; CREATE TABLE t (x BLOB)");

  expect(isOutage(failureOf(() => db.exec("INSERT INTO t VALUES (zeroblob(100000))")))).toBe(true);

  db.close();
});

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (cause) {
    return cause;
  }
  throw new Error("it did not fail");
}
