import type {} from "@fastify/swagger";
import { afterEach, expect, test } from "vitest";
import { type ApiFixture, aMessage, MN, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { aVerdict, T0 } from "../tests/support/records-facts.ts";
import { ROUTE_RIGHTS } from "./auth/rights.ts";

let open: ApiFixture | undefined;
afterEach(async () => {
  await open?.api.close();
  open = undefined;
});

async function start(): Promise<ApiFixture> {
  open = await startApi();
  return open;
}

const withPlants = async (): Promise<ApiFixture> => {
  const fixture = await start();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  return fixture;
};

test("the description lists exactly the routes of the table of rights", async () => {
  const { api } = await start();

  const { paths } = (await api.inject("/openapi.json")).json<{ paths: Record<string, Record<string, unknown>> }>();

  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  expect(described.sort()).toEqual(
    Object.keys(ROUTE_RIGHTS)
      .filter((route) => route !== "GET /openapi.json")
      .sort(),
  );
});

// Behaviour
test("every read that asks for a log-in waits for its turn, the live stream alone does not", async () => {
  let looked = 0;
  open = await startApi({ readTurns: { onWaiting: () => (looked += 1) } });
  const untimed = "?pollutant=a21026&basis=hour&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z";
  const reads = Object.entries(ROUTE_RIGHTS).filter(([route, right]) => route.startsWith("GET ") && right !== "public");

  const without: string[] = [];
  for (const [route] of reads.filter(([key]) => key !== "GET /api/v1/live")) {
    const path = route.slice("GET ".length).replaceAll(/:\w+/g, "x");
    const before = looked;
    await open.as("admin", "GET", path.endsWith("/series") ? `${path}${untimed}` : path);
    if (looked === before) without.push(route);
  }

  expect(without).toEqual([]);
});

test("what is not there is a problem with a code, whatever the address", async () => {
  const { api } = await start();

  for (const url of ["/api/v1/nothing", "/nothing.txt", "/api/v1/findings/%zz"]) {
    const answer = await api.inject(url);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json<{ status: number }>().status).toBe(answer.statusCode);
  }
});

test("a body that is not JSON, too large or of another type is refused with its own code", async () => {
  const { as } = await start();
  const json = { "content-type": "application/json" };

  const broken = await as("admin", "POST", "/api/v1/tokens", { payload: "{", headers: json });
  const large = await as("admin", "POST", "/api/v1/tokens", {
    payload: JSON.stringify({ name: "x".repeat(300_000) }),
    headers: json,
  });
  const text = await as("admin", "POST", "/api/v1/tokens", { payload: "a", headers: { "content-type": "text/plain" } });
  const prototype = await as("admin", "POST", "/api/v1/tokens", { payload: '{"__proto__":{"roles":[]}}', headers: json });

  expect([broken, large, text, prototype].map((a) => [a.statusCode, a.json<{ code: string }>().code])).toEqual([
    [400, "not-json"],
    [413, "body-too-large"],
    [415, "unsupported-media-type"],
    [400, "not-json"],
  ]);
});

test("every mistake of a body is named with its pointer, and unknown fields are mistakes", async () => {
  const { as } = await start();

  const answer = await as("admin", "POST", "/api/v1/tokens", { payload: { roles: ["king"], "a/b": 1 } });

  expect(answer.statusCode).toBe(400);
  expect(answer.json()).toMatchObject({
    code: "invalid-body",
    errors: [
      { pointer: "/name", code: "required" },
      { pointer: "/roles/0", code: "not-allowed-value" },
      { pointer: "/a~1b", code: "unknown-field" },
    ],
  });
});

test("a time without an offset and an unknown query field are refused", async () => {
  const { as } = await withPlants();

  const answer = await as("admin", "GET", "/api/v1/findings?from=2026-11-23T00:00:00&colour=red");

  expect(answer.statusCode).toBe(400);
  expect(answer.json<{ errors: unknown }>().errors).toMatchObject([
    { pointer: "/from", code: "time-without-offset" },
    { pointer: "/colour", code: "unknown-field" },
  ]);
});

