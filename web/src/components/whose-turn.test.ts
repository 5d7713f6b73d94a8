import { expect, test } from "vitest";
import type { HolderWire } from "../../../cases/shared/turn-wire.ts";
import { sayIn } from "../i18n/say.ts";
import { holdersText } from "./WhoseTurn.tsx";

const holder = (role: HolderWire["role"], placeName: string | null): HolderWire => ({ role, place: placeName, placeName });

test("whose turn it is names each place once, after the last of its roles", () => {
  const holders = [holder("street-officer", "甲街道"), holder("bureau-staff", "演示区"), holder("duty-desk", "演示区")];

  expect(holdersText(holders, sayIn("zh", {}))).toBe("街道环保员（甲街道）、分局值班、值班台（演示区）");
  expect(holdersText([...holders.slice(2), holder("administrator", null)], sayIn("en", {}))).toBe(
    "Duty desk (演示区), Administrator",
  );
});
