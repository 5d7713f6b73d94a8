import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, MN, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const TEST_MS = 240_000;

/** Loaded by Node into every thread: once the file is there, the thread of the API fills its memory, and dies of it. */
function hog(trigger: string): string {
  return `
    const { existsSync, rmSync } = require("node:fs");
    const { workerData } = require("node:worker_threads");
    if (workerData?.role === "api") setInterval(() => {
      if (!existsSync(${JSON.stringify(trigger)})) return;
      rmSync(${JSON.stringify(trigger)});
      const kept = [];
      for (let i = 0; ; i++) kept.push({ i, text: "row " + i });
    }, 20).unref();`;
}

// Behaviour
test("an API that dies of memory is started anew alone, again and again: doors acknowledge meanwhile, and /readyz says so", {
  timeout: TEST_MS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "outfall-hog-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [trigger, program] = [join(folder, "now"), join(folder, "hog.cjs")];
  writeFileSync(program, hog(trigger));
  const env = { OUTFALL_API_MEMORY_MB: "128", NODE_OPTIONS: `--require ${program}` };
  await using product = await Product.start({ env });
  const readiness = async (): Promise<string> => {
    const answer = await fetch(`${product.url}/readyz`).catch(() => undefined);
    return answer === undefined ? "away" : JSON.stringify(await answer.json());
  };
  const put = await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const before = await readiness();

  const answers: string[] = [];
  for (const death of [1, 2]) {
    writeFileSync(trigger, "");
    await product.until(
      async () => existsSync(trigger),
      (isThere) => !isThere,
    );
    answers.push(...(await sendFrames(product, [hourFrame(hoursAgo(death + 2), "a21026", 50)])));
    await product.until(readiness, (found) => found.includes(`restarted ${death} times`), 60_000);
  }
  // Writing works as before, and what came meanwhile is in the account.
  const token = await product.tokenFor(["auditor"]);
  await product.settled();

  expect(put.status).toBe(200);
  expect(before).not.toContain("restarted");
  // Beside the acknowledgements, the desk may ask for a gap that it found.
  expect(answers.filter((answer) => answer.includes("CN=9014"))).toHaveLength(2);
  expect(token.length).toBeGreaterThan(20);
  expect(await product.account(MN)).toMatchObject({ received: 2, stored: 2 });
  expect(await product.stop()).toBe(0);
});

test("no body that somebody may send ends the product in one native call, however little memory the API has", async () => {
  await using product = await Product.start({ env: { OUTFALL_API_MEMORY_MB: "96" } });
  const token = "acceptance-administrator-token-of-one-run";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  // Each `{}` takes 56 bytes once it is parsed: the first would be 200 MB. The second is beyond an eighth of 96 MB.
  const objects = (bytes: number): string => `{"channels":[${"{},".repeat(bytes / 3)}{}]}`;
  const put = async (bytes: number): Promise<number> =>
    (await fetch(`${product.url}/api/v1/registry`, { method: "PUT", headers, body: objects(bytes) })).status;

  expect([await put(11_000_000), await put(13_000_000)]).toEqual([400, 413]);
  expect((await product.ask("GET", "/readyz")).body).not.toHaveProperty("api");
  expect(await product.stop()).toBe(0);
});
