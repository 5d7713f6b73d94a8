import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { finished, Product, runOutfall } from "../support/product.ts";

// Behaviour
test("a product without the demo refuses the demo's directory with exit code 2, also when its mark is gone", async () => {
  await using demo = await Product.start({ args: ["--demo"] });
  const logIn = await fetch(`${demo.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "admin", password: "demo-admin" }),
  });
  expect(logIn.status).toBe(200);
  await demo.stop();

  const plain = await finished(runOutfall(["start"], { OUTFALL_DATA_DIR: demo.dataDir }));
  rmSync(join(demo.dataDir, "demo"));
  const unmarked = await finished(runOutfall(["start"], { OUTFALL_DATA_DIR: demo.dataDir }));

  for (const { code, errors } of [plain, unmarked]) {
    expect(code).toBe(2);
    expect(errors).toMatch(/OUTFALL_DATA_DIR: holds the demo/);
    expect(errors).not.toMatch(/^\s+at /m);
  }
});

test("the demo refuses a directory that was used without it", async () => {
  await using plain = await Product.start();
  await plain.stop();

  const { code, errors } = await finished(runOutfall(["start", "--demo"], { OUTFALL_DATA_DIR: plain.dataDir }));

  expect(code).toBe(2);
  expect(errors).toMatch(/OUTFALL_DATA_DIR: was used without the demo/);
});
