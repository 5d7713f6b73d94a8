import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "outfall-start-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

// Behaviour
test("a corrupt derived file is kept aside at the start and made anew from the journal", async () => {
  const first = await Product.start({ dataDir });
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(first, [hourFrame(hoursAgo(3), "a21026", 130)]);
  await first.settled();
  await first.stop();
  for (const file of ["intake.sqlite", "devices.sqlite"]) {
    const path = join(dataDir, file);
    writeFileSync(path, readFileSync(path).fill(0x5a, 0, 512));
  }

  await using again = await Product.start({ dataDir });
  const account = await again.until(
    () => again.account(),
    ({ received, pending }) => received > 0 && pending === 0,
  );

  expect(account).toMatchObject({ received: 1, stored: 1, pending: 0 });
  expect((await again.ask("GET", "/api/v1/findings")).body.items).toHaveLength(1);
  for (const file of ["intake.sqlite", "devices.sqlite"]) expect(existsSync(join(dataDir, `${file}.corrupt`))).toBe(true);
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
