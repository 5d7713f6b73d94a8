import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { testSeries } from "../../tests/contract/series.ts";
import { createSqliteSeries } from "./sqlite-series.ts";

testSeries("the long-term store in SQLite", async () => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-series-"));
  const store = createSqliteSeries({ file: join(directory, "series.sqlite") });
  return {
    store,
    close: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
});

test("a file that cannot be opened is a store that is unavailable", () => {
  expect(() => createSqliteSeries({ file: "/nonexistent-directory/series.sqlite" })).toThrow(StoreUnavailableError);
});
