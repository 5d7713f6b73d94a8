import { expect, test } from "vitest";
import { NO_NAMES } from "./names.ts";
import { sayProblem } from "./problems.ts";

const EN = { language: "en", names: NO_NAMES } as const;
const ZH = { language: "zh", names: NO_NAMES } as const;

test.each([
  ["boundary", "hour-mean", "a boundary takes boundary-hour-mean", "厂界请用 boundary-hour-mean"],
  ["stack", "boundary-hour-mean", "it belongs to a boundary", "边界限值须登记在厂界点位"],
] as const)("a limit at a place of kind %s on the basis %s says where it belongs", (kind, basis, inEnglish, inChinese) => {
  const problem = { pointer: "/limits/0/basis", code: "limit-of-another-place", facts: { kind, basis } } as const;

  expect(sayProblem(problem, EN).message).toContain(inEnglish);
  expect(sayProblem(problem, ZH).message).toContain(inChinese);
});

test("of findings that were not all looked through, the number is the least that there are", () => {
  const facts = { limit: "l1", outlet: "o1", pollutant: "a21026", findings: 500 };
  const problem = (more: boolean) => ({ pointer: "/limits/0", code: "limit-withdraws", facts: { ...facts, more } }) as const;

  expect(sayProblem(problem(true), EN).message).toContain("at least 500 findings");
  expect(sayProblem(problem(false), EN).message).toContain("out: 500 findings");
  expect(sayProblem(problem(true), ZH).message).toContain("至少 500 条");
  expect(sayProblem(problem(false), ZH).message).toContain("，500 条");
});

test("a secret that is easily guessed is called by what the device uses it for", () => {
  const weak = (field: "mqttSecret" | "hj212Password") =>
    ({ pointer: "/devices/0", code: "weak-secret", facts: { mn: "M1", field } }) as const;

  expect(sayProblem(weak("mqttSecret"), EN).message).toContain("the MQTT secret of device M1");
  expect(sayProblem(weak("hj212Password"), EN).message).toContain("the PW of device M1");
  expect(sayProblem(weak("mqttSecret"), ZH).message).toContain("MQTT 密码");
  expect(sayProblem(weak("hj212Password"), ZH).message).toContain("访问密码（PW）");
});
