import { expect, test } from "vitest";
import { scopeOf } from "../api/context/scope.ts";
import { directoryToWire } from "../api/resources/registry/wire.ts";
import { POLLUTANTS } from "../core/readings/pollutants.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import { LEADERSHIP_DASHBOARD } from "../dashboards/leadership.ts";
import { FACTOR_CODES, pollutantFullName, pollutantName } from "../words/pollutant-words.ts";
import { twoPlants } from "./support/api-fixture.ts";
import { anActor } from "./support/case-facts.ts";

/** A registry whose plants measure every factor of the table. */
const { channels, ...registry } = twoPlants();
const [channel] = channels;
if (channel === undefined) throw new Error("no channel to copy");
const INDEX = indexRegistry({
  ...registry,
  channels: [...POLLUTANTS.keys()].map((code) => ({ ...channel, factor: code, pollutant: code })),
});
const DIRECTORY = directoryToWire(INDEX, scopeOf(anActor("bureau-staff"), INDEX));
const DASHBOARD = JSON.stringify(LEADERSHIP_DASHBOARD);

// Generated from the table: a new row is known everywhere, or a line here fails.
test.each([...POLLUTANTS.values()])("$code is known to the API, the pages and the dashboard by its row alone", (row) => {
  const { code, zh, en, short, decimals } = row;

  expect(DIRECTORY.pollutants).toContainEqual({ code, zh, en, symbol: short.zh, decimals });
  expect(FACTOR_CODES, "what the form of a channel offers").toContain(code);
  expect([pollutantName(code, "zh"), pollutantName(code, "en")]).toEqual([short.zh, short.en]);
  expect([pollutantFullName(code, "zh"), pollutantFullName(code, "en")]).toEqual([zh, en]);
  expect(DASHBOARD.includes(`"${code}":{"text":"${short.zh}",`), "a word of the dashboard").toBe(true);
});
