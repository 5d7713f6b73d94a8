import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreUnavailableError } from "../core/failures.ts";
import { SecretBox } from "../storage/secrets/secret-box.ts";
import { type ApiFixture, startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { aBatch, aCase, aDeclaration, caseWrites, declarationWrites, T0 } from "../tests/support/records-facts.ts";

const OFFICER = { roles: ["street-officer"], cells: ["g2-1"] } as const;
/** The key of the fixture. */
const BOX = new SecretBox(Buffer.alloc(32, 7));
const STEP = { to: "result", version: 1, note: "现场核实", measures: "已加盖防尘网" };

let fixture: ApiFixture;
beforeEach(async () => {
  fixture = await startApi();
  await fixture.commit({
    registries: [{ seq: 1, at: T0, registry: twoPlants() }],
    timeline: [
      {
        subject: "case:1",
        index: 0,
        at: T0,
        seq: 1,
        actor: "u1",
        actorName: "演示甲",
        action: "report",
        from: null,
        to: "reported",
        note: "",
        fields: { reporter: BOX.seal("演示丙").stored, category: "odour" },
      },
    ],
    subjects: [
      ...caseWrites(
        aCase("case:1", { cell: "g2-1", enterprise: "e1", outlet: "e1-DA001" }),
        aCase("case:2", { cell: "g2-1", state: "handling" }),
      ),
      ...declarationWrites(aDeclaration("d1")),
    ],
  });
});
afterEach(() => fixture.api.close());

const step = (payload: object = STEP, headers = {}) =>
  fixture.as(OFFICER, "POST", "/api/v1/cases/case:2/transitions", { payload, headers });

test("a step is put to the engine with who asks, the version and the fields beside it", async () => {
  const answer = await step();

  expect(answer.statusCode).toBe(200);
  expect(fixture.commands).toMatchObject([
    {
      type: "transition",
      format: 1,
      subject: "case:2",
      body: { to: "result", version: 1, note: "现场核实", fields: { measures: "已加盖防尘网" } },
      actor: { roles: ["street-officer"], cells: ["g2-1"] },
    },
  ]);
});

test("why a command was declined goes out with its status, code and what is allowed instead", async () => {
  const refusal = {
    status: 409,
    code: "transition-not-allowed",
    facts: { from: "reported", to: "closed" },
    allowed: ["check"],
  } as const;
  fixture.answers.push({ seq: 9, ok: false, refusal });

  const answer = await step();

  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({
    code: "transition-not-allowed",
    detail: "案件不能由“上报”转为“结案”",
    facts: { from: "reported", to: "closed" },
    allowed: ["check"],
  });
});

test("a field that a step takes as a time needs an offset", async () => {
  const payload = { to: "pending", version: 1, until: "2026-11-24T08:00:00" };

  const answer = await fixture.as(OFFICER, "POST", "/api/v1/cases/case:2/transitions", { payload });

  expect(answer.json()).toMatchObject({ code: "invalid-body", errors: [{ pointer: "/until", code: "time-without-offset" }] });
  expect(fixture.commands).toEqual([]);
});

test("a case tells which steps are allowed and which of them are the caller's", async () => {
  const officer = (await fixture.as(OFFICER, "GET", "/api/v1/cases/case:1")).json();
  const leader = (await fixture.as({ roles: ["leader"] }, "GET", "/api/v1/cases/case:1")).json();

  const roles = ["street-officer", "bureau-staff", "duty-desk"];
  expect(officer).toMatchObject({ allowed: [{ to: "check" }, { to: "rejected", roles, mine: true }, { to: "accepted", roles }] });
  expect(leader).toMatchObject({ allowed: [{ mine: false }, { mine: false }, { mine: false }] });
});

test("who reported a case is shown to the accepting desk only", async () => {
  const officer = await fixture.as(OFFICER, "GET", "/api/v1/cases/case:1");
  const desk = await fixture.as({ roles: ["duty-desk"] }, "GET", "/api/v1/cases/case:1");

  expect(officer.body).not.toContain("演示丙");
  expect(desk.json()).toMatchObject({ timeline: [{ fields: { reporter: "演示丙", category: "odour" } }] });
});

// Behaviour
test("the same request with the same key is done once and answered twice alike", async () => {
  const token = await tokenOf(OFFICER);
  const send = (payload: object) =>
    fixture.api.inject({
      method: "POST",
      url: "/api/v1/cases/case:2/transitions",
      payload,
      headers: { authorization: `Bearer ${token}`, "idempotency-key": "key-1" },
    });

  const first = await send(STEP);
  const second = await send(STEP);
  const other = await send({ ...STEP, note: "另一个" });

  expect(fixture.commands).toHaveLength(1);
  expect(second.body).toBe(first.body);
  expect([first.headers["idempotency-replayed"], second.headers["idempotency-replayed"]]).toEqual([undefined, "true"]);
  expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, "idempotency-key-reused"]);
});

