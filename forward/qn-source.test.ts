import { expect, test } from "vitest";
import { plus } from "../core/time.ts";
import { createQnSource } from "./qn-source.ts";
import { NINE } from "./testing/forward-facts.ts";

test("two frames of one millisecond have different QNs, also when the clock goes back", () => {
  const moments = [NINE, NINE, plus(NINE, -5_000), plus(NINE, 10)];
  const next = createQnSource(() => moments.shift() ?? NINE);

  expect([next(), next(), next(), next()]).toEqual([
    "20261123090003000",
    "20261123090003001",
    "20261123090003002",
    "20261123090003010",
  ]);
});
