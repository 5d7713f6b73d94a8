import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { OWN_DESCRIPTORS, openFilesLimit, shareDescriptors } from "./descriptor-shares.ts";

const WANTED = { http: 4_000, mqtt: 20_000, hj212: 2_000 };

test("where there are enough descriptors, or nobody says how many, every door has what it wants", () => {
  expect(shareDescriptors(26_000 + OWN_DESCRIPTORS, WANTED)).toBe(WANTED);
  expect(shareDescriptors(undefined, WANTED)).toBe(WANTED);
});

test("where there are too few, HTTP and HJ 212 have a quarter each at most and MQTT the rest", () => {
  expect(shareDescriptors(4_096, WANTED)).toEqual({ http: 960, hj212: 960, mqtt: 1_920 });
  expect(shareDescriptors(20_000, WANTED)).toEqual({ http: 4_000, hj212: 2_000, mqtt: 13_744 });
});

test("however few there are, what is shared never takes what the product itself needs, and no door is shut", () => {
  const many = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(fc.integer({ min: OWN_DESCRIPTORS + 4, max: 2_000_000 }), many, many, many, (limit, http, mqtt, hj212) => {
      const shared = shareDescriptors(limit, { http, mqtt, hj212 });

      expect(shared.http + shared.mqtt + shared.hj212).toBeLessThanOrEqual(limit - OWN_DESCRIPTORS);
      expect(Math.min(shared.http, shared.mqtt, shared.hj212)).toBeGreaterThan(0);
      expect([shared.http <= http, shared.mqtt <= mqtt, shared.hj212 <= hj212]).toEqual([true, true, true]);
    }),
  );
});

test("the limit is what the system says of this process, and unknown where it says nothing", () => {
  const directory = mkdtempSync(join(tmpdir(), "outfall-limits-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "limits");
  const line = (value: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${value}        4096     files\n`;

  expect(openFilesLimit(file)).toBeUndefined();
  writeFileSync(file, line("1024"));
  expect(openFilesLimit(file)).toBe(1_024);
  writeFileSync(file, line("unlimited"));
  expect(openFilesLimit(file)).toBeUndefined();
});
