import { afterEach, beforeEach, expect, test } from "vitest";
import { type ApiFixture, MN, startApi, twoPlants } from "../../tests/support/api-fixture.ts";
import { T0 } from "../../tests/support/records-facts.ts";

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: twoPlants() }] });
});
afterEach(() => fixture.api.close());

const HAN = /\p{Script=Han}/u;

/** A problem as it went out. */
interface Answer {
  readonly title: string;
  readonly code: string;
  readonly facts: object;
  readonly detail?: string;
  readonly errors?: readonly { readonly code: string; readonly facts: object; readonly message: string }[];
}

test("who may not do something reads it in the language asked for, with the power beside it", async () => {
  const enterprise = { roles: ["enterprise-specialist"], enterprise: "e1" } as const;
  const ask = async (headers: Record<string, string>, url = "/api/v1/users") =>
    (await fixture.as(enterprise, "GET", url, { headers })).json<Answer>();

  const zh = await ask({});
  const en = await ask({ "accept-language": "en-GB,en;q=0.8" });
  const asked = await ask({ "accept-language": "zh" }, "/api/v1/users?lang=en");

  expect(zh).toMatchObject({ code: "role-not-allowed", facts: { power: "see-accounts" }, detail: "您的角色不能查看账号" });
  expect(en).toMatchObject({
    code: "role-not-allowed",
    facts: { power: "see-accounts" },
    detail: "your role may not see accounts",
  });
  expect(en.title).not.toMatch(HAN);
  expect(asked).toEqual(en);
});

test("the pause after failed log-ins is told in both languages with its seconds", async () => {
  const payload = { username: "nobody", password: "wrong" };
  const logIn = async (language: string) =>
    (
      await fixture.api.inject({
        ...{ method: "POST", url: "/api/v1/session", payload, headers: { "accept-language": language } },
      })
    ).json<Answer>();
  for (let failed = 0; failed < 5; failed++) await logIn("zh");

  expect(await logIn("zh")).toMatchObject({ code: "too-many-log-ins", detail: "登录失败次数过多，请在 15 分钟后再试" });
  expect(await logIn("en")).toMatchObject({
    ...{ code: "too-many-log-ins", facts: { seconds: 900 }, title: "too many log-ins failed" },
    detail: "too many log-ins failed; try again in 15 minutes",
  });
});

test("what is wrong with a body is said in both languages, with code and facts", async () => {
  const payload = { username: "x".repeat(200), password: "long enough 123", roles: ["king"], extra: 1 };
  const ask = async (language: string) =>
    (await fixture.as("admin", "POST", "/api/v1/users", { payload, headers: { "accept-language": language } })).json<Answer>();

  const [zh, en] = [await ask("zh"), await ask("en")];

  expect(en.errors?.map(({ code, facts }) => [code, facts])).toEqual(zh.errors?.map(({ code, facts }) => [code, facts]));
  expect(en.errors).toContainEqual(
    expect.objectContaining({ code: "unknown-field", facts: { field: "extra" }, message: "there is no field extra" }),
  );
  for (const { message } of zh.errors ?? []) expect(message).toMatch(HAN);
  for (const { message } of en.errors ?? []) expect(message).not.toMatch(HAN);
});

test("warnings of the registry are said in both languages and name cells and people instead of ids", async () => {
  const ask = async (language: string) =>
    (await fixture.as("admin", "GET", `/api/v1/registry/health?lang=${language}`)).json<{
      items: { warnings: { message: string; code: string; facts: object }[] }[];
    }>();

  const [zh, en] = [await ask("zh"), await ask("en")];
  const [first] = zh.items[0]?.warnings ?? [];

  expect(first).toMatchObject({
    ...{ code: "no-first-responsible", facts: { cell: "g1" } },
    message: "演示区环境保护监管片区没有第一责任人",
  });
  expect(en.items[0]?.warnings[0]?.message).toBe("演示区环境保护监管片区 has no first responsible person");
});

test("a registry document that is refused is told with the names that the document itself gives", async () => {
  const document = twoPlants();
  const [cell] = document.cells.filter((c) => c.level === 4);
  if (cell === undefined) throw new Error("the fixture has fourth-level cells");
  const twice = { ...document, devices: [{ mn: MN }], cells: [...document.cells, { ...cell, id: "g4-again" }] };

  const answer = await fixture.as("admin", "PUT", "/api/v1/registry?lang=en", { payload: twice });

  expect(answer.json<Answer>().errors).toContainEqual(
    expect.objectContaining({
      code: "second-enterprise-cell",
      message: expect.stringMatching(/^演示\S+ has a fourth-level cell/),
    }),
  );
});

test("an address that cannot be decoded reaches no hook and is answered in the language asked for all the same", async () => {
  const ask = (url: string, headers = {}) => fixture.api.inject({ method: "GET", url, headers });

  const zh = await ask("/api/v1/outlets/%E0%A4%A");
  const en = await ask("/api/v1/outlets/%E0%A4%A?lang=en");
  const accepted = await ask("/api/v1/outlets/%E0%A4%A", { "accept-language": "en" });

  expect(zh.json<Answer>()).toMatchObject({ code: "bad-request", title: "请求无法理解" });
  for (const answer of [en, accepted]) {
    expect(answer.json<Answer>()).toMatchObject({ code: "bad-request", title: "the request cannot be understood" });
    expect(answer.headers["content-language"]).toBe("en");
  }
});

test("an address that nobody serves is told in the language asked for", async () => {
  const answer = await fixture.api.inject({ method: "GET", url: "/api/v1/nowhere?lang=en" });

  expect(answer.json<Answer>()).toMatchObject({
    code: "not-found",
    title: "there is no such thing, or the caller may not see it",
  });
});
