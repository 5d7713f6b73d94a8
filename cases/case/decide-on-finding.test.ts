import { describe, expect, test } from "vitest";
import type { Finding } from "../../core/judging/finding.ts";
import { findingFacts } from "../../core/judging/finding-facts.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { NOW } from "../../tests/support/case-facts.ts";
import { FindingsDesk } from "../../tests/support/findings-desk.ts";
import { CONFIRMED, deskWith, hour, WITHDRAWN } from "../../tests/support/hourly-findings.ts";
import { CASES } from "./case-collection.ts";

describe("a case opens", () => {
  test("a finding of level A2 opens a case in signal; the enterprise has two hours to explain", async () => {
    const desk = await deskWith(hour(0));

    expect(await desk.cases()).toMatchObject([
      {
        id: "case:h0",
        number: "410199-2026-0001",
        title: { code: "finding", facts: findingFacts(hour(0)) },
        state: "signal",
        version: 1,
        level: "A2",
        cell: "g2-a",
        standing: { A2: 1, A3: 0, A4: 0 },
        deadline: { at: plus(NOW, 2 * HOUR), kind: "explain", source: { code: "default", facts: {} } },
      },
    ]);
    expect(desk.timeline).toMatchObject([{ actor: "engine", action: "opened", from: null, to: "signal", at: NOW }]);
    const row = { kind: "case", subject: "case:h0", detail: "explain|due" };
    expect([...desk.deadlines.values()]).toEqual([{ id: "deadline:case:h0", at: plus(NOW, 2 * HOUR), ...row }]);
  });

  // Behaviour
  test("a finding of level A3 opens a case and moves it on to reported in the same decision", async () => {
    const desk = await deskWith(hour(0, CONFIRMED));

    expect(await desk.cases()).toMatchObject([{ state: "reported", deadline: { at: plus(NOW, 30 * MINUTE), kind: "triage" } }]);
    expect(desk.timeline.map((line) => [line.from, line.to])).toEqual([
      [null, "signal"],
      ["signal", "reported"],
    ]);
  });

  test.each([
    ["A0, exempted", hour(0, { status: "exempted", level: "A0", rule: "FUG-CONSENTED" })],
    ["A1", hour(0, { level: "A1" })],
    ["withdrawn", hour(0, WITHDRAWN)],
  ])("a finding that is %s opens no case", async (_, finding) => {
    expect(await (await deskWith(finding)).cases()).toEqual([]);
  });

  test.each([
    ["of another outlet", { outlet: "e1-B1" }],
    ["of another pollutant", { pollutant: "a21002" }],
    ["of another family of rules", { rule: "FUG-PENDING", family: "fugitive" }],
  ] as const)("a finding %s opens a case of its own", async (_, over) => {
    expect(await (await deskWith(hour(0), hour(1, over))).cases()).toHaveLength(2);
  });

  test("an unreported emission joins the case of the pending one before it", async () => {
    const desk = await deskWith(hour(0, { rule: "FUG-PENDING" }), hour(1, { rule: "FUG-UNREPORTED" }));

    expect(await desk.cases()).toMatchObject([{ standing: { A2: 2 } }]);
  });
});

describe("findings join", () => {
  test("findings less than 24 hours apart share a case, whichever came first; exactly 24 hours apart they do not", async () => {
    expect(await (await deskWith(hour(0), hour(24), hour(-24))).cases()).toHaveLength(1);
    expect(await (await deskWith(hour(0), hour(25), hour(-25))).cases()).toHaveLength(3);
  });

  test("a confirmed finding moves its case from signal to reported with level A3", async () => {
    const desk = await deskWith(hour(0));
    await desk.happen(hour(0, CONFIRMED), "confirmed");

    expect(await desk.cases()).toMatchObject([{ id: "case:h0", state: "reported", level: "A3", version: 2 }]);
    expect(desk.actionsOf("case:h0")).toEqual(["opened", "finding-confirmed", "reported"]);
  });

  test("the timeline tells once a Beijing day that findings joined, and the version counts what it tells", async () => {
    const desk = await deskWith(hour(0), hour(1), hour(2), hour(3));
    expect(desk.actionsOf("case:h0")).toEqual(["opened", "finding-joined"]);
    desk.now = plus(NOW, 24 * HOUR);
    await desk.happen(hour(4));
    await desk.happen(hour(5));

    expect(desk.actionsOf("case:h0")).toEqual(["opened", "finding-joined", "finding-joined"]);
    expect(await desk.cases()).toMatchObject([{ standing: { A2: 6 }, version: 3 }]);
  });

  test("once people have acted, the level of a case never goes down and its state is theirs", async () => {
    const desk = await deskWith(hour(0), hour(1, CONFIRMED));
    await desk.steps("case:h0", "accepted", "dispatched", "handling");
    await desk.happen(hour(1, WITHDRAWN), "withdrawn");

    expect(await desk.cases()).toMatchObject([{ state: "handling", level: "A3", standing: { A2: 1, A3: 0 } }]);
  });

  test("while nobody has acted, a case whose finding of A3 falls is an alert again", async () => {
    const desk = await deskWith(hour(0), hour(1, CONFIRMED));
    await desk.happen(hour(1, WITHDRAWN), "withdrawn");

    expect(await desk.cases()).toMatchObject([{ state: "signal", level: "A2", deadline: { kind: "explain" } }]);
    expect(desk.actionsOf("case:h0").at(-1)).toBe("lowered");
  });
});

