import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { answeringDoors } from "../../tests/support/answering-doors.ts";
import { answersOverHttp } from "../../tests/support/http-answers.ts";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";

let folder = "";
beforeEach(() => {
  folder = ownDataFolder();
});

test.each(["crc-lowercase", "all-quiet"])(
  "%s is played until everything is acknowledged, and the report counts it",
  async (name) => {
    await using doors = await answeringDoors();

    const json = await outfall("simulate", name, "--to", doors.to, "--json");
    const words = await outfall("simulate", name, "--to", doors.to);

    const report = JSON.parse(json.out);
    expect([json.code, report]).toMatchObject([0, { scenario: name, givenUp: null, unansweredDoors: [] }]);
    expect(report.sent).toBeGreaterThan(0);
    expect(report.acknowledged).toBe(report.sent);
    expect(words).toMatchObject({ code: 0, out: expect.stringContaining(String(report.acknowledged)) });
  },
);

test("on a terminal the progress is one line that ends with the play, elsewhere lines of their own", async () => {
  await using doors = await answeringDoors();
  const elsewhere = await outfall("simulate", "all-quiet", "--to", doors.to);
  const before = process.stderr.isTTY;
  Object.defineProperty(process.stderr, "isTTY", { value: true, configurable: true });
  onTestFinished(() => void Object.defineProperty(process.stderr, "isTTY", { value: before, configurable: true }));

  const terminal = await outfall("simulate", "all-quiet", "--to", doors.to);

  expect(elsewhere.errors).toMatch(/^[^\r]*\n$/);
  expect(terminal.errors).toMatch(/^\r[^\n]*\n$/);
});

test("people of the scenario declare and decide at the product while its plants are played", async () => {
  await using doors = await answeringDoors();
  await using product = await answersOverHttp(({ url }) =>
    url === "/api/v1/tokens" ? [201, '{"token":"t"}'] : [200, '{"id":"declaration:1"}'],
  );
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);
  vi.stubEnv("OUTFALL_ADMIN_TOKEN", "administrator-token-of-these-tests-0123456789");

  const { code } = await outfall("simulate", "emission-consented", "--to", doors.to, "--import", "--declare");

  expect(code).toBe(0);
  expect(product.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "PUT /api/v1/registry",
    "POST /api/v1/tokens",
    "POST /api/v1/tokens",
    "POST /api/v1/declarations",
    "POST /api/v1/declarations/declaration:1/decision",
  ]);
});

test("who only wants the files plays nothing", async () => {
  const [dump, truth] = [join(folder, "dump.jsonl"), join(folder, "truth.json")];

  expect(await outfall("simulate", "all-quiet", "--dump", dump, "--truth", truth, "--seed", "7")).toEqual({
    ...{ code: 0, out: "", errors: "" },
  });
  expect(readFileSync(dump, "utf8").split("\n").length).toBeGreaterThan(10);
  expect(JSON.parse(readFileSync(truth, "utf8"))).toBeTypeOf("object");
});

test("a fleet of outlets prints its registry, and is played until every value is acknowledged", async () => {
  await using doors = await answeringDoors();
  const registry = JSON.parse((await outfall("simulate", "--fleet", "3", "--registry")).out);

  const played = ["simulate", "--fleet", "2", "--interval", "1", "--for", "1", "--to", doors.to];
  const json = await outfall(...played, "--json");
  const words = await outfall(...played, "--ramp", "1");

  expect([registry.outlets.length, registry.devices.length]).toEqual([3, 3]);
  expect([json.code, JSON.parse(json.out)]).toMatchObject([0, { connected: 2, unanswered: 0 }]);
  expect(words).toMatchObject({ code: 0, out: expect.stringMatching(/^2 outlets: .* 0 unanswered/), errors: "" });
});

test("a fleet has its registry taken by the product before it is played", async () => {
  await using doors = await answeringDoors();
  await using product = await answersOverHttp(() => [200, "{}"]);
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);
  vi.stubEnv("OUTFALL_ADMIN_TOKEN", "administrator-token-of-these-tests-0123456789");

  const { code } = await outfall("simulate", "--fleet", "1", "--interval", "1", "--for", "1", "--to", doors.to, "--import");

  expect(code).toBe(0);
  expect(product.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(["PUT /api/v1/registry"]);
});
