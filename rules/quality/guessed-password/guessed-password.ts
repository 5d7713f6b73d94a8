import { DEVICE_MATTERS } from "../../../core/judging/device-matters.ts";
import type { Rule } from "../../register/rule.ts";
import { askDoor, DEVICE_LEAD } from "../device-lead.ts";

/** Somebody guesses the password of a device at a door: from the hour in which one fits its data may be another's. */
export const GUESSED_PASSWORD: Rule<"PASSWORD-GUESSED"> = {
  ...DEVICE_LEAD,
  name: "guessed-password",
  says: ["PASSWORD-GUESSED"],
  appliesTo: ({ pollutant }) => pollutant === DEVICE_MATTERS.guessing,
  judge: (facts) => askDoor(GUESSED_PASSWORD, facts, (times) => ({ code: "password-guessed", facts: { times } })),
};
