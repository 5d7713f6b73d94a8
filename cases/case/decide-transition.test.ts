import fc from "fast-check";
import { expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { holdsAny, ROLES, type Role } from "../../core/people/rights.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { ALL_ACTORS, aCase, aGrid, anActor, NOW } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { fieldsOf, stepsOpenTo } from "./allowed-steps.ts";
import { CASE_STATES, type Case, type CaseState } from "./case.ts";
import type { NewCaseLine } from "./case-decision.ts";
import { decideTransition } from "./decide-transition.ts";
import type { TransitionRequest } from "./transition-request.ts";
import { TRANSITIONS } from "./transitions.ts";

const GRID = aGrid();
const FIELDS = {
  unit: "u-unit",
  until: "2026-11-30T18:00:00+08:00",
  participants: "公安、城管",
  filingNumber: "立字〔2026〕1号",
  secondPerson: "p2",
};

interface Asked {
  readonly version?: number;
  readonly note?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly over?: Partial<TransitionRequest>;
}

function decide(current: Case, to: CaseState, actor: Actor, asked: Asked = {}) {
  const { version = current.version, note = "说明", fields = FIELDS } = asked;
  return decideTransition({
    current,
    request: { actor, to, version, note, fields },
    index: GRID,
    now: NOW,
    seq: 77,
    calendar: WEEKDAYS_ONLY,
    ...asked.over,
  });
}

function refusalOf(...args: Parameters<typeof decide>) {
  const decision = decide(...args);
  return decision.ok ? undefined : decision.error;
}

function nextOf(...args: Parameters<typeof decide>): Case {
  const decision = decide(...args);
  if (!decision.ok) throw new Error(decision.error.code);
  return decision.value.next;
}

// The state table again, written by hand from the regulation, so that a slip in the code's table shows.
const NEXT: Readonly<Record<CaseState, readonly CaseState[]>> = {
  signal: ["reported", "dismissed"],
  reported: ["check", "rejected", "accepted"],
  check: ["accepted", "rejected", "transferred"],
  rejected: ["archived", "check"],
  accepted: ["dispatched", "transferred", "joint"],
  dispatched: ["handling", "returned"],
  returned: ["dispatched", "transferred"],
  handling: ["pending", "result", "filed", "transferred", "joint"],
  pending: ["handling"],
  transferred: ["accepted", "returned"],
  joint: ["handling"],
  filed: ["handling", "result"],
  result: ["verify", "handling"],
  verify: ["closed", "handling"],
  closed: ["feedback", "reopened"],
  feedback: ["archived"],
  archived: ["reopened"],
  reopened: ["handling"],
  dismissed: ["archived"],
};

test.each(CASE_STATES)(
  "from %s only the steps of the state table are allowed, and each other one is refused with what is",
  (from) => {
    for (const to of CASE_STATES) {
      const refusal = refusalOf(aCase(from), to, { ...anActor("bureau-staff"), roles: ROLES });

      if (NEXT[from].includes(to)) expect(refusal).toBeUndefined();
      else expect(refusal).toMatchObject({ status: 409, code: "transition-not-allowed", allowed: [...NEXT[from]] });
    }
  },
);

test.each(TRANSITIONS.map((t) => [t.from, t.to, t] as const))(
  "%s → %s may be taken by its roles and by no other role",
  (from, to, step) => {
    for (const actor of ALL_ACTORS) {
      const [role] = actor.roles as readonly [Role];
      const refusal = refusalOf(aCase(from), to, actor);

      if (holdsAny([role], step.powers)) expect(refusal).toBeUndefined();
      else expect(refusal).toMatchObject({ status: 403, code: "role-not-allowed" });
    }
  },
);

test.each(["leader", "auditor", "administrator"] as const)("a %s decides no case", (role) => {
  const asked = CASE_STATES.flatMap((from) => NEXT[from].map((to) => refusalOf(aCase(from), to, anActor(role))?.code));

  expect(new Set(asked)).toEqual(new Set(["role-not-allowed"]));
});

// Behaviour
test("a community officer who checks a case on site may say what follows from the check", () => {
  const officer = anActor("community-officer");

  expect(nextOf(aCase("check"), "accepted", officer).state).toBe("accepted");
  expect(nextOf(aCase("check"), "rejected", officer).state).toBe("rejected");
  expect(nextOf(aCase("check"), "transferred", officer).assignee).toBe("u-unit");
  expect(refusalOf(aCase("accepted"), "dispatched", officer)).toMatchObject({ code: "role-not-allowed" });
});

test("a step names who took it, appends one line and counts the version", () => {
  const decision = decide(aCase("reported"), "accepted", anActor("street-officer"), { note: "属实", fields: {} });

  expect(decision.ok && decision.value).toMatchObject({
    next: { state: "accepted", version: 6, changedAt: NOW },
    timeline: [
      {
        subject: "case:1",
        at: NOW,
        seq: 77,
        actor: "user-street-officer",
        action: "accepted",
        from: "reported",
        to: "accepted",
        note: "属实",
      },
    ],
    usedNumber: false,
  });
});

test("an edit of an older version is declined as stale", () => {
  expect(refusalOf(aCase("reported"), "accepted", anActor("street-officer"), { version: 4 })).toMatchObject({
    status: 409,
    code: "stale-version",
  });
});

test("a step of a case outside the actor's cells or enterprise is declined, before anything about it is told", () => {
  const outside = { status: 403, code: "outside-your-cells" };

  expect(refusalOf(aCase("reported"), "accepted", anActor("street-officer", { cells: ["g2-b"] }))).toMatchObject(outside);
  expect(
    refusalOf(aCase("signal"), "archived", anActor("enterprise-specialist", { enterprise: "e2" }), { version: 1 }),
  ).toMatchObject(outside);
});

test.each([
  ["accepted", "dispatched", "unit", "bureau-staff"],
  ["check", "transferred", "unit", "bureau-staff"],
  ["handling", "pending", "until", "bureau-staff"],
  ["accepted", "joint", "participants", "leading-group-office"],
  ["handling", "filed", "filingNumber", "enforcement-officer"],
] as const)("%s → %s asks for %s", (from, to, name, role) => {
  const missing = refusalOf(aCase(from), to, anActor(role), { fields: { [name]: " " } });

  expect(missing).toMatchObject({ status: 400, code: "invalid-fields", errors: [{ pointer: `/${name}`, code: "required" }] });
  const fields = stepsOpenTo(aCase(from)).flatMap((step) => (step.to === to ? fieldsOf(step) : []));
  expect(fields).toContainEqual(expect.objectContaining({ name, required: true }));
});

test.each([
  ["reported", "rejected", "bureau-staff"],
  ["signal", "dismissed", "bureau-staff"],
  ["dispatched", "returned", "handling-unit"],
  ["check", "transferred", "bureau-staff"],
  ["closed", "reopened", "bureau-staff"],
] as const)("%s → %s needs a note that is not empty", (from, to, role) => {
  expect(refusalOf(aCase(from), to, anActor(role), { note: "  " })?.errors).toMatchObject([
    { pointer: "/note", code: "required" },
  ]);
});

test("a unit must be registered, an extension must end in the future", () => {
  const bureau = anActor("bureau-staff");
  const codeOf = (from: CaseState, to: CaseState, fields: Record<string, string>) =>
    refusalOf(aCase(from), to, bureau, { fields })?.errors?.[0]?.code;

  expect(codeOf("accepted", "dispatched", { unit: "u-nobody" })).toBe("unknown-unit");
  expect(codeOf("handling", "pending", { until: "2026-11-30T18:00:00" })).toBe("not-an-instant");
  expect(codeOf("handling", "pending", { until: "2026-11-23T09:05:00+08:00" })).toBe("not-in-future");
});

// Behaviour
test("rejecting or dismissing a case of A3 and above takes two persons, who post the same step", () => {
  const first = anActor("bureau-staff", { id: "user-1", person: "p1" });
  const sameperson = anActor("bureau-staff", { id: "user-1b", person: "p1" });
  const second = anActor("bureau-staff", { id: "user-2", person: "p2" });
  for (const [from, to] of [
    ["signal", "dismissed"],
    ["reported", "rejected"],
    ["check", "rejected"],
  ] as const) {
    const current = aCase(from, { level: "A3" });
    const asked = nextOf(current, to, first, { fields: {} });

    expect(asked).toMatchObject({ state: from, version: 6, pending: { to, by: "user-1" }, acted: true });
    for (const actor of [first, sameperson]) {
      expect(refusalOf(asked, to, actor, { fields: {} })).toMatchObject({
        status: 409,
        code: "second-person-needed",
        facts: { to },
      });
    }
    const taken = nextOf(asked, to, second, { fields: {} });
    expect([taken.state, taken.version, "pending" in taken]).toEqual([to, 7, false]);
    expect(nextOf({ ...current, level: "A2" }, to, first, { fields: {} }).state).toBe(to);
  }
});

test("another step takes away what waited for a second person", () => {
  const asked = nextOf(aCase("reported", { level: "A3" }), "rejected", anActor("bureau-staff", { id: "user-1" }), { fields: {} });
  const checked = nextOf(asked, "check", anActor("community-officer"), { fields: {} });

  expect([checked.state, "pending" in checked]).toEqual(["check", false]);
  expect(nextOf(checked, "rejected", anActor("bureau-staff", { id: "user-2" }), { fields: {} })).toMatchObject({
    state: "check",
  });
});

test("a finding of A3 is enough to ask for the second person, unless it was withdrawn", () => {
  const dismissed = (standing: Case["standing"]) =>
    nextOf(aCase("signal", { standing }), "dismissed", anActor("bureau-staff"), { fields: {} }).state;

  expect(dismissed({ A2: 0, A3: 1, A4: 0 })).toBe("signal");
  expect(dismissed({ A2: 1, A3: 0, A4: 0 })).toBe("dismissed");
});

test("an entry of before that names the second person in a field is taken at once", () => {
  const bureau = anActor("bureau-staff", { person: "p1" });
  const stateAfter = (second: string) =>
    nextOf(aCase("signal", { level: "A3" }), "dismissed", bureau, { fields: { secondPerson: second } }).state;

  expect([stateAfter("p2"), stateAfter("p1"), stateAfter("nobody")]).toEqual(["dismissed", "signal", "signal"]);
});

// Behaviour
test("a step takes the fields that it names and no other: a unit in a step that names none hands the case to nobody", () => {
  for (const { from, to } of TRANSITIONS) {
    const actor = ALL_ACTORS.find((one) => decide(aCase(from), to, one).ok);
    if (actor === undefined) throw new Error(`nobody takes ${from} to ${to}`);
    const decision = decide(aCase(from), to, actor, { fields: { ...FIELDS, assignee: "p9", state: "closed" } });
    if (!decision.ok) throw new Error(decision.error.code);
    const { next, timeline } = decision.value;
    const named = TRANSITIONS.find((t) => t.from === from && t.to === to)?.fields.map(({ name }) => name) ?? [];

    expect(next.assignee).toBe(named.includes("unit") ? "u-unit" : null);
    for (const line of timeline) expect(named).toEqual(expect.arrayContaining(Object.keys(line.fields ?? {})));
  }
});

// Behaviour
test("who handled a case may neither take up its verification nor close it", () => {
  const both: Partial<Actor> = { id: "user-x", person: "p1", roles: ["handling-unit", "bureau-staff"] };
  const worker = anActor("bureau-staff", both);
  const otherAccount = anActor("bureau-staff", { id: "user-y", person: "p1" });
  const handled = nextOf(aCase("dispatched"), "handling", worker);
  const done = nextOf(handled, "result", worker);

  expect(done.handler).toBe("p1");
  expect(refusalOf(done, "verify", worker)).toMatchObject({ status: 409, code: "same-person" });
  expect(refusalOf(done, "verify", otherAccount)).toMatchObject({ code: "same-person" });
  const verified = nextOf(done, "verify", anActor("community-officer"));
  expect(refusalOf(verified, "closed", worker)).toMatchObject({ code: "same-person" });
  expect(nextOf(verified, "closed", anActor("duty-desk")).state).toBe("closed");
});

test("a unit may return a case once", () => {
  const returned = nextOf(aCase("dispatched"), "returned", anActor("handling-unit"));
  const again = nextOf(returned, "dispatched", anActor("bureau-staff"));

  expect(again.returns).toBe(1);
  expect(refusalOf(again, "returned", anActor("handling-unit"))).toMatchObject({
    code: "transition-not-allowed",
    allowed: ["handling"],
  });
  expect(stepsOpenTo(again).map((s) => s.to)).toEqual(["handling"]);
});

test("handling may be extended twice; the clock then runs until the date given", () => {
  let current = aCase("handling");
  for (let i = 0; i < 2; i++) {
    const pending = nextOf(current, "pending", anActor("bureau-staff"));
    expect(pending).toMatchObject({ heldFrom: "handling", deadline: { at: at("2026-11-30T18:00:00+08:00"), kind: "resume" } });
    current = nextOf(pending, "handling", anActor("handling-unit"));
    expect(current.heldFrom).toBeNull();
  }

  expect(refusalOf(current, "pending", anActor("bureau-staff"))?.allowed).not.toContain("pending");
});

// 09:05 on a Monday: 5 working days end on the next Monday at 18:00, 4 working hours at 15:05.
test.each([
  ["accepted", "dispatched", "A2", "bureau-staff", { at: at("2026-11-23T15:05:00+08:00"), kind: "take-up" }],
  ["accepted", "dispatched", "A4", "bureau-staff", { at: plus(NOW, 15 * MINUTE), kind: "take-up" }],
  ["dispatched", "handling", "A2", "handling-unit", { at: at("2026-11-30T18:00:00+08:00"), kind: "handle" }],
  ["dispatched", "handling", "A3", "handling-unit", { at: plus(NOW, 24 * HOUR), kind: "handle" }],
  ["dispatched", "handling", "A4", "handling-unit", { at: plus(NOW, 2 * HOUR), kind: "handle" }],
  ["handling", "result", "A2", "handling-unit", { at: at("2026-11-24T00:00:00+08:00") }],
  [
    "handling",
    "filed",
    "A2",
    "enforcement-officer",
    {
      at: at("2026-12-14T18:00:00+08:00"),
      source: { code: "law", facts: { provision: "生态环境行政处罚办法（2023）第十八条" } },
    },
  ],
] as const)("%s → %s at level %s by a %s starts the clock of that state", (from, to, level, role, deadline) => {
  const decision = decide(aCase(from, { level, overdue: true, escalation: 2 }), to, anActor(role));

  expect(decision.ok && decision.value.next).toMatchObject({ deadline, overdue: false, escalation: 0 });
  expect(decision.ok && decision.value.deadlines).toMatchObject([{ id: "deadline:case:1", at: deadline.at, kind: "case" }]);
});

test("a state without a clock clears the row of the one before", () => {
  const decision = decide(aCase("feedback"), "archived", anActor("bureau-staff"));

  expect(decision.ok && decision.value).toMatchObject({ deadlines: [], cleared: ["deadline:case:1"], next: { deadline: null } });
});

test("rejecting what the hotline brought leaves 15 days to tell the reporter why; rejecting a patrol's report leaves no clock", () => {
  expect(nextOf(aCase("reported", { source: "hotline" }), "rejected", anActor("bureau-staff")).deadline).toMatchObject({
    at: at("2026-12-08T09:05:00+08:00"),
    kind: "tell-reporter",
  });
  expect(nextOf(aCase("reported", { source: "patrol" }), "rejected", anActor("bureau-staff")).deadline).toBeNull();
});

// Behaviour
test("no sequence of commands loses a line of the timeline, lowers the version, or lets the handler close", () => {
  const command = fc.record({
    actor: fc.constantFrom(...ALL_ACTORS, anActor("bureau-staff", { roles: ["handling-unit", "bureau-staff"] })),
    to: fc.constantFrom(...CASE_STATES),
    stale: fc.boolean(),
  });

  fc.assert(
    fc.property(fc.constantFrom(...CASE_STATES), fc.array(command, { maxLength: 60 }), (start, commands) => {
      let current = aCase(start);
      let timeline: readonly NewCaseLine[] = [];
      for (const { actor, to, stale } of commands) {
        const decision = decide(current, to, actor, { version: current.version - (stale ? 1 : 0) });
        if (!decision.ok) continue;
        const { next } = decision.value;
        expect(stale).toBe(false);
        expect(next.version).toBe(current.version + 1);
        expect(decision.value.timeline.at(-1)).toMatchObject({ from: current.state, to: next.state, actor: actor.id });
        if (next.state === "closed") expect(current.handler).not.toBe(actor.id);
        timeline = [...timeline, ...decision.value.timeline];
        current = next;
      }
      // Replaying the lines leads from the first state to the last one without a gap.
      const end = timeline.reduce<CaseState>((state, line) => (line.from === state ? line.to : state), start);
      expect(end).toBe(current.state);
      expect(current.version).toBe(5 + timeline.length);
    }),
  );
});

test("a case is put off until the instant that was sent, blanks round it or not", () => {
  const until = ` ${FIELDS.until} `;
  const next = nextOf(aCase("handling"), "pending", anActor("duty-desk"), { fields: { until } });

  expect(next.deadline).toEqual({ at: at(FIELDS.until), kind: "resume", source: { code: "approved", facts: {} } });
});
