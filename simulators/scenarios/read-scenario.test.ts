import { expect, test } from "vitest";
import { readScenario } from "./read-scenario.ts";

/** A scenario of one cement works, with more lines below it. */
function scenario(more = "", plants = "[{ id: e1, name: 演示水泥厂, model: kiln, stations: [DA001, B1] }]"): string {
  return `schema: outfall/scenario/1\ntitle: { zh: 甲, en: a }\nfamily: [base]\nseed: 1\nhours: 2\nplants: ${plants}\n${more}`;
}

test("a scenario without more than its plants is quiet: no event, no declaration, a start of its own", () => {
  const read = readScenario(scenario());

  expect(read).toMatchObject({ ok: true, value: { events: [], declarations: [], start: "2026-01-05T00:00:00+08:00" } });
});

const RELEASE = "kgPerHour: 1, fromHour: 0, hours: 1";

test.each([
  ["what is no YAML", "schema: [", [["", "not-yaml"]]],
  ["an unknown key", scenario("event: []"), [["", "wrong-shape"]]],
  ["a start within an hour", scenario("start: 2026-01-05T00:30:00+08:00"), [["/start", "not-a-whole-hour"]]],
  [
    "a station that the model has not",
    scenario("", "[{ id: e1, name: x, model: kiln, stations: [DW001] }]"),
    [["/plants/0/stations/0", "unknown-station"]],
  ],
  [
    "two plants of one id",
    scenario("", "[{ id: e1, name: x, model: kiln, stations: [B1] }, { id: e1, name: y, model: kiln, stations: [B1] }]"),
    [["/plants/1/id", "duplicate-plant"]],
  ],
  [
    "an event at a plant that is not there",
    scenario("events: [{ kind: stop, plant: e9, fromHour: 0, hours: 1 }]"),
    [["/events/0/plant", "unknown-plant"]],
  ],
  [
    "an event at an outlet that is not there",
    scenario("events: [{ kind: stuck, outlet: e1-B9, fromHour: 0, hours: 1 }]"),
    [["/events/0", "unknown-outlet"]],
  ],
  [
    "a factor that nobody measures there",
    scenario(`events: [{ kind: release, outlet: e1-B1, factor: a24088, ${RELEASE} }]`),
    [["/events/0", "unknown-factor"]],
  ],
  [
    "a release into a stack",
    scenario(`events: [{ kind: release, outlet: e1-DA001, factor: a21002, ${RELEASE} }]`),
    [["/events/0/kind", "event-does-not-fit"]],
  ],
])("a scenario with %s is refused, and the place is named", (_, text, expected) => {
  const read = readScenario(text);

  expect(read.ok ? [] : read.error.map((p) => [p.pointer, p.code])).toEqual(expected);
});
