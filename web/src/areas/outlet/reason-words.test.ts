import { expect, test } from "vitest";
import { sayIn } from "../../i18n/say.ts";
import { reasonWords } from "./reason-words.ts";
import { stateWords } from "./state-words.ts";

const NOW = Date.parse("2026-11-23T02:10:00.000Z");
const zh = sayIn("zh", stateWords);

test("a state says which hour it comes from: the last one as that, another by its clock", () => {
  const hour = { code: "hour-exceeding", start: "2026-11-23T01:00:00.000Z", end: "2026-11-23T02:00:00.000Z" } as const;

  expect(reasonWords(hour, zh, NOW)).toBe("上一小时超标");
  expect(reasonWords({ ...hour, start: "2026-11-23T00:00:00.000Z", end: "2026-11-23T01:00:00.000Z" }, zh, NOW)).toBe(
    "今天 08:00-09:00 超标",
  );
});

test("a warning says whether the value or the mean of the running period is above", () => {
  expect(reasonWords({ code: "value-above" }, zh, NOW)).toBe("仅当前值高于限值");
  expect(reasonWords({ code: "mean-above", basis: "hour" }, zh, NOW)).toBe("本小时均值已超限值");
  expect(reasonWords({ code: "will-exceed", basis: "day" }, zh, NOW)).toBe("按走势今日将高于限值");
});

test("what was consented to says so, of this hour and of the hour judged last", () => {
  const hour = { code: "hour-consented", start: "2026-11-23T01:00:00.000Z", end: "2026-11-23T02:00:00.000Z" } as const;

  expect(reasonWords({ code: "consented" }, zh, NOW)).toBe("本小时排放已征得同意");
  expect(reasonWords(hour, zh, NOW)).toBe("上一小时排放已征得同意");
  expect(reasonWords(hour, sayIn("en", stateWords), NOW)).toBe("last hour emitted with consent");
});
