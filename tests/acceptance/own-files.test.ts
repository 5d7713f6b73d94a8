import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openToOthers } from "../../app/file-modes.ts";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

// Behaviour
test("whatever the product writes is for its own account alone, and what is wider is named at the start", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(product, [hourFrame(hoursAgo(3), "a21026", 130)]);
  await product.settled();
  expect(openToOthers(product.dataDir)).toEqual([]);
  await product.stop();

  chmodSync(join(product.dataDir, "secrets.key"), 0o644);
  const again = runOutfall(["start"], { OUTFALL_DATA_DIR: product.dataDir, OUTFALL_LOG_LEVEL: "warn" });
  again.stdout?.once("data", () => again.kill("SIGTERM"));
  const { code, errors } = await finished(again);

  expect(code).toBe(0);
  expect(errors).toContain(`"paths":["${join(product.dataDir, "secrets.key")}"]`);
});
