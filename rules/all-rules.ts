import { EXCEED_DAY } from "./exceedance/exceed-day/exceed-day.ts";
import { EXCEED_HOUR } from "./exceedance/exceed-hour/exceed-hour.ts";
import { FURNACE_TEMPERATURE } from "./exceedance/furnace-temperature/furnace-temperature.ts";
import { UNORGANISED_EMISSION } from "./fugitive/unorganised-emission/unorganised-emission.ts";
import { CONSTANT_VALUE } from "./quality/constant-value/constant-value.ts";
import { CONTRADICTING_WATER } from "./quality/contradicting-water/contradicting-water.ts";
import { FORECAST_DAY } from "./quality/forecast-day/forecast-day.ts";
import { FORECAST_HOUR } from "./quality/forecast-hour/forecast-hour.ts";
import { GUESSED_PASSWORD } from "./quality/guessed-password/guessed-password.ts";
import { HARDLY_MOVING } from "./quality/hardly-moving/hardly-moving.ts";
import { HIGHER_AT_NIGHT } from "./quality/higher-at-night/higher-at-night.ts";
import { IMPLAUSIBLE_VALUE } from "./quality/implausible-value/implausible-value.ts";
import { LATE_MARK } from "./quality/late-mark/late-mark.ts";
import { LONG_EXCEEDANCE } from "./quality/long-exceedance/long-exceedance.ts";
import { NEAR_LIMIT } from "./quality/near-limit/near-limit.ts";
import { NEGATIVE_VALUE } from "./quality/negative-value/negative-value.ts";
import { OXYGEN_OF_AIR } from "./quality/oxygen-of-air/oxygen-of-air.ts";
import { REPEATED_DAY } from "./quality/repeated-day/repeated-day.ts";
import { SUDDEN_CHANGE } from "./quality/sudden-change/sudden-change.ts";
import { TOO_FEW_MINUTES } from "./quality/too-few-minutes/too-few-minutes.ts";
import { TWO_SENDERS } from "./quality/two-senders/two-senders.ts";
import { UNCONFIRMED_DAY } from "./quality/unconfirmed-day/unconfirmed-day.ts";
import { UNCONFIRMED_HOUR } from "./quality/unconfirmed-hour/unconfirmed-hour.ts";
import { ZERO_WHILE_RUNNING } from "./quality/zero-while-running/zero-while-running.ts";
import type { Rule } from "./register/rule.ts";

/** The register of rules: the only list. A rule is its folder, one line here and its words. */
export const ALL_RULES = [
  EXCEED_HOUR,
  EXCEED_DAY,
  FURNACE_TEMPERATURE,
  UNORGANISED_EMISSION,
  TOO_FEW_MINUTES,
  CONSTANT_VALUE,
  ZERO_WHILE_RUNNING,
  NEGATIVE_VALUE,
  IMPLAUSIBLE_VALUE,
  LONG_EXCEEDANCE,
  HARDLY_MOVING,
  SUDDEN_CHANGE,
  NEAR_LIMIT,
  HIGHER_AT_NIGHT,
  OXYGEN_OF_AIR,
  REPEATED_DAY,
  CONTRADICTING_WATER,
  LATE_MARK,
  FORECAST_HOUR,
  FORECAST_DAY,
  UNCONFIRMED_HOUR,
  UNCONFIRMED_DAY,
  GUESSED_PASSWORD,
  TWO_SENDERS,
] as const satisfies readonly Rule[];

/** The ids of findings of this edition, as they go out. */
export type KnownRuleId = (typeof ALL_RULES)[number]["says"][number];

/** In the order of the register. */
export const RULE_IDS: readonly KnownRuleId[] = ALL_RULES.flatMap((rule): readonly KnownRuleId[] => rule.says);