describe("everything falls", () => {
  test("when every finding of a case in signal is withdrawn the engine dismisses it", async () => {
    const desk = await deskWith(hour(0));
    await desk.happen(hour(0, WITHDRAWN), "withdrawn");

    expect(await desk.cases()).toMatchObject([{ state: "dismissed", deadline: null, version: 2 }]);
    expect(desk.actionsOf("case:h0")).toEqual(["opened", "finding-withdrawn", "dismissed"]);
    expect(desk.deadlines.size).toBe(0);
  });

  // Behaviour
  test("a case beyond signal of which nothing stands any more has no clock, and its end is proposed", async () => {
    const desk = await deskWith(hour(0, CONFIRMED));
    await desk.steps("case:h0", "accepted", "dispatched", "handling");
    await desk.happen(hour(0, WITHDRAWN), "withdrawn");

    expect(await desk.cases()).toMatchObject([{ state: "handling", deadline: null, endProposed: true }]);
    expect(desk.actionsOf("case:h0").slice(-2)).toEqual(["finding-withdrawn", "end-proposed"]);
    expect(desk.deadlines.size).toBe(0);

    await desk.happen(hour(0, CONFIRMED), "reinstated");
    expect(await desk.cases()).toMatchObject([{ state: "handling", deadline: { kind: "handle" }, endProposed: false }]);
  });

  test("a reinstated finding brings back the case that the engine had dismissed, also after its clock had run out", async () => {
    const desk = await deskWith(hour(0));
    await desk.runOut((await desk.cases())[0] ?? never());
    await desk.happen(hour(0, WITHDRAWN), "withdrawn");
    await desk.happen(hour(0), "reinstated");

    expect(await desk.cases()).toMatchObject([{ id: "case:h0", state: "signal", deadline: { kind: "explain" } }]);
  });
});

describe("people have ended a case", () => {
  test.each([
    ["rejected", ["rejected"]],
    ["closed", ["accepted", "dispatched", "handling", "result", "verify", "closed"]],
    ["archived", ["rejected", "archived"]],
  ] as const)("later findings of its incident join a case that is %s, which stays so", async (state, way) => {
    const desk = await deskWith(hour(0, CONFIRMED));
    await desk.steps("case:h0", ...way);
    await desk.happen(hour(1, CONFIRMED));
    await desk.happen(hour(2));

    expect(await desk.cases()).toMatchObject([{ state, standing: { A2: 1, A3: 2, A4: 0 } }]);
  });

  // Behaviour
  test("only a higher level than it ever had brings back a case that people ended", async () => {
    const desk = await deskWith(hour(0));
    await desk.steps("case:h0", "dismissed", "archived");
    await desk.happen(hour(1));
    expect(await desk.cases()).toMatchObject([{ state: "archived" }]);
    await desk.happen(hour(1, CONFIRMED), "confirmed");

    expect(await desk.cases()).toMatchObject([{ id: "case:h0", state: "reported", level: "A3", deadline: { kind: "triage" } }]);
    expect(desk.actionsOf("case:h0").slice(-2)).toEqual(["finding-confirmed", "reported"]);
  });

  test("a finding that stands anew after its case was archived joins it again", async () => {
    const desk = await deskWith(hour(0, CONFIRMED));
    await desk.steps("case:h0", "rejected", "archived");
    await desk.happen(hour(0, WITHDRAWN), "withdrawn");
    await desk.happen(hour(0, CONFIRMED), "reinstated");

    expect(await desk.cases()).toMatchObject([{ state: "archived", standing: { A3: 1 } }]);
  });

  test("an incident of a case that was ended goes over to the open one that it meets", async () => {
    const desk = await deskWith(hour(0, CONFIRMED));
    await desk.steps("case:h0", "rejected");
    desk.now = plus(NOW, MINUTE);
    await desk.happen(hour(40));
    await desk.happen(hour(20));

    expect(await desk.cases()).toMatchObject([
      { id: "case:h0", state: "rejected", standing: { A3: 0 } },
      { id: "case:h40", state: "reported", level: "A3", standing: { A2: 2, A3: 1 } },
    ]);
  });

  test("of ended cases whose incidents meet the gravest keeps the matter", async () => {
    const desk = await deskWith(hour(0), hour(40, CONFIRMED));
    await desk.steps("case:h0", "dismissed");
    await desk.steps("case:h40", "rejected");
    await desk.happen(hour(20, CONFIRMED));

    expect((await desk.incidents()).map((i) => i.caseId)).toEqual(["case:h40"]);
    expect((await desk.cases()).map((c) => [c.id, c.state])).toEqual([
      ["case:h0", "dismissed"],
      ["case:h40", "rejected"],
    ]);
  });
});