test("a list answers at most as many items as asked for, and never more than a thousand", async () => {
  const { as } = await withPlants();

  const first = (await as("admin", "GET", "/api/v1/outlets?limit=1")).json<{ items: { id: string }[]; next: string }>();
  const second = (await as("admin", "GET", `/api/v1/outlets?limit=1&cursor=${first.next}`)).json<typeof first>();

  expect([first.items.map((o) => o.id), second.items.map((o) => o.id), second.next]).toEqual([["e1-DA001"], ["e2-DA001"], null]);
  expect((await as("admin", "GET", "/api/v1/outlets?limit=1001")).statusCode).toBe(400);
});

test("an outlet shows its newest value beside its limit", async () => {
  const { as, intake } = await withPlants();
  await intake.apply([aMessage(1, "e1-DA001", 60)], 1);

  const outlet = (await as("admin", "GET", "/api/v1/outlets/e1-DA001")).json();

  expect(outlet).toMatchObject({
    state: "ok",
    ageSeconds: 0,
    latest: [
      { pollutant: "a21026", value: 60, unit: "mg/m3", at: "2026-11-23T00:00:00.000Z", limit: 100, share: 0.6, flag: "N" },
    ],
  });
});

test("an outlet names the hour judged last of each pollutant, from which alone it is said to exceed", async () => {
  const { as, intake, commit } = await withPlants();
  await intake.apply([aMessage(1, "e1-DA001", 60)], 1);
  await commit({ verdicts: [aVerdict()] });

  const outlet = (await as("admin", "GET", "/api/v1/outlets/e1-DA001")).json();

  expect(outlet).toMatchObject({
    state: "exceeding",
    judged: [{ pollutant: "a21026", start: "2026-11-23T00:00:00.000Z", verdict: "exceeding" }],
  });
});

test("a series answers values from the start and before the end; a moment has no limit of hours beside it", async () => {
  const { as, intake } = await withPlants();
  await intake.apply([aMessage(1, "e1-DA001", 60)], 1);
  const series = (from: string, to: string) =>
    as("admin", "GET", `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=realtime&from=${from}&to=${to}`);

  const inside = (await series("2026-11-23T08:00:00%2B08:00", "2026-11-23T00:00:01Z")).json<{ points: unknown[] }>();
  const before = (await series("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z")).json<{ points: unknown[] }>();

  expect(inside).toMatchObject({
    unit: "mg/m3",
    thinned: false,
    readTo: null,
    points: [{ value: 60, validity: "valid", limit: null, verdict: null }],
  });
  expect(before.points).toEqual([]);
});

test("the account counts what is journalled and not yet decoded as pending", async () => {
  const { as, intake, journal } = await withPlants();
  const frame = { kind: "frame", at: T0, transport: "mqtt", mn: MN, topic: "", payload: new Uint8Array() } as const;
  await journal.writer.append(frame);
  await journal.writer.append(frame);
  await intake.apply([aMessage(1, "e1-DA001", 60)], 1);

  const account = (await as("admin", "GET", `/api/v1/messages/account?mn=${MN}&day=2026-11-23`)).json();

  expect(account).toEqual({
    mn: MN,
    day: "2026-11-23",
    received: 2,
    stored: 1,
    quarantined: 0,
    pending: 1,
    duplicates: 0,
    control: 0,
  });
});

test("a registry with problems is refused whole, with every problem", async () => {
  const { as, records } = await start();
  const { devices: _devices, ...document } = twoPlants();

  const shape = await as("admin", "PUT", "/api/v1/registry", {
    payload: { ...document, cells: [{ id: "a b", level: 5 }], surprise: 1 },
  });
  const meaning = await as("admin", "PUT", "/api/v1/registry", { payload: document });

  expect(shape.json()).toMatchObject({ code: "registry-invalid" });
  expect(shape.json<{ errors: { pointer: string }[] }>().errors.map((e) => e.pointer)).toEqual(
    expect.arrayContaining(["/cells/0/id", "/cells/0/level", "/cells/0/parent", "/cells/0/kind", "/cells/0/name", "/surprise"]),
  );
  expect(meaning.json()).toMatchObject({ errors: [{ pointer: "/channels/0/device", code: "unknown-device" }, {}] });
  expect(await records.registrySeq()).toBe(0);
});

