import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { NO_LOG } from "../../core/ports/log.ts";
import { HOUR, type Instant, instant, parseIso, plus, startOfHour } from "../../core/time.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { scenarioStations, startScenario } from "./start-scenario.ts";

const START = parseIso("2026-11-23T10:25:03+08:00") ?? instant(0);

function read(name: string): Scenario {
  const scenario = readScenario(readFileSync(join(import.meta.dirname, name), "utf8"));
  if (!scenario.ok) throw new Error(JSON.stringify(scenario.error));
  return scenario.value;
}

/** The truly exceeding hours as `outlet|factor|hours from the running hour`. */
function exceedingHours(scenario: Scenario): readonly string[] {
  const hour = (h: number): Instant => plus(startOfHour(START), h * HOUR);
  const hours = Array.from({ length: scenario.pastHours + 3 }, (_, i) => i - scenario.pastHours);
  return scenarioStations(scenario, START).flatMap(({ outlet, channels }) =>
    channels.flatMap((c) =>
      hours.filter((h) => c.truth(hour(h)).isExceeding).map((h) => `${outlet}|${c.definition.factor}|${h}`),
    ),
  );
}

test("a treatment failure exceeds in its four hours and in no other", () => {
  expect(exceedingHours(read("treatment-failure.yaml"))).toEqual([-6, -5, -4, -3].map((h) => `e4-DA001|a21026|${h}`));
});

test("yard dust passes the boundary limits of both plants in its hours only, and was not declared", () => {
  const scenario = read("yard-dust.yaml");

  expect(exceedingHours(scenario)).toEqual(["e1-B1|a34001|-3", "e1-B1|a34001|-2", "e4-B1|a34001|-1", "e4-B1|a34001|0"]);
  const yard = scenarioStations(scenario, START).find((s) => s.outlet === "e4-B1");
  expect(yard?.channels[0]?.truth(startOfHour(START)).isUndeclared).toBe(true);
});

test("nothing exceeds when all is quiet", () => {
  expect(exceedingHours(read("all-quiet.yaml"))).toEqual([]);
});

test.each([
  ["what is no YAML", "schema: [", [["", "not-yaml"]]],
  ["an unknown key", "schema: outfall/scenario/1\ntitle: x\nevent: []\nevents: []", [["", "wrong-shape"]]],
  [
    "a plant that is not there",
    "schema: outfall/scenario/1\ntitle: x\nplants: [e1, e99]\nevents: []",
    [["/plants/1", "unknown-plant"]],
  ],
  [
    "a factor that nobody measures there",
    "schema: outfall/scenario/1\ntitle: x\nevents: [{kind: release, outlet: e1-B1, factor: a24088, kgPerHour: 1, fromHour: 0, hours: 1}]",
    [["/events/0", "unknown-channel"]],
  ],
  [
    "a release into a stack",
    "schema: outfall/scenario/1\ntitle: x\nevents: [{kind: release, outlet: e1-DA001, factor: a21002, kgPerHour: 1, fromHour: 0, hours: 1}]",
    [["/events/0/kind", "event-does-not-fit"]],
  ],
])("a scenario with %s is refused, and the place is named", (_, text, expected) => {
  const scenario = readScenario(text);

  expect(scenario.ok ? [] : scenario.error.map((p) => [p.pointer, p.code])).toEqual(expected);
});

test("a scenario starts only the loggers of its plants", async () => {
  const door = { host: "127.0.0.1", port: 1 };
  const options = { mqtt: door, hj212: door, clock: { kind: "manual", now: () => START } as const, log: NO_LOG };
  const fleet = startScenario(read("treatment-failure.yaml"), options);
  await fleet.stop();

  expect(fleet.report().devices.map((d) => d.mn.slice(-2))).toEqual(["06", "07", "08"]);
});
