import { expect, test } from "vitest";
import { finished, runOutfall } from "../support/product.ts";

test("a scenario against closed ports ends, says at which doors nobody answers, and reports", async () => {
  const to = "mqtt://127.0.0.1:1,hj212://127.0.0.1:1";

  const { code, out, errors } = await finished(runOutfall(["simulate", "treatment-failure", "--to", to, "--json"]));

  expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining("nobody answers at hj212://127.0.0.1:1") });
  expect(errors).toContain("98/98 given, 0 acknowledged");
  expect(JSON.parse(out)).toMatchObject({ scenario: "treatment-failure", acknowledged: 0, refused: 98 });
});