test("a registry comes back with secrets only marked as set", async () => {
  const { as } = await withPlants();

  const back = (await as("admin", "GET", "/api/v1/registry")).json<{ devices: unknown }>();
  const again = await as("admin", "PUT", "/api/v1/registry", { payload: back });

  expect(back.devices).toEqual([{ mn: MN, mqttSecret: { set: true } }]);
  expect(again.statusCode).toBe(200);
});

test("the health of a registry lists warnings by cell", async () => {
  const { as } = await withPlants();

  const health = (await as("admin", "GET", "/api/v1/registry/health")).json<{
    items: { cell: string; warnings: { code: string }[] }[];
  }>();

  expect(health.items.find((i) => i.cell === "g2-1")?.warnings.map((w) => w.code)).toEqual(["no-first-responsible"]);
});

test("every answer carries the headers that keep other sites out", async () => {
  const { api } = await start();

  const { headers } = await api.inject("/healthz");

  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("whatever the API answers is shown by no browser as a page", async () => {
  const { api } = await start();

  const { headers } = await api.inject("/api/v1/session");

  expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; .*\bsandbox$/);
  expect(headers["content-type"]).toBe("application/problem+json; charset=utf-8");
});

test.each(["/healthz", "/readyz", "/metrics", "/openapi.json", "/nothing", "/%E0%A4%A", "/api/v1/session"])(
  "no cache keeps the answer of %s, and its type names the charset where it is text",
  async (url) => {
    const { api } = await start();

    const { headers } = await api.inject(url);

    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["content-type"]).toMatch(/^(application\/(problem\+)?json|text\/plain;.*); charset=utf-8$/);
  },
);

test.each(["TRACE", "CONNECT", "SEARCH"])("the method %s is answered by nobody", async (method) => {
  const { api } = await start();

  const { statusCode, body } = await api.inject({ method: method as "TRACE", url: "/healthz", headers: { cookie: "a=secret" } });

  expect(statusCode).toBe(404);
  expect(body).not.toContain("secret");
});

test("metrics are answered on loopback, and elsewhere only to the scrape token", async () => {
  open = await startApi({ metricsToken: "scrape-token" });
  const from = (remoteAddress: string, headers = {}) => open?.api.inject({ url: "/metrics", remoteAddress, headers });

  expect((await from("127.0.0.1"))?.statusCode).toBe(200);
  expect((await from("127.0.0.1", { "x-forwarded-for": "10.0.0.9" }))?.statusCode).toBe(403);
  expect((await from("10.0.0.9"))?.statusCode).toBe(403);
  expect((await from("10.0.0.9", { authorization: "Bearer scrape-token" }))?.statusCode).toBe(200);
});

test("the manual clock moves forward for an administrator", async () => {
  const { as } = await start();

  const moved = await as("admin", "POST", "/api/v1/test/clock", { payload: { to: "2026-11-23T12:00:00+08:00" } });

  expect(moved.json()).toEqual({ now: "2026-11-23T04:00:00.000Z", kind: "manual" });
});

test("any clock but the manual one cannot be moved", async () => {
  open = await startApi({ clock: { now: () => T0, kind: "system" } });

  const moved = await open.as("admin", "POST", "/api/v1/test/clock", { payload: { to: "2026-11-23T12:00:00+08:00" } });

  expect([moved.statusCode, moved.json<{ code: string }>().code]).toEqual([409, "clock-not-manual"]);
});

test("a body of the log-in, which asks for none, has 4 KiB at most", async () => {
  const payload = { username: "a".repeat(5_000), password: "x" };

  const fixture = await start();
  const answer = await fixture.api.inject({ method: "POST", url: "/api/v1/session", payload });

  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, "body-too-large"]);
});

test("the description of the API is written once, however often it is asked for", async () => {
  const { api } = await startApi();
  const write = api.swagger;
  let written = 0;
  api.swagger = ((options: { yaml?: false }) => {
    written += 1;
    return write(options);
  }) as typeof api.swagger;

  const answers = [await api.inject("/openapi.json"), await api.inject("/openapi.json")];

  expect(answers.map((answer) => answer.headers["content-type"])).toEqual(answers.map(() => "application/json; charset=utf-8"));
  expect(answers[0]?.json()).toEqual(JSON.parse(JSON.stringify(write())));
  expect(answers[1]?.body).toBe(answers[0]?.body);
  expect(written).toBe(1);
});
