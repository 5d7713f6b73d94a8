import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BusyLogger } from "../support/busy-logger.ts";
import { DISTRICT } from "../support/district.ts";
import { Product } from "../support/product.ts";

const canMount = process.getuid?.() === 0 && process.platform === "linux";
if (!canMount) console.log("full-disk test left out: mounting a small file system needs root on Linux");
const DISK_MIB = 48;
const LEFT_FREE_BYTES = 3 * 1024 * 1024;

describe.runIf(canMount)("on a small disk", () => {
  let disk = "";

  beforeAll(() => {
    disk = mkdtempSync(join(tmpdir(), "outfall-full-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "tmpfs", disk]);
  });

  afterAll(() => {
    execFileSync("umount", ["-l", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  test("a full disk stops acknowledgements, raises an alarm, and everything goes on by itself when there is space again", async () => {
    await using product = await Product.start({ dataDir: join(disk, "data"), env: { OUTFALL_DEVICE_RATE: "1000000" } });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const ballast = join(disk, "ballast");
    const free = statfsSync(disk).bavail * statfsSync(disk).bsize;
    writeFileSync(ballast, Buffer.alloc(Math.max(0, free - LEFT_FREE_BYTES)));
    const logger = new BusyLogger(product);

    const full = await product.until(
      async () => {
        logger.send(200);
        return (await product.ask("GET", "/readyz")).body;
      },
      (state: { detail: { journal: string } }) => state.detail.journal === "full",
      30_000,
    );
    const answeredWhenFull = await logger.quiet();
    rmSync(ballast);
    await product.until(
      async () => (await product.ask("GET", "/readyz")).body,
      (state: { ready: boolean }) => state.ready,
      30_000,
    );
    await logger.allAnswered();
    await product.settled();

    expect(full).toMatchObject({ ready: false, detail: { journal: "full" } });
    expect(answeredWhenFull).toBeLessThan(logger.sent);
    expect(await product.account()).toMatchObject({ received: logger.sent, pending: 0, quarantined: 0 });
    logger.close();
  });
});
