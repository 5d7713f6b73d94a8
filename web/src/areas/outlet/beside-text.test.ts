import { expect, test } from "vitest";
import { sayIn } from "../../i18n/say.ts";
import { besideText } from "./beside-text.ts";
import { outletWords } from "./words.ts";

test("what was said beside a value is one line in both languages, and a dash where nothing was", () => {
  const beside = { rawMean: 61.5, sampledAt: "2026-11-22T23:50:00.000Z", vendorFlag: "A01", backfilled: true } as const;

  expect(besideText(beside, 2, sayIn("zh", outletWords))).toBe("标记前均值 61.50；采样 2026-11-23 07:50:00；设备标记 A01；补传");
  expect(besideText(beside, 1, sayIn("en", outletWords))).toBe(
    "mean before marking 61.5; sampled 2026-11-23 07:50:00; vendor flag A01; back-filled",
  );
  expect(besideText(undefined, 1, sayIn("zh", outletWords))).toBe("—");
});
