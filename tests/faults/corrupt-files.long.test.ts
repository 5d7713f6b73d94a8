import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { broughtBack, DERIVED, fill, overwrite, PAGE_BYTES } from "../support/corrupted.ts";
import { Product } from "../support/product.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "outfall-corrupt-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

// Behaviour
test("a corrupt derived file is kept aside at the start and made anew from the journal", async () => {
  const first = await Product.start({ dataDir });
  await fill(first);
  await first.stop();
  for (const file of DERIVED) overwrite(join(dataDir, file), 0, 512);

  await broughtBack(dataDir, 1);

  expect(DERIVED.filter((file) => !existsSync(join(dataDir, `${file}.corrupt`)))).toEqual([]);
});

// Behaviour
test("a page within a derived file that is corrupt ends the product, and the next start makes the file anew", async () => {
  const first = await Product.start({ dataDir });
  await fill(first);
  await first.stop();
  for (const file of DERIVED) overwrite(join(dataDir, file), PAGE_BYTES);

  await broughtBack(dataDir);

  expect(DERIVED.filter((file) => !existsSync(join(dataDir, `${file}.corrupt`)))).toEqual([]);
});
