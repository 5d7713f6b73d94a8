import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

/** 256 of them are the product's own, a quarter of the rest is for HTTP. */
const OPEN_FILES = 456;
const HTTP_AT_MOST = 50;

// Behaviour
test("where few files may be open the start says so, pages are refused first, and devices come in all the same", async () => {
  await using product = await Product.start({ env: { OUTFALL_LOG_LEVEL: "warn" }, openFiles: OPEN_FILES });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const { host, port } = product.doors.http;
  const sockets: Socket[] = [];
  const [openNow, refused] = [() => sockets.filter((socket) => !socket.destroyed), () => sockets.filter((s) => s.destroyed)];
  for (let i = 0; i < 3 * HTTP_AT_MOST; i += 1) {
    const socket = connect(port, host).on("error", () => {});
    sockets.push(socket.resume());
    await Promise.race([once(socket, "connect"), once(socket, "close")]);
  }

  await expect.poll(() => refused().length).toBeGreaterThanOrEqual(2 * HTTP_AT_MOST);
  const answers = await sendFrames(product, [hourFrame(hoursAgo(3), "a21026", 130)]);

  expect(answers).toHaveLength(1);
  expect(openNow().length).toBeLessThanOrEqual(HTTP_AT_MOST);
  expect(product.errors).toContain(`"limit":${OPEN_FILES},"needed":26256`);
  for (const socket of sockets) socket.destroy();
});
