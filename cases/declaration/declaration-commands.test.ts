import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { anActor, measuredBoundary, NOW } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import { at } from "../../tests/support/hour-facts.ts";
import type { Submission } from "./decide-declaration.ts";
import type { Declaration } from "./declaration.ts";
import { DECLARATIONS } from "./declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "./declaration-commands.ts";

const INDEX = measuredBoundary();
const MOMENT = { now: NOW, seq: 5, index: INDEX, calendar: WEEKDAYS_ONLY };
const READER = caseworkReader([]);
const SENT = {
  enterprise: "e1",
  outlets: ["e1-B1", "e1-DA001"],
  pollutants: ["a34001", "a21026"],
  cause: "maintenance",
  from: "2026-11-24T08:20:00+08:00",
  to: "2026-11-24T12:00:00+08:00",
  measures: "洒水",
};
const SPECIALIST = anActor("enterprise-specialist");

function read(over: object = {}): Submission {
  const parsed = DECLARE.body.safeParse({ ...SENT, ...over });
  if (!parsed.success) throw new Error("the declaration is not read");
  return parsed.data;
}

async function declare(actor: Actor, body = read()) {
  const asked = { row: null, body, actor, moment: MOMENT };
  return DECLARE.decide(asked, await DECLARE.needs(asked, READER));
}

async function answer(actor: Actor, row: Declaration) {
  const asked = { row, body: { decision: "consent", reason: "措施可行" }, actor, moment: MOMENT } as const;
  return DECIDE_DECLARATION.decide(asked, await DECIDE_DECLARATION.needs(asked, READER));
}

async function submitted(): Promise<Declaration> {
  const decision = await declare(SPECIALIST);
  if (!decision.ok) throw new Error(decision.error.code);
  return decision.value.writes[0]?.row as Declaration;
}

test("a declaration may leave out its pollutants and its note", () => {
  expect(read({ pollutants: undefined })).toMatchObject({ pollutants: [], note: "", from: at(SENT.from), to: at(SENT.to) });
});

test.each([{ decision: "consent" }, { decision: "refuse", reason: "" }, { decision: "return", reason: " " }])(
  "an answer without a reason is not read (%j)",
  (answered) => {
    expect(DECIDE_DECLARATION.body.safeParse(answered)).toMatchObject({
      success: false,
      error: { issues: [{ path: ["reason"] }] },
    });
  },
);

test.each([
  [{ outlets: [] }, "/outlets"],
  [{ measures: " " }, "/measures"],
  [{ from: SENT.to }, "/from"],
  [{ from: "2026-11-24T08:20:00" }, "/from"],
])("a declaration with %j is not read", (over, pointer) => {
  const parsed = DECLARE.body.safeParse({ ...SENT, ...over });

  expect(parsed).toMatchObject({ success: false, error: { issues: [{ path: [pointer.slice(1)] }] } });
});

test("every hour of the window is judged again, for each outlet and pollutant, from the hour in which it begins", async () => {
  const window = { from: at("2026-11-24T08:00:00+08:00"), to: at(SENT.to) };

  expect(await declare(SPECIALIST)).toMatchObject({
    ok: true,
    value: {
      id: "declaration:5",
      writes: [{ collection: DECLARATIONS, row: { state: "submitted" } }],
      judgeAgain: [
        { outlet: "e1-B1", pollutant: "a34001", ...window },
        { outlet: "e1-B1", pollutant: "a21026", ...window },
        { outlet: "e1-DA001", pollutant: "a34001", ...window },
        { outlet: "e1-DA001", pollutant: "a21026", ...window },
      ],
    },
  });
});

test("who may not declare is declined, and nothing is judged again", async () => {
  const declined = await declare(anActor("auditor"));

  expect(declined).toMatchObject({ ok: false, error: { code: "role-not-allowed" } });
});

test("a consent has whatever the enterprise emits in the window and a day around it judged again, at its boundary and not at its stacks", async () => {
  const around = { from: at("2026-11-23T08:00:00+08:00"), to: at("2026-11-25T12:00:00+08:00") };

  expect(await answer(anActor("bureau-staff"), await submitted())).toMatchObject({
    ok: true,
    value: {
      id: "declaration:5",
      writes: [{ row: { state: "consented" } }],
      judgeAgain: [
        { outlet: "e1-B1", pollutant: "a24088", ...around },
        { outlet: "e1-B1", pollutant: "a34001", ...around },
      ],
    },
  });
});

test("who may not answer is declined", async () => {
  expect(await answer(SPECIALIST, await submitted())).toMatchObject({ ok: false, error: { code: "role-not-allowed" } });
});

const EVERYTHING = ["/enterprise unknown-enterprise", "/outlets/0 unknown-outlet", "/outlets/1 unknown-outlet"];

test.each([
  ["an enterprise of its own", SPECIALIST, {}, []],
  ["an enterprise of another's", SPECIALIST, { enterprise: "e2", outlets: ["e2-DA001"] }, EVERYTHING.slice(0, 2)],
  ["a bureau over everything", anActor("administrator"), {}, []],
  ["a bureau of an enterprise that is not there", anActor("administrator"), { enterprise: "zz" }, EVERYTHING],
  ["an enterprise of an outlet that is not there", SPECIALIST, { outlets: ["e1-B1", "zz"] }, ["/outlets/1 unknown-outlet"]],
  ["an enterprise of another's outlet", SPECIALIST, { outlets: ["e2-DA001", "e1-B1"] }, ["/outlets/0 unknown-outlet"]],
])("what somebody may not see does not exist in a declaration: %s", (_who, actor, over, expected) => {
  const problems = DECLARE.problemsOf?.({ row: null, body: read(over), actor, index: INDEX }) ?? [];

  expect(problems.map((p) => `${p.pointer} ${p.code}`)).toEqual(expected);
});
