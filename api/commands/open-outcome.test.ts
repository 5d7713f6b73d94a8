import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Command, CommandOutcome } from "../../core/casework/command.ts";
import { OutcomeOpenError, StoreUnavailableError } from "../../core/failures.ts";
import { ADMIN_TOKEN, type ApiFixture, startApi, twoPlants } from "../../tests/support/api-fixture.ts";
import { aBatch, aCase, aCommand, caseWrites, T0 } from "../../tests/support/records-facts.ts";

const OFFICER = { roles: ["street-officer"], cells: ["g2-1"] } as const;
const STEP = { to: "result", version: 1, note: "现场核实", measures: "已加盖防尘网" };
const DONE: CommandOutcome = { seq: 7, ok: true, result: { id: "case:1" } };
const DECLINED: CommandOutcome = {
  seq: 7,
  ok: false,
  refusal: { status: 409, code: "stale-version", facts: { given: 1, current: 2 } },
};

let fixture: ApiFixture;
let submitted: Command[];
let answers: (() => CommandOutcome)[];
beforeEach(async () => {
  submitted = [];
  answers = [];
  const submit = async (command: Command): Promise<CommandOutcome> => {
    submitted.push(command);
    return answers.shift()?.() ?? DONE;
  };
  const none = () => Promise.reject(new Error("not asked"));
  const registryAnswered = async () => undefined;
  fixture = await startApi({
    commands: {
      submit,
      putRegistry: none,
      changeLaw: none,
      previewRegistry: none,
      registryAnswered,
      retry: none,
      moveClock: none,
    },
  });
  await fixture.records.commit(
    aBatch(1, {
      registries: [{ seq: 1, at: T0, registry: twoPlants() }],
      subjects: caseWrites(aCase("case:1", { cell: "g2-1", state: "handling" }), aCase("case:2", { cell: "g2-2" })),
    }),
  );
});
afterEach(() => fixture.api.close());

async function tokenOf(who: object): Promise<string> {
  const made = await fixture.as("admin", "POST", "/api/v1/tokens", { payload: { name: "test", ...who } });
  return made.json<{ token: string }>().token;
}

function send(token: string, payload: object = STEP, url = "/api/v1/cases/case:1/transitions") {
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": "key-1" };
  return fixture.api.inject({ method: "POST", url, payload, headers });
}

const look = (token: string, id: string) =>
  fixture.api.inject({ method: "GET", url: `/api/v1/commands/${id}`, headers: { authorization: `Bearer ${token}` } });

/** The judge decides what the API put to it last. */
async function decide(outcome: CommandOutcome): Promise<void> {
  const request = submitted.at(-1)?.request;
  if (request === undefined) throw new Error("nothing was put to the engine");
  await fixture.records.commit(aBatch(outcome.seq, { commands: [{ ...request, at: T0, outcome }] }));
}

const openOnce = () => {
  answers.push(() => {
    throw new OutcomeOpenError(submitted.at(-1)?.request?.id ?? "");
  });
};

test("what is not decided yet is answered 202 with the command to ask for, stands in the audit, and is not remembered", async () => {
  const token = await tokenOf(OFFICER);
  openOnce();

  const open = await send(token);
  const again = await send(token);

  const { command } = open.json<{ command: string }>();
  expect(open.statusCode).toBe(202);
  expect(open.json()).toEqual({ command: submitted[0]?.request?.id });
  expect(open.headers).toMatchObject({ location: `/api/v1/commands/${command}`, "retry-after": "1" });
  expect(again.statusCode).toBe(200);
  expect(submitted[1]?.request).toEqual(submitted[0]?.request);
  const { items } = (await fixture.as("admin", "GET", "/api/v1/audit")).json<{ items: { action: string; detail: string }[] }>();
  const steps = items.filter((line) => line.action === "case.transition");
  expect(steps.map((line) => line.detail.includes('"outcome":"open"'))).toEqual([false, true]);
});

test("a command tells its caller what became of it: waiting, done, or declined with the words of the refusal", async () => {
  const token = await tokenOf(OFFICER);
  openOnce();
  const { command } = (await send(token)).json<{ command: string }>();
  await fixture.journal.writer.append({
    ...{ kind: "command", at: T0, transport: "api", mn: "", topic: "", payload: new Uint8Array(0) },
  });
  await fixture.journal.writer.append({
    ...{ kind: "command", at: T0, transport: "api", mn: "", topic: "", payload: new Uint8Array(0) },
  });

  const waiting = await look(token, command);
  await decide(DONE);
  const done = await look(token, command);
  await fixture.records.commit(aBatch(8, { commands: [aCommand(command, { actor: "token:none", outcome: DECLINED })] }));
  const declined = await look(ADMIN_TOKEN, command);

  const nothing = { decidedAt: null, result: null, problem: null };
  expect(waiting.json()).toEqual({ command, state: "waiting", ...nothing });
  expect(done.json()).toEqual({
    ...{ command, state: "done", ...nothing },
    ...{ decidedAt: "2026-11-23T00:00:00.000Z", result: { id: "case:1" } },
  });
  expect(declined.json()).toMatchObject({ state: "declined", problem: { code: "stale-version", status: 409 } });
});

test("a command of somebody else is not known to the caller; administrators and auditors see it", async () => {
  const [own, other, auditor] = [await tokenOf(OFFICER), await tokenOf(OFFICER), await tokenOf({ roles: ["auditor"] })];
  openOnce();
  const { command } = (await send(own)).json<{ command: string }>();
  await decide(DONE);

  const seen = await Promise.all([own, other, auditor, ADMIN_TOKEN].map((token) => look(token, command)));

  expect(seen.map((answer) => answer.statusCode)).toEqual([200, 404, 200, 200]);
  expect(seen[1]?.json()).toMatchObject({ code: "command-not-known" });
  expect((await look(own, "never-asked")).json()).toMatchObject({ status: 404, code: "command-not-known" });
});

test("an answer that was lost is made again from the first outcome: nothing is put to the engine a second time", async () => {
  const token = await tokenOf(OFFICER);
  openOnce();
  await send(token);
  await decide(DONE);

  const repeat = await send(token);
  const other = await send(token, { ...STEP, note: "另一个" });

  expect(repeat.statusCode).toBe(200);
  expect(repeat.json()).toMatchObject({ id: "case:1" });
  expect(submitted).toHaveLength(1);
  expect([other.statusCode, other.json().code]).toEqual([422, "idempotency-key-reused"]);
});

test("a first outcome shows what became of the row only to those who may see it now", async () => {
  const token = await tokenOf(OFFICER);
  openOnce();
  await send(token);
  await decide(DONE);
  await fixture.records.commit(aBatch(9, { subjects: caseWrites(aCase("case:1", { cell: "g2-2", enterprise: "e2" })) }));

  expect((await send(token)).statusCode).toBe(404);
});

test("a store that fails when the command is decided leaves the answer open: it was taken", async () => {
  const token = await tokenOf(OFFICER);
  vi.spyOn(fixture.identity, "appendAudit").mockRejectedValue(new StoreUnavailableError("no records"));

  const open = await send(token);

  expect([open.statusCode, open.json()]).toEqual([202, { command: submitted[0]?.request?.id }]);
});
