import { describe, expect, test } from "vitest";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { aCase, NOW } from "../../tests/support/case-facts.ts";
import { CONFIRMED, deskWith, hour, WITHDRAWN } from "../../tests/support/hourly-findings.ts";
import type { StandingChange } from "../incident/change-standing.ts";
import { entryOf } from "../incident/standing-entry.ts";
import { trackOf } from "../incident/track.ts";
import { decideOnFinding } from "./decide-on-finding.ts";
import { meetingOf } from "./merge-cases.ts";

describe("incidents meet and part", () => {
  // Behaviour
  test("two open cases whose incidents meet are one: the older goes on, the other ends in it with a line in both", async () => {
    const desk = await deskWith(hour(0), hour(40));
    desk.now = plus(NOW, MINUTE);
    await desk.happen(hour(20));

    expect(await desk.cases()).toMatchObject([
      { id: "case:h0", number: "410199-2026-0001", state: "signal", standing: { A2: 3 }, mergedInto: null },
      { id: "case:h40", state: "archived", standing: { A2: 0 }, mergedInto: "case:h0", deadline: null },
    ]);
    expect(desk.actionsOf("case:h0")).toEqual(["opened", "merged", "finding-joined"]);
    expect(desk.actionsOf("case:h40")).toEqual(["opened", "merged"]);
    expect([...desk.deadlines.keys()]).toEqual(["deadline:case:h0"]);
    expect((await desk.caseOf("h40"))?.id).toBe("case:h0");
  });

  test("a case that is merged into one on which nobody has acted brings the work of people along", async () => {
    const desk = await deskWith(hour(0));
    desk.now = plus(NOW, MINUTE);
    await desk.happen(hour(40, CONFIRMED));
    const { deadline } = await desk.steps("case:h40", "accepted", "dispatched");
    await desk.happen(hour(20));

    expect(await desk.cases()).toMatchObject([
      { id: "case:h0", state: "dispatched", assignee: "u-unit", level: "A3", deadline },
      { id: "case:h40", state: "archived", assignee: null },
    ]);
    expect([...desk.deadlines.values()]).toMatchObject([{ id: "deadline:case:h0", at: deadline?.at, detail: "take-up|due" }]);
  });

  test("a finding of several days closes the gaps between three cases at once", async () => {
    const desk = await deskWith(hour(0), hour(40));
    await desk.steps("case:h40", "reported");
    await desk.happen(hour(80));
    const { start } = hour(2).period;
    await desk.happen(hour(2, { period: { start, end: plus(start, 72 * HOUR) } }));

    const [first, ...others] = await desk.cases();
    expect(first).toMatchObject({ id: "case:h0", standing: { A2: 4 }, state: "reported" });
    expect(others.map((c) => c.mergedInto)).toEqual(["case:h0", "case:h0"]);
    expect(desk.timeline.filter((line) => line.subject === "case:h0").map((line) => [line.action, line.from, line.to])).toEqual([
      ["opened", null, "signal"],
      ["merged", "signal", "reported"],
      ["merged", "reported", "reported"],
      ["finding-joined", "reported", "reported"],
    ]);
  });

  test("a ladder that was climbed to its end does not begin anew in the case that takes over", async () => {
    const desk = await deskWith(hour(0));
    desk.now = plus(NOW, MINUTE);
    await desk.happen(hour(40));
    for (let step = 0; step < 4; step++) await desk.runOut((await desk.cases()).at(-1) ?? never());
    await desk.happen(hour(20));

    const [first] = await desk.cases();
    expect(first).toMatchObject({ id: "case:h0", overdue: true, supervised: true, escalation: 2 });
    expect(desk.deadlines.size).toBe(0);
  });

  test("of cases that opened at the same moment the one with the lower number goes on", () => {
    const [a, b] = [aCase("signal", { number: "410199-2026-0001" }), aCase("signal", { number: "410199-2026-0002" })];

    expect(meetingOf([a, b])).toEqual({ owner: a, ending: [b] });
    expect(meetingOf([b, a])).toEqual({ owner: a, ending: [b] });
  });

  test("of cases that people ended the gravest goes on, of equal ones the oldest", () => {
    const ended = (number: string, level: "A2" | "A3") => aCase("archived", { number, level });
    const [a, b, c] = [ended("1", "A2"), ended("2", "A3"), ended("3", "A3")];

    expect(meetingOf([c, a, b])).toEqual({ owner: b, ending: [] });
    expect(meetingOf([a])).toEqual({ owner: a, ending: [] });
  });

  test("an incident without a case is a mistake of the program and stops it", async () => {
    const desk = await deskWith(hour(0));
    const [incident] = await desk.incidents();
    if (incident === undefined) throw new Error("there is no incident");
    const standing: StandingChange = {
      ...{ track: trackOf(hour(0), false, NOW), before: entryOf(hour(0)), after: undefined },
      ...{ days: [], incident, was: incident, met: [], parted: [] },
    };
    const moment = { now: NOW, seq: 1, calendar: WEEKDAYS_ONLY, place: { cell: "g2-a", division: "410199" } };
    const news = { finding: hour(0), change: "withdrawn", history: false, former: undefined, firsts: new Map() } as const;

    expect(() => decideOnFinding({ ...news, ...moment, standing, cases: new Map(), numberAfter: 1, year: "2026" })).toThrow(
      "incident:h0",
    );
  });

  test("a gap that opens gives the later part a case of its own, while nobody has acted", async () => {
    const desk = await deskWith(hour(0), hour(20), hour(40), hour(41));
    await desk.happen(hour(20, WITHDRAWN), "withdrawn");

    const [first, second] = await desk.cases();
    expect(first).toMatchObject({ id: "case:h0", standing: { A2: 1 } });
    expect(second).toMatchObject({ number: "410199-2026-0002", standing: { A2: 2 }, state: "signal" });
    expect((await desk.caseOf("h41"))?.id).toBe(second?.id);
    expect(desk.actionsOf("case:h0").at(-1)).toBe("parted");
  });

  test("a gap that opens in a case on which people work leaves both parts with them", async () => {
    const desk = await deskWith(hour(0), hour(20), hour(40, CONFIRMED));
    await desk.steps("case:h0", "accepted");
    await desk.happen(hour(20, WITHDRAWN), "withdrawn");

    expect(await desk.cases()).toHaveLength(1);
    expect((await desk.incidents()).map((i) => i.caseId)).toEqual(["case:h0", "case:h0"]);
  });
});

function never(): never {
  throw new Error("there is no case");
}
