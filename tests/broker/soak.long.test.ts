import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const isBuilt = existsSync(join(ROOT, "dist/scripts/faults/soak.js"));
if (!isBuilt) console.warn("skipped: the product is not compiled, so the broker is not tested under the loss of subscribers");

test.runIf(isBuilt)(
  "a subscriber that is killed under full load takes neither the broker nor a message with it",
  async () => {
    const args = [
      join(ROOT, "dist/scripts/faults/soak.js"),
      "--rounds",
      "3",
      "--publishers",
      "16",
      "--seconds",
      "0.3",
      "--seed",
      "1",
    ];

    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 90_000 });

    expect(JSON.parse(stdout)).toMatchObject({ rounds: 3, crashes: 0, notServed: 0, unanswered: 0, lost: 0 });
  },
  100_000,
);
