import { expect, test } from "vitest";
import { loadScenario, type PreparedScenario, prepareScenario } from "../../simulators/scenarios/load-scenario.ts";
import { answersOverHttp } from "../../tests/support/http-answers.ts";
import { parseConfig } from "../config.ts";
import { declarer, importRegistry } from "./scenario-people.ts";

const TOKEN = "administrator-token-of-these-tests-0123456789";

function configAt(port: number, token = TOKEN) {
  const parsed = parseConfig({ OUTFALL_HTTP_PORT: `${port}`, OUTFALL_ADMIN_TOKEN: token });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** A scenario in which somebody declares and the bureau answers. */
function aDeclaredScenario(name: string): PreparedScenario {
  const read = loadScenario(name);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return prepareScenario(read.value);
}

test("specialists declare and the bureau decides, each with a token of its own role", async () => {
  const prepared = aDeclaredScenario("emission-consented");
  await using product = await answersOverHttp(({ url, body }) => {
    if (url === "/api/v1/tokens") return [201, JSON.stringify({ token: `token of ${JSON.parse(body).roles}` })];
    return url.endsWith("/decision") ? [200, ""] : [201, JSON.stringify({ id: "declaration:7" })];
  });
  const act = await declarer(configAt(product.port), prepared);

  for (const one of prepared.script.acts) await act(one);

  const asked = product.asked.filter(({ url }) => url !== "/api/v1/tokens");
  expect(asked.map(({ method, url, token }) => [method, url, token]).slice(0, 2)).toEqual([
    ["POST", "/api/v1/declarations", "Bearer token of enterprise-specialist"],
    ["POST", "/api/v1/declarations/declaration:7/decision", "Bearer token of bureau-staff"],
  ]);
  const tokens = product.asked.filter(({ url }) => url === "/api/v1/tokens");
  expect(tokens.map(({ token }) => token)).toEqual(tokens.map(() => `Bearer ${TOKEN}`));
});

test("a registry that the product refuses ends the command with what it said", async () => {
  await using product = await answersOverHttp(() => [422, "limits overlap"]);
  const { registry } = aDeclaredScenario("emission-consented");

  await expect(importRegistry(configAt(product.port), registry)).rejects.toThrow("PUT /api/v1/registry: 422 limits overlap");
});

test("without a token of the administrator nothing is asked", async () => {
  await using product = await answersOverHttp(() => [200, "{}"]);
  const { registry } = aDeclaredScenario("emission-consented");

  await expect(importRegistry(configAt(product.port, ""), registry)).rejects.toThrow("token-needed");
  expect(product.asked).toEqual([]);
});
