import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { DISTRICT, hourFrame, hoursAgo, MN, sendFrames } from "./district.ts";
import { Product } from "./product.ts";

/** The files of a data directory that can be made anew. */
export const DERIVED = ["intake.sqlite", "devices.sqlite", join("journal", "cursors.sqlite")] as const;
export const PAGE_BYTES = 4_096;

const LONG_MS = 60_000;
const FILLED = {
  account: { received: 21, stored: 20, quarantined: 1, pending: 0 },
  findings: 20,
  statuses: [200, 200, 200, 200],
};

/** Sends twenty hours above the limit, and one message that cannot be used. */
export async function fill(product: Product): Promise<void> {
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const hours = Array.from({ length: 20 }, (_, n) => hourFrame(hoursAgo(3 + n), "a21026", 130 + n));
  await sendFrames(product, [...hours, hourFrame(hoursAgo(3), "a99999", 1)]);
  await product.settled();
}

/** What people see of it. */
async function seen(product: Product): Promise<typeof FILLED> {
  const { received, stored, quarantined, pending } = await product.account();
  const paths = ["/api/v1/findings?rule=EXCEED-HOUR", "/api/v1/devices", `/api/v1/devices/${MN}`, "/api/v1/quarantine"];
  const answers = await Promise.all(paths.map((path) => product.ask("GET", path)));
  const statuses = answers.map(({ status }) => status);
  return { account: { received, stored, quarantined, pending }, findings: answers[0]?.body.items?.length, statuses };
}

/** Writes rubbish into a file where it is, from a byte to another, or to its end. */
export function overwrite(path: string, from: number, to = statSync(path).size): void {
  writeFileSync(path, readFileSync(path).fill(0x5a, from, to), { flag: "r+" });
}

/** Starts a product that was filled again as a restart policy does, until it goes on and everything is there. */
export async function broughtBack(dataDir: string, starts = 5): Promise<void> {
  try {
    await using again = await Product.start({ dataDir });
    await again.until(
      () => seen(again),
      (found) => isDeepStrictEqual(found, FILLED),
      LONG_MS,
    );
    const code = await again.stop();
    if (code !== 0) throw new Error(`the product ended with ${code}`);
  } catch (error) {
    if (starts === 1) throw error;
    await broughtBack(dataDir, starts - 1);
  }
}
