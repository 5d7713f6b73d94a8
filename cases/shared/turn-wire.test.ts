import { expect, test } from "vitest";
import { anActor, twoDistricts } from "../../tests/support/case-facts.ts";
import { holdersToWire, turnOf } from "./turn-wire.ts";

const index = twoDistricts();
const OF_E1 = { cell: null, enterprise: "e1" };

test("who holds the power elsewhere is told that the matter lies outside, and whose it is", () => {
  expect(turnOf("operate-devices", OF_E1, { actor: anActor("duty-desk"), index })).toMatchObject({ mine: true, declined: null });
  expect(turnOf("operate-devices", OF_E1, { actor: anActor("duty-desk", { cells: ["h2"] }), index })).toMatchObject({
    mine: false,
    declined: "outside-your-cells",
    holders: [{ role: "bureau-staff", placeName: "演示区" }, { role: "duty-desk", placeName: "演示区" }, { place: null }],
  });
  expect(turnOf("operate-devices", OF_E1, { actor: anActor("leader"), index }).declined).toBe("role-not-allowed");
});

test("a place that is not registered any more stands for itself", () => {
  expect(holdersToWire(["declare"], { cell: null, enterprise: "e7" }, index)[0]).toEqual({
    ...{ role: "enterprise-specialist", place: "e7", placeName: "e7" },
  });
});