describe("a case that keeps several incidents", () => {
  /** Two incidents of one case that people rejected: they worked on it when it parted. */
  async function twoOfOne(): Promise<FindingsDesk> {
    const desk = await deskWith(hour(0, CONFIRMED), hour(20), hour(40));
    await desk.steps("case:h0", "check");
    await desk.happen(hour(20, WITHDRAWN), "withdrawn");
    await desk.steps("case:h0", "rejected");
    return desk;
  }

  test("keeps them when they meet again", async () => {
    const desk = await twoOfOne();
    await desk.happen(hour(20), "reinstated");

    expect(await desk.cases()).toMatchObject([{ id: "case:h0", state: "rejected", standing: { A2: 2, A3: 1 } }]);
    expect(await desk.incidents()).toHaveLength(1);
  });

  test("hands both over to the open case that lies between them", async () => {
    const desk = await twoOfOne();
    desk.now = plus(NOW, MINUTE);
    // Two days later, then back to the gap, by a finding of a day and a half.
    await desk.happen(hour(80));
    const { start } = hour(2).period;
    await desk.happen(hour(2, { period: { start, end: plus(start, 72 * HOUR) } }));

    expect(await desk.cases()).toMatchObject([
      { id: "case:h0", state: "rejected", standing: { A2: 0, A3: 0 } },
      { id: "case:h80", state: "reported", standing: { A2: 3, A3: 1 } },
    ]);
  });

  test("takes back a finding that was its own, though it is an incident of its own now", async () => {
    const desk = await twoOfOne();
    await desk.happen(hour(40, WITHDRAWN), "withdrawn");
    await desk.happen(hour(40), "reinstated");

    expect(await desk.cases()).toHaveLength(1);
  });
});

test("a finding whose case lives on with another incident gets a case of its own that cannot be mistaken for it", async () => {
  const desk = await deskWith(hour(0), hour(20), hour(40));
  await desk.happen(hour(40, WITHDRAWN), "withdrawn");
  await desk.happen(hour(20, WITHDRAWN), "withdrawn");
  await desk.happen(hour(40), "reinstated");

  expect((await desk.cases()).map((c) => c.id)).toEqual(["case:h0", "case:h40:6"]);
});

describe("history", () => {
  const DAY = 24;
  const old = (days: number, over: Partial<Finding> = {}) => hour(-days * DAY, over);

  // Behaviour
  test("findings of imported history are one case per enterprise and day, with a clock of one working day", async () => {
    const desk = new FindingsDesk();
    for (const days of [700, 690, 680]) await desk.happen(old(days, CONFIRMED), "opened", true);
    await desk.happen(old(650, { outlet: "e1-B1" }), "opened", true);
    desk.now = plus(NOW, DAY * HOUR);
    await desk.happen(old(640), "opened", true);

    expect(await desk.cases()).toMatchObject([
      {
        id: "case:import:e1:2026-11-23",
        title: { code: "import", facts: { enterprise: "e1", day: "2026-11-23" } },
        ...{ source: "import", state: "reported", level: "A3", cell: "g2-a", outlet: null, standing: { A2: 1, A3: 3 } },
        // Office hours of Tuesday end at 18:00 in Beijing.
        deadline: { at: plus(NOW, 33 * HOUR - 5 * MINUTE), kind: "triage" },
      },
      { id: "case:import:e1:2026-11-24", state: "reported", level: "A2" },
    ]);
    expect(await desk.incidents()).toHaveLength(5);
  });

  test("an import that people turned down comes back as reported when something graver comes with it that day", async () => {
    const desk = new FindingsDesk();
    await desk.happen(old(20), "opened", true);
    await desk.steps("case:import:e1:2026-11-23", "rejected");
    await desk.happen(old(30), "opened", true);
    expect(await desk.cases()).toMatchObject([{ state: "rejected" }]);
    await desk.happen(old(40, CONFIRMED), "opened", true);

    expect(await desk.cases()).toMatchObject([{ state: "reported", level: "A3", standing: { A2: 2, A3: 1 } }]);
    expect(desk.timeline.at(-1)).toMatchObject({ from: "rejected", to: "reported" });
  });

  test("a later change of a finding of history stays with the case of its import", async () => {
    const desk = new FindingsDesk();
    await desk.happen(old(20), "opened", true);
    desk.now = plus(NOW, 30 * HOUR);
    await desk.happen(old(20, { ...CONFIRMED, history: [aChange(NOW)] }), "confirmed");

    expect(await desk.cases()).toMatchObject([{ id: "case:import:e1:2026-11-23", level: "A3", standing: { A2: 0, A3: 1 } }]);
  });
});

function aChange(at: Finding["history"][0]["at"]): Finding["history"][0] {
  return { at, seq: 1, status: "provisional", level: "A2", value: 1, reason: { code: "limit-exceeded", facts: {} } };
}

function never(): never {
  throw new Error("there is no case");
}

test("what a case is called stays what it was called when it opened", async () => {
  const desk = await deskWith(hour(0), hour(-1));

  expect((await desk.rows.get(CASES, "case:h0"))?.title).toEqual({ code: "finding", facts: findingFacts(hour(0)) });
});
