import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type ApiFixture, startApi } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";
import { hashPassword } from "./auth/secrets.ts";
import type { ApiDeps } from "./context/deps.ts";

const HERE = { publicUrl: new URL("https://outfall.example") };
const SITE = { host: "outfall.example" };
const PASSWORD = "correct horse";
const open: ApiFixture[] = [];
afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.api.close();
});

async function withDesk(change: Partial<ApiDeps>): Promise<ApiFixture> {
  const fixture = await startApi(change);
  open.push(fixture);
  await fixture.identity.saveUser({
    ...{ id: "u1", username: "desk", name: "desk", person: null, roles: ["duty-desk"], cells: [], enterprise: null },
    ...{
      passwordHash: await hashPassword(PASSWORD),
      disabled: false,
      createdAt: T0,
      mustChangePassword: false,
      secondFactor: null,
    },
  });
  return fixture;
}

const logIn = (
  { api }: ApiFixture,
  headers: Record<string, string> = SITE,
  { username = "desk", password = PASSWORD, remoteAddress = "127.0.0.1" } = {},
) => api.inject({ method: "POST", url: "/api/v1/session", payload: { username, password }, headers, remoteAddress });

// Behaviour
test("with an https address cookies are Secure with the prefix __Host-, and every answer asks for https for a year", async () => {
  const fixture = await withDesk(HERE);

  const answer = await logIn(fixture);

  expect(answer.cookies.map(({ name, secure, path }) => [name, secure, path])).toEqual([
    ["__Host-outfall_session", true, "/"],
    ["__Host-outfall_browser", true, "/"],
  ]);
  expect(answer.headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  const cookie = `__Host-outfall_session=${answer.cookies[0]?.value}`;
  expect((await fixture.api.inject({ url: "/api/v1/session", headers: { ...SITE, cookie } })).statusCode).toBe(200);
  const unprefixed = cookie.replace("__Host-", "");
  expect((await fixture.api.inject({ url: "/api/v1/session", headers: { ...SITE, cookie: unprefixed } })).statusCode).toBe(401);
});

test("with an http address cookies go without Secure, and nothing asks for https", async () => {
  const answer = await logIn(await withDesk({ publicUrl: new URL("http://outfall.lan:8080"), loopbackOnly: false }), {
    host: "outfall.lan:8080",
  });

  expect(answer.cookies[0]).toMatchObject({ name: "outfall_session" });
  expect(answer.cookies[0]?.secure).toBeUndefined();
  expect(answer.headers["strict-transport-security"]).toBeUndefined();
});

test.each([
  ["outfall.example", {}, 401],
  ["OUTFALL.example:443", {}, 401],
  ["127.0.0.1:8080", {}, 401],
  ["localhost", {}, 401],
  ["evil.example", {}, 421],
  ["outfall.example.evil.example", {}, 421],
  ["127.0.0.1:8080", { "x-forwarded-for": "203.0.113.9" }, 421],
])("where people use one address, the Host %s with %j is answered %i", async (host, headers, status) => {
  const { api } = await withDesk(HERE);

  const answer = await api.inject({ url: "/api/v1/session", headers: { host, ...headers }, remoteAddress: "127.0.0.1" });

  expect(answer.statusCode).toBe(status);
  if (status === 421) expect(answer.json()).toMatchObject({ code: "wrong-host", facts: { expected: "outfall.example" } });
  const health = await api.inject({ url: "/healthz", headers: { host, ...headers } });
  expect(health.statusCode).toBe(200);
});

test("a loopback name from another machine is no loopback", async () => {
  const { api } = await withDesk(HERE);

  const answer = await api.inject({ url: "/", headers: { host: "localhost" }, remoteAddress: "10.0.0.7" });

  expect(answer.statusCode).toBe(421);
});

test.each([
  ["https://outfall.example", 200],
  ["http://outfall.example", 403],
  ["https://outfall.example:8443", 403],
  ["https://evil.example", 403],
  ["null", 403],
])("a log-in from the origin %s is answered %i", async (origin, status) => {
  const fixture = await withDesk(HERE);

  expect((await logIn(fixture, { ...SITE, origin })).statusCode).toBe(status);
  expect((await logIn(fixture, { ...SITE, origin, "sec-fetch-site": "same-origin" })).statusCode).toBe(status);
});

// Behaviour
test("two Host headers are refused, whatever is configured", async () => {
  const { api } = await withDesk({});
  await api.listen({ host: "127.0.0.1", port: 0 });
  const address = api.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(address.port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    socket.on("close", () => resolve(text)).on("error", reject);
    socket.write("GET /healthz HTTP/1.1\r\nHost: outfall.example\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  });

  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain("two-hosts");
});

// Behaviour
test("failures that come through a named proxy count for the address that it names, and the audit has that address", async () => {
  const fixture = await withDesk({ trustedProxies: ["127.0.0.1"] });
  const from = (address: string) => ({ "x-forwarded-for": address });
  for (let i = 0; i < 5; i += 1) await logIn(fixture, from("203.0.113.9"), { password: "wrong" });

  const [there, elsewhere] = [await logIn(fixture, from("203.0.113.9")), await logIn(fixture, from("198.51.100.7"))];

  expect([there.statusCode, elsewhere.statusCode]).toEqual([429, 200]);
  const audit = await fixture.identity.audit(1);
  expect(JSON.parse(audit[0]?.detail ?? "")).toEqual({ address: "198.51.100.7", factors: ["password"] });
});

test("of what a proxy passes on only the address that it added itself counts, and from nobody else anything", async () => {
  const fixture = await withDesk({ trustedProxies: ["10.0.0.0/8"] });
  const forged = (i: number) => ({ "x-forwarded-for": `198.51.100.${i}, 203.0.113.9` });
  for (let i = 0; i < 5; i += 1) await logIn(fixture, forged(i), { password: "wrong", remoteAddress: "10.0.0.1" });
  for (let i = 0; i < 5; i += 1) await logIn(fixture, forged(i), { password: "wrong", remoteAddress: "192.0.2.1" });

  expect((await logIn(fixture, forged(9), { remoteAddress: "10.0.0.1" })).statusCode).toBe(429);
  expect((await logIn(fixture, forged(9), { remoteAddress: "192.0.2.1" })).statusCode).toBe(429);
});

test("a browser in which somebody logged in before comes in where the name rests for its address", async () => {
  const fixture = await withDesk({});
  const cookies = (await logIn(fixture)).cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  for (let i = 0; i < 5; i += 1) await logIn(fixture, {}, { password: "wrong" });

  expect((await logIn(fixture, {})).statusCode).toBe(429);
  expect((await logIn(fixture, { cookie: cookies })).statusCode).toBe(200);
});

test.each([
  [{}, { host: "127.0.0.1:8080" }, "127.0.0.1", 200],
  [{}, { host: "127.0.0.1:8080", "x-real-ip": "203.0.113.9" }, "127.0.0.1", 403],
  [{}, { host: "outfall.example" }, "127.0.0.1", 403],
  [{}, { host: "127.0.0.1:8080" }, "10.0.0.7", 403],
  [HERE, { host: "127.0.0.1:8080" }, "127.0.0.1", 403],
  [{ trustedProxies: ["127.0.0.1"] }, { host: "127.0.0.1:8080" }, "127.0.0.1", 403],
])(
  "metrics with %j, asked with %j from %s without the token, are answered %i",
  async (change, headers, remoteAddress, status) => {
    const metricsToken = "scrape-token-0123";
    const { api } = await withDesk({ ...change, metricsToken });
    const ask = (more = {}) => api.inject({ url: "/metrics", headers: { ...headers, ...more }, remoteAddress });

    expect((await ask()).statusCode).toBe(status);
    expect((await ask({ authorization: `Bearer ${metricsToken}` })).statusCode).toBe(200);
  },
);

test("beside the public address a page of this machine may write, and a page of elsewhere may not", async () => {
  const fixture = await withDesk(HERE);
  const statusOf = async (headers: Record<string, string>, remoteAddress = "127.0.0.1") =>
    (await logIn(fixture, headers, { remoteAddress })).statusCode;
  const local = { host: "localhost:8080", origin: "http://localhost:8080" };

  expect(await statusOf(local)).toBe(200);
  expect(await statusOf({ ...local, origin: "http://localhost:9090" })).toBe(403);
  expect(await statusOf({ ...local, origin: "null" })).toBe(403);
  expect(await statusOf({ ...SITE, origin: "https://elsewhere.example" }, "203.0.113.9")).toBe(403);
});
