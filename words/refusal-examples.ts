import type { RefusalCodes } from "../core/casework/refusal.ts";
import { HOUR, instant, plus } from "../core/time.ts";
import { PROBLEM_EXAMPLES } from "./problem-examples.ts";
import type { Examples } from "./word-table.ts";

const NONE = [{}] as const;
const HOUR_START = instant(1_795_485_600_000);

const REFUSALS: Examples<RefusalCodes> = {
  "role-not-allowed": [{ power: "declare" }, { power: "take-steps", to: "closed" }],
  "outside-your-cells": NONE,
  "invalid-fields": NONE,
  "not-found": [{}],
  "idempotency-key-reused": NONE,
  "clock-goes-back": [{ now: HOUR_START, to: plus(HOUR_START, -HOUR) }],
};

/** More facts of problems whose words depend on them. */
const PROBLEMS: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(Object.entries(PROBLEM_EXAMPLES).map(([code, facts]) => [code, [facts]])),
  "wrong-type": [{ expected: null }, { expected: "number" }],
  "wrong-format": [{ form: null }, { form: "url" }],
  "out-of-range": [
    { of: "number", min: 0, max: 65_535 },
    { of: "characters", min: 1, max: null },
    { of: "items", min: null, max: 500 },
    { of: "days", min: null, max: null },
  ],
  "not-allowed-value": [{ allowed: [] }, { allowed: ["a", "b"] }],
  "level-out-of-step": [
    { level: 1, under: null },
    { level: 2, under: null },
    { level: 3, under: 1 },
  ],
  "second-district": [{ division: "" }, { division: "410199" }],
  "limit-without-value": [{ comparator: "range" }, { comparator: "<=" }],
  "oxygen-reference": [{ value: null }, { value: 21 }],
};

/** Example facts of what is refused, by the name under which a file of `words/` exports its table. */
export const REFUSAL_EXAMPLES: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  REFUSAL_WORDS: REFUSALS,
  PROBLEM_WORDS: PROBLEMS,
  OCCURRENCE_WORDS: {
    "cross-site": [{ header: "Origin" }],
    "password-weak": [{ why: "password-common" }, { why: "password-own-name" }, { why: "password-unchanged" }],
    "wrong-host": [{ expected: "outfall.example" }],
    "too-many-log-ins": [{ seconds: 30 }, { seconds: 900 }],
  },
};
