import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiFixture, startApi } from "../../tests/support/api-fixture.ts";
import { PAGE_ADDRESSES } from "./page-addresses.ts";

let folder: string;
let fixture: ApiFixture;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "outfall-pages-"));
  const root = join(folder, "web");
  await mkdir(join(root, "assets"), { recursive: true });
  await writeFile(join(root, "index.html"), "<!doctype html><title>start</title>");
  await writeFile(join(root, "assets", "app-1a2b.js"), "export {};");
  await writeFile(join(root, "assets", "app-1a2b.js.br"), "as brotli");
  await writeFile(join(root, "assets", "app-1a2b.js.gz"), "as gzip");
  await writeFile(join(folder, "secret.txt"), "secret");
  fixture = await startApi({ webRoot: root });
});
afterAll(async () => {
  await fixture.api.close();
  await rm(folder, { recursive: true });
});

const CASE_PAGE = "/cases/case%3Ae1-DA001%3Aa21002%3AEXCEED-HOUR%3A2026-11-23T05%3A00%3A00.000Z";
test.each(["/", "/cases", "/cases/", "/outlets/e1-DA001", "/cases?state=reported", CASE_PAGE])(
  "the address %s gets the start page",
  async (url) => {
    const answer = await fixture.api.inject(url);

    expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([200, "no-cache"]);
    expect(answer.body).toContain("<title>start</title>");
    expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
  },
);

test("a file with a hash in its name may be kept for ever", async () => {
  const answer = await fixture.api.inject("/assets/app-1a2b.js");

  expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
});

test.each([
  ["br, gzip", "br", "as brotli"],
  ["gzip", "gzip", "as gzip"],
  ["identity", undefined, "export {};"],
])("a browser that takes %s gets the file as it lies there", async (encodings, encoding, text) => {
  const answer = await fixture.api.inject({ url: "/assets/app-1a2b.js", headers: { "accept-encoding": encodings } });

  expect([answer.statusCode, answer.headers["content-encoding"], answer.body]).toEqual([200, encoding, text]);
  expect(answer.headers["content-type"]).toContain("javascript");
  expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
});

test.each([
  ...["/readyz/", "//readyz", "/READYZ", "/metrics/", "/nowhere", "/cases/a/b", "/overview/x", "/constructor"],
  ...["/api", "/api/v1/nothing", "/assets/gone.js", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"],
])("the address %s is not found, and never a page", async (url) => {
  const answer = await fixture.api.inject(url);

  expect(answer.headers["content-type"]).toContain("application/problem+json");
  expect(answer.body).not.toBe("secret");
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
});

test("a person who mistypes an address gets the page that says so, and 404; never in the place of data or a file", async () => {
  const open = (url: string) => fixture.api.inject({ url, headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } });

  const mistyped = await open("/live");

  expect([mistyped.statusCode, mistyped.headers["cache-control"]]).toEqual([404, "no-cache"]);
  expect(mistyped.body).toContain("<title>start</title>");
  for (const url of ["/api", "/api/v1/nothing", "/assets/gone.js"]) {
    const answer = await open(url);
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([404, expect.stringContaining("problem+json")]);
  }
});

test("the addresses of pages are those that the pages have", () => {
  const rows = readFileSync(new URL("../../web/src/routes.tsx", import.meta.url), "utf8").matchAll(
    /^ {4}path: "([^"]+)",\n( {4}parameter: )?/gm,
  );

  expect(
    Object.fromEntries([...rows].map(([, path, parameter]) => [path, parameter === undefined ? "alone" : "with-id"])),
  ).toEqual(PAGE_ADDRESSES);
});

test("only GET gets the start page", async () => {
  expect((await fixture.api.inject({ method: "POST", url: "/cases" })).statusCode).toBe(404);
});
