import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { answersOverHttp } from "../../tests/support/http-answers.ts";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";

const TOKEN = "administrator-token-of-these-tests-0123456789";
let folder = "";
let file = "";

beforeEach(() => {
  folder = ownDataFolder();
  file = join(folder, "registry.json");
  writeFileSync(file, '{"cells":[]}');
  vi.stubEnv("OUTFALL_ADMIN_TOKEN", TOKEN);
});

test("a registry is imported with the token of the administrator, and the answer is told", async () => {
  await using product = await answersOverHttp(() => [200, '{"changed":{}}']);
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);

  expect(await outfall("registry", "import", file)).toEqual({ code: 0, out: '{"changed":{}}\n', errors: "" });
  expect(product.asked).toEqual([{ method: "PUT", url: "/api/v1/registry", token: `Bearer ${TOKEN}`, body: '{"cells":[]}' }]);
});

test("a preview and a withdrawal are asked for by name", async () => {
  await using product = await answersOverHttp(() => [200, "{}"]);
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);

  await outfall("registry", "import", file, "--preview");
  await outfall("registry", "import", "--withdraw", file, "--preview", "--json");

  expect(product.asked.map(({ url }) => url)).toEqual([
    "/api/v1/registry?preview=true",
    "/api/v1/registry?preview=true&withdraw=true",
  ]);
});

test("what the product refuses is told on standard error, with exit code 1", async () => {
  await using product = await answersOverHttp(() => [422, '{"code":"registry-invalid"}']);
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);

  for (const verb of ["import", "export"]) {
    expect(await outfall("registry", verb, file)).toEqual({ code: 1, out: "", errors: '{"code":"registry-invalid"}\n' });
  }
  expect(readFileSync(file, "utf8")).toBe('{"cells":[]}');
});

// Behaviour
test("a file that is not UTF-8 is not sent, and the command says so with exit code 1", async () => {
  await using product = await answersOverHttp(() => [200, "{}"]);
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);
  // 验收 in GBK.
  writeFileSync(file, Buffer.from([0x22, 0xd1, 0xe9, 0xca, 0xd5, 0x22]));

  const { code, errors } = await outfall("registry", "import", file);

  expect([code, errors]).toEqual([1, expect.stringContaining("UTF-8")]);
  expect(product.asked).toEqual([]);
});

test("an export is written to the file in lines, or to standard output", async () => {
  await using product = await answersOverHttp(() => [200, '{"cells":[1]}']);
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);

  expect(await outfall("registry", "export", file)).toMatchObject({ code: 0, out: "" });
  expect(readFileSync(file, "utf8")).toBe('{\n  "cells": [\n    1\n  ]\n}\n');
  expect((await outfall("registry", "export", "-")).out).toBe('{\n  "cells": [\n    1\n  ]\n}\n');
});

test("without a token nothing is asked", async () => {
  vi.stubEnv("OUTFALL_ADMIN_TOKEN", "");

  expect(await outfall("registry", "import", file)).toMatchObject({
    code: 2,
    errors: expect.stringContaining("OUTFALL_ADMIN_TOKEN"),
  });
});

test("where nobody answers the command fails with exit code 1 and says where", async () => {
  const product = await answersOverHttp(() => [200, "{}"]);
  await product.close();
  vi.stubEnv("OUTFALL_HTTP_PORT", `${product.port}`);

  expect(await outfall("registry", "import", file)).toMatchObject({
    code: 1,
    errors: expect.stringContaining(`http://127.0.0.1:${product.port}/api/v1/registry`),
  });
});

test("a product on free ports that does not run on the folder is not found", async () => {
  vi.stubEnv("OUTFALL_HTTP_PORT", "0");

  const { code, errors } = await outfall("registry", "import", file);

  expect(code).toBe(2);
  expect(errors).toContain("OUTFALL_HTTP_PORT");
  expect(errors).toContain(folder);
});

test("an example to begin from is printed without a product, with other secrets each time", async () => {
  const [first, second] = [await outfall("registry", "example"), await outfall("registry", "example", "--json")];

  expect([first.code, second.code]).toEqual([0, 0]);
  const [one, other] = [first, second].map(({ out }) => JSON.parse(out));
  expect(one.schema).toBe("outfall/registry/1");
  expect(one.devices[0].mqttSecret).not.toBe(other.devices[0].mqttSecret);
  expect(one.devices[0].hj212Password).not.toBe(other.devices[0].hj212Password);
});
