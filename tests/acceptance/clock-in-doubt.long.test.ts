import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { DAY, instant, MINUTE } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { stamp } from "../../scripts/harness/beijing-time.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { DISTRICT, MN, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A data directory whose journal was last written by a clock so far from that of the machine. */
async function writtenBy(clockMs: number): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "outfall-clock-"));
  directories.push(dataDir);
  const journal = openJournalWriter({ directory: join(dataDir, "journal"), log: NO_LOG });
  await journal.append({
    ...{ kind: "tick", transport: "system", mn: "", topic: "", payload: new Uint8Array(0) },
    at: instant(Date.now() + clockMs),
  });
  await journal.close();
  return dataDir;
}

/** A realtime value that its device sends now, by a clock so far from ours; and its question for the time. */
function nowBy(driftMs: number, cn: "2011" | "1013"): Uint8Array {
  const at = stamp(Date.now() + driftMs);
  const cp = cn === "1013" ? "" : `DataTime=${at};a21026-Rtd=10,a21026-Flag=N`;
  return encodeFrame({ qn: `${at}000`, st: "31", cn, pw: "123456", mn: MN, flag: 5, cp });
}

const readiness = (product: Product, language: string) => product.ask("GET", `/readyz?lang=${language}`);

// Behaviour
test("a clock behind its journal is in doubt: nobody is told the time until a device agrees with it", async () => {
  await using product = await Product.start({ dataDir: await writtenBy(60 * MINUTE) });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const [zh, en] = [await readiness(product, "zh"), await readiness(product, "en")];
  const metrics = await (await fetch(`${product.url}/metrics`)).text();

  // A device that is as far ahead as the journal, and asks for the time.
  const whileDoubted = await sendFrames(product, [nowBy(60 * MINUTE, "2011"), nowBy(60 * MINUTE, "1013")]);
  // A clock is looked at once a second, but for a device that asks.
  await sendFrames(product, [nowBy(0, "1013")]);
  const after = await product.until(
    () => readiness(product, "en"),
    ({ status }) => status === 200,
  );

  expect([zh.status, en.status]).toEqual([503, 503]);
  expect(zh.body.problems).toMatchObject([{ code: "behind-journal", message: expect.stringContaining("早于日志") }]);
  expect(en.body.problems).toMatchObject([
    { code: "behind-journal", message: expect.stringContaining("journal has already seen") },
  ]);
  expect(metrics).toContain('outfall_clock_in_doubt{role="gateway",kind=""} 1');
  expect(whileDoubted.filter((line) => line.includes("CN=1012"))).toEqual([]);
  expect(after.body.problems).toBeUndefined();
});

test("a clock that is forty days ahead of its journal is in doubt, also after a restart", async () => {
  const dataDir = await writtenBy(-40 * DAY);
  await using first = await Product.start({ dataDir });
  const before = await readiness(first, "en");
  await first.stop();

  await using second = await Product.start({ dataDir });

  expect(before.body.problems).toMatchObject([{ code: "ahead-of-journal" }]);
  expect((await readiness(second, "en")).body.problems).toMatchObject([{ code: "ahead-of-journal" }]);
});
