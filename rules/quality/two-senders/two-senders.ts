import { DEVICE_MATTERS } from "../../../core/judging/device-matters.ts";
import type { Rule } from "../../register/rule.ts";
import { askDoor, DEVICE_LEAD } from "../device-lead.ts";

/** One MN speaks from two addresses in turn: two loggers share it, or somebody else speaks for the device. */
export const TWO_SENDERS: Rule<"TWO-SENDERS"> = {
  ...DEVICE_LEAD,
  name: "two-senders",
  says: ["TWO-SENDERS"],
  appliesTo: ({ pollutant }) => pollutant === DEVICE_MATTERS["addresses-in-turn"],
  judge: (facts) => askDoor(TWO_SENDERS, facts, () => ({ code: "addresses-in-turn", facts: {} })),
};
