import { afterEach, expect, test } from "vitest";
import { err } from "../../../core/result.ts";
import { formatIso, plus } from "../../../core/time.ts";
import { type ApiFixture, startApi, twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";
import type { ApiDeps, ReadyState } from "../../context/deps.ts";

let open: ApiFixture | undefined;
afterEach(async () => {
  await open?.api.close();
  open = undefined;
});

async function start(change: Partial<ApiDeps> = {}): Promise<ApiFixture> {
  open = await startApi(change);
  return open;
}

test("an installation is ready when all of its parts are, and else says which is not", async () => {
  let ready = true;
  const { api } = await start({ readiness: async () => ({ ready, detail: { judge: ready }, problems: [] }) });

  const well = await api.inject("/readyz");
  ready = false;
  const ill = await api.inject("/readyz");

  expect([well.statusCode, well.json()]).toEqual([200, { ready: true, detail: { judge: true } }]);
  expect([ill.statusCode, ill.json()]).toEqual([503, { ready: false, code: "not-ready", detail: { judge: false } }]);
});

// Behaviour
test("what makes an installation unready is named in both languages, with the moment since when", async () => {
  const silent = { code: "role-silent", facts: { role: "pipeline" }, since: T0 } as const;
  const away = { code: "store-away", facts: { store: "series", trouble: "wrong-token" }, since: T0 } as const;
  let state: ReadyState = { ready: false, detail: { pipeline: "silent" }, problems: [silent, away] };
  const { api } = await start({ readiness: async () => state });

  const [zh, en] = [await api.inject("/readyz"), await api.inject("/readyz?lang=en")];
  state = { ready: true, detail: { influx: "away" }, problems: [away] };
  const well = await api.inject("/readyz?lang=en");

  expect([zh.statusCode, zh.json().code]).toEqual([503, "not-ready"]);
  expect(zh.json().problems[0]).toEqual({
    ...{ code: "role-silent", facts: { role: "pipeline" }, since: formatIso(T0) },
    message: "处理（pipeline）没有回答：停住了，或忙得不能应答",
  });
  expect(en.json().problems.map(({ message }: { message: string }) => message)).toEqual([
    "the pipeline does not answer: it stands still, or is too busy",
    "the long-term store (InfluxDB): the token is not accepted",
  ]);
  expect([well.statusCode, well.json().problems.length]).toEqual([200, 1]);
});

test("HEAD of the health routes is answered like GET, without a body", async () => {
  let ready = true;
  const { api } = await start({ readiness: async () => ({ ready, detail: {}, problems: [] }) });
  const head = async (url: string) => {
    const { statusCode, body } = await api.inject({ method: "HEAD", url });
    return [statusCode, body];
  };

  expect([await head("/healthz"), await head("/readyz")]).toEqual([
    [200, ""],
    [200, ""],
  ]);
  ready = false;
  expect([await head("/healthz"), await head("/readyz")]).toEqual([
    [200, ""],
    [503, ""],
  ]);
});

// Behaviour
test("a clock that is in doubt makes an installation unready, and the reason is said in both languages", async () => {
  const doubt = { code: "older-than-build", facts: { now: T0, builtAt: plus(T0, 86_400_000) } } as const;
  const { api } = await start({ clockDoubt: () => doubt });
  const ask = async (url: string) => {
    const { statusCode, json } = await api.inject(url);
    return { statusCode, body: json() };
  };
  const [zh, en] = [await ask("/readyz"), await ask("/readyz?lang=en")];
  const about = await ask("/api/v1/about?lang=en");

  expect([zh.statusCode, en.statusCode]).toEqual([503, 503]);
  expect(zh.body).toMatchObject({ code: "not-ready", detail: { clock: "in-doubt" }, problems: [doubt] });
  expect(zh.body.problems[0].message).toContain("平台时钟为");
  expect(en.body.problems[0].message).toContain("our clock says");
  expect(about.body.clock.doubt).toBe(en.body.problems[0].message);
});

test("a demo offers its accounts to whoever logs in, and nothing else does", async () => {
  const account = { username: "leader", password: "demo", role: "leader", name: "演示甲" } as const;
  const about = async (change: Partial<ApiDeps>) => {
    const { api } = await start(change);
    const told = (await api.inject("/api/v1/about")).json();
    await api.close();
    return told;
  };

  expect(await about({ demo: true, demoAccounts: [account] })).toMatchObject({ demo: true, accounts: [account] });
  expect(await about({ demo: true })).toMatchObject({ demo: true, accounts: [] });
  expect(await about({ demo: false, demoAccounts: [account] })).toMatchObject({ demo: false, accounts: [] });
});

test("an installation is named after its district as soon as a registry says which", async () => {
  const { api, commit } = await start();
  const district = async () => (await api.inject("/api/v1/about")).json<{ district: unknown }>().district;

  expect(await district()).toBeNull();
  await commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
  expect(await district()).toBe("演示区环境保护监管片区");
});

test("a clock that would go back is refused, and the audit has no line of it", async () => {
  const facts = { now: T0, to: plus(T0, -1) };
  const { as } = await start({
    commands: {
      submit: () => Promise.reject(new Error("not asked")),
      registryAnswered: async () => undefined,
      previewRegistry: async () => {
        throw new Error("nobody looks ahead here");
      },
      putRegistry: () => Promise.reject(new Error("not asked")),
      changeLaw: () => Promise.reject(new Error("not asked")),
      retry: () => Promise.reject(new Error("not asked")),
      moveClock: async () => err({ status: 409, code: "clock-goes-back", facts }),
    },
  });

  const moved = await as("admin", "POST", "/api/v1/test/clock", { payload: { to: "2026-11-22T23:59:59.999Z" } });

  expect([moved.statusCode, moved.json().code]).toEqual([409, "clock-goes-back"]);
  expect((await as("admin", "GET", "/api/v1/audit")).json().items).toEqual([]);
});
