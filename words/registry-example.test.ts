import { expect, test } from "vitest";
import { checkRegistry } from "../core/registry/check-registry.ts";
import { registryExample } from "./registry-example.ts";

test("the example to begin from is a registry without a problem, and without a warning", () => {
  const { problems, warnings } = checkRegistry(registryExample({ hj212Password: "K7XQ2M", mqttSecret: "a-secret-of-this-test" }));

  expect(problems).toEqual([]);
  expect(warnings).toEqual([]);
});
