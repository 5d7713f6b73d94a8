import { existsSync, mkdirSync, mkdtempSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { broughtBack, DERIVED, fill, overwrite, PAGE_BYTES } from "../support/corrupted.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "outfall-start-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

// Behaviour
test("a corrupt derived file is kept aside at the start and made anew from the journal", async () => {
  const first = await Product.start({ dataDir });
  await fill(first);
  await first.stop();
  for (const file of DERIVED) overwrite(join(dataDir, file), 0, 512);

  await broughtBack(dataDir, 1);

  for (const file of DERIVED) expect(existsSync(join(dataDir, `${file}.corrupt`))).toBe(true);
});

// Behaviour
test("a page within a derived file that is corrupt ends the product, and the next start makes the file anew", async () => {
  const first = await Product.start({ dataDir });
  await fill(first);
  await first.stop();
  for (const file of DERIVED) overwrite(join(dataDir, file), PAGE_BYTES);

  await broughtBack(dataDir);

  for (const file of DERIVED) expect(existsSync(join(dataDir, `${file}.corrupt`))).toBe(true);
});

// Behaviour
test("a stop that comes at any step of the start ends with code 0", async () => {
  for (const step of ["locks", "secrets.key", "journal", "records.sqlite", "intake.sqlite"]) {
    const folder = join(dataDir, step.replace(".", "-"));
    mkdirSync(folder);
    const child = runOutfall(["start"], { OUTFALL_DATA_DIR: folder });
    const watcher = watch(folder, (_event, name) => {
      if (name?.startsWith(step) === true) child.kill("SIGTERM");
    });
    const { code } = await finished(child);
    watcher.close();

    expect([step, code]).toEqual([step, 0]);
  }
});
