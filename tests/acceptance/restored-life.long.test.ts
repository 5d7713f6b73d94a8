import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const root = mkdtempSync(join(tmpdir(), "outfall-life-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface LiveEvent {
  readonly id: string;
  readonly value: number;
}

/** Opens a live stream; answers, once it is open, with what waits for its first finding of another value. */
async function listen(product: Product, token: string, after?: string): Promise<(but?: number) => Promise<LiveEvent>> {
  const headers = { authorization: `Bearer ${token}`, ...(after !== undefined && { "last-event-id": after }) };
  const { body } = await fetch(`${product.url}/api/v1/live`, { headers });
  if (body === null) throw new Error("no stream");
  return async (but) => {
    let text = "";
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString("utf8");
      const blocks = text.split("\n\n").slice(0, -1);
      const found = blocks
        .filter((block) => block.includes("event: finding"))
        .map((block) => ({
          id: /^id: (.*)$/m.exec(block)?.[1] ?? "",
          value: Number(/"value":([\d.]+)/.exec(block)?.[1]),
        }));
      const first = found.find(({ value }) => value !== but);
      if (first !== undefined) return first;
    }
    throw new Error("the stream ended");
  };
}

// Behaviour
test("a live stream resumed with a position from before a restore begins now, and after a restart where it was", async () => {
  const data = join(root, "data");
  const frame = (hours: number, value: number): Uint8Array => hourFrame(hoursAgo(hours), "a21026", value);
  await using before = await Product.start({ dataDir: data });
  await before.ask("PUT", "/api/v1/registry", DISTRICT);
  const token = await before.tokenFor(["street-officer"], { cells: ["g2-a"] });
  const heard = await listen(before, token);
  await sendFrames(before, [frame(5, 131)]);
  const { id, value } = await heard();
  expect(value).toBe(131);
  await sendFrames(before, [frame(4, 132)]);
  await before.settled();
  await before.stop();

  await using again = await Product.start({ dataDir: data });
  const goesOn = await listen(again, token, id);
  // The position of an event may be that before its batch: what is told twice is told again.
  expect((await goesOn(131)).value).toBe(132);
  await again.stop();

  cpSync(data, join(root, "restored"), { recursive: true });
  await using restored = await Product.start({ dataDir: join(root, "restored") });
  const begins = await listen(restored, token, id);
  await sendFrames(restored, [frame(3, 133)]);
  expect((await begins()).value).toBe(133);
});
