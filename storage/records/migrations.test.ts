import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SCHEMA_VERSION } from "./migrations.ts";

const migrations = readdirSync(import.meta.dirname).filter((file) => file.startsWith("migration-"));

test("each version has a migration of its own", () => {
  expect(migrations.map((file) => Number(/^migration-(\d+)-/.exec(file)?.[1])).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1),
  );
});

test.each(migrations)("%s imports nothing of ours: a migration has types of its own, which never change", (file) => {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  const sources = [...text.matchAll(/from "([^"]+)"/g)].map((match) => match[1]);

  expect(sources).toEqual(["kysely"]);
});