test("the same key of another caller is another key", async () => {
  const headers = { "idempotency-key": "key-1" };

  await step(STEP, headers);
  await step(STEP, headers);

  expect(fixture.commands).toHaveLength(2);
});

test("a command that could not be made durable is answered 503 and not remembered", async () => {
  await fixture.api.close();
  let isBroken = true;
  const submitted: unknown[] = [];
  fixture = await startApi({
    commands: {
      submit: async (command) => {
        if (isBroken) throw new StoreUnavailableError("the judge is late");
        submitted.push(command);
        return { seq: 1, ok: true, result: {} };
      },
      registryAnswered: async () => undefined,
      previewRegistry: async () => {
        throw new Error("nobody looks ahead here");
      },
      putRegistry: () => Promise.reject(new Error("not asked")),
      changeLaw: () => Promise.reject(new Error("not asked")),
      retry: () => Promise.reject(new Error("not asked")),
      moveClock: () => Promise.reject(new Error("not asked")),
    },
  });
  await fixture.records.commit(
    aBatch(1, {
      registries: [{ seq: 1, at: T0, registry: twoPlants() }],
      subjects: caseWrites(aCase("case:2", { cell: "g2-1", state: "handling" })),
    }),
  );
  const token = await tokenOf(OFFICER);
  const send = () =>
    fixture.api.inject({
      method: "POST",
      url: "/api/v1/cases/case:2/transitions",
      payload: STEP,
      headers: { authorization: `Bearer ${token}`, "idempotency-key": "key-1" },
    });

  const late = await send();
  isBroken = false;
  const again = await send();

  expect([late.statusCode, late.json<{ code: string }>().code, late.headers["retry-after"]]).toEqual([
    503,
    "store-unavailable",
    "2",
  ]);
  expect(again.statusCode).toBe(200);
  expect(submitted).toHaveLength(1);
});

test("a declaration is answered with what the engine made of it", async () => {
  fixture.answers.push({ seq: 9, ok: true, result: { id: "d1" } });

  const answer = await fixture.as({ roles: ["enterprise-specialist"], enterprise: "e1" }, "POST", "/api/v1/declarations", {
    payload: {
      enterprise: "e1",
      outlets: ["e1-DA001"],
      pollutants: ["a34001"],
      cause: "maintenance",
      from: "2026-11-24T08:00:00+08:00",
      to: "2026-11-24T12:00:00+08:00",
      measures: "洒水",
    },
  });

  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({ id: "d1", state: "submitted", submittedAt: "2026-11-23T00:00:00.000Z" });
  expect(fixture.commands).toMatchObject([
    { type: "declare", subject: null, body: { from: Date.UTC(2026, 10, 24), to: Date.UTC(2026, 10, 24, 4) } },
  ]);
});

test.each([{ decision: "consent" }, { decision: "refuse", reason: " " }])(
  "an answer without a reason names it (%j)",
  async (payload) => {
    const answer = await fixture.as({ roles: ["bureau-staff"] }, "POST", "/api/v1/declarations/d1/decision", { payload });

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ pointer: "/reason", code: "required" }] });
  },
);

test("whoever changes something stands in the audit", async () => {
  await step();
  await fixture.as({ roles: ["bureau-staff"] }, "POST", "/api/v1/declarations/d1/decision", {
    payload: { decision: "consent", reason: "措施可行" },
  });

  const { items } = (await fixture.as("admin", "GET", "/api/v1/audit")).json<{ items: { action: string; subject: string }[] }>();

  expect(items.filter((i) => i.action !== "token.make").map((i) => `${i.action} ${i.subject}`)).toEqual([
    "declaration.decide d1",
    "case.transition case:2",
  ]);
});

async function tokenOf(who: object): Promise<string> {
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name: "test", ...who } });
  return made.json<{ token: string }>().token;
}
