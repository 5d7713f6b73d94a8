import { once } from "node:events";
import { expect, test } from "vitest";
import { Product } from "../support/product.ts";

test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT"] as const)("%s ends with code 0 and the line stopped", async (signal) => {
  await using product = await Product.start();
  let out = "";
  product.process.stdout?.on("data", (chunk) => {
    out += chunk;
  });

  product.process.kill(signal);
  const [code] = await once(product.process, "close");

  expect(code).toBe(0);
  expect(out).toContain('{"event":"stopped"}');
});
