import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { DEVICE_MATTERS } from "../core/judging/device-matters.ts";
import { POLLUTANTS, UNCONFIRMED_FACTORS } from "../core/readings/pollutants.ts";
import { FACTOR_CODES, pollutantDecimals, pollutantFullName, pollutantName, pollutantUnit } from "./pollutant-words.ts";

const HAN = /\p{Script=Han}/u;
const ROOT = resolve(import.meta.dirname, "..");

test("at least the 184 factors of HJ 212-2017 and the seven unconfirmed ones have a name in both languages", () => {
  expect(POLLUTANTS.size).toBeGreaterThanOrEqual(184);
  expect(UNCONFIRMED_FACTORS.size).toBeGreaterThanOrEqual(7);
  for (const code of FACTOR_CODES) {
    expect(pollutantName(code, "zh"), code).not.toBe(code);
    expect(pollutantFullName(code, "zh"), code).not.toBe("");
    expect(`${pollutantName(code, "en")}${pollutantFullName(code, "en")}`, code).not.toMatch(HAN);
  }
});

test("no two factors of a medium have the same short name", () => {
  for (const language of ["zh", "en"] as const) {
    const names = FACTOR_CODES.map((code) => `${code[0]} ${pollutantName(code, language)}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  }
});

// Where two tables differed once, each decided: as HJ 212-2017 and the law print them, no abbreviation of another
// factor.
test.each([
  ["w01012", "悬浮物", "SS", "suspended solids"],
  ["w01018", "COD", "COD", "chemical oxygen demand"],
  ["w20117", "六价铬", "Cr(VI)", "hexavalent chromium"],
  ["w21001", "总氮", "TN", "total nitrogen"],
  ["w21003", "氨氮", "NH₃-N", "ammonia nitrogen"],
  ["w21011", "总磷", "TP", "total phosphorus"],
  ["w00000", "流量", "flow", "wastewater flow"],
  ["a00000", "流量", "flow", "exhaust gas flow"],
  ["a01014", "烟气湿度", "flue gas moisture", "flue gas moisture"],
  ["a01002", "湿度", "humidity", "ambient humidity"],
  ["a01901", "炉温", "furnace temperature", "mean temperature in the furnace of waste incineration"],
  ["a20057", "汞及其化合物", "Hg and compounds", "mercury and compounds"],
  ["a20058", "汞", "Hg", "mercury"],
  ["a21018", "氟化物", "fluorides", "fluorides"],
  ["a24087", "碳氢化合物", "THC", "hydrocarbons"],
  ["a24088", "NMHC", "NMHC", "non-methane hydrocarbons"],
  ["a34001", "TSP", "TSP", "total suspended particulates"],
  ["a34013", "颗粒物", "PM", "particulate matter"],
])("%s is %s in Chinese, %s in English, %s in full", (code, zh, en, full) => {
  expect([pollutantName(code, "zh"), pollutantName(code, "en"), pollutantFullName(code, "en")]).toEqual([zh, en, full]);
});

test("the Chinese name in full is what the standard prints", () => {
  expect(pollutantFullName("w00000", "zh")).toBe("污水");
  expect(pollutantFullName("a21001", "zh")).toBe("氨（氨气）");
  expect(pollutantFullName("a34004", "zh")).toBe("细微颗粒物 PM2.5");
});

test("a value has the decimals of its factor, particulate matter one as in HJ 212-2025, an unknown factor two", () => {
  expect(["a34013", "a21002", "a21026", "w21003", "a01013", "a99999"].map(pollutantDecimals)).toEqual([1, 1, 2, 2, 3, 2]);
});

test("an unknown factor is called by its code", () => {
  expect([pollutantName("a99999", "zh"), pollutantFullName("a99999", "en")]).toEqual(["a99999", "a99999"]);
});

test("there is one table of pollutants: no other source names the factors", () => {
  const offenders = ["api", "app", "cases", "core", "dashboards", "judge", "rules", "web/src", "words"]
    .flatMap((room) => readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|bench)\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => file !== "core/readings/pollutants.ts")
    .filter((file) => new Set(readFileSync(join(ROOT, file), "utf8").match(/["'][aw]\d{5}["']/g)).size > 5);

  expect(offenders).toEqual([]);
});

test("what a door noticed of a device has a name where a finding names a pollutant", () => {
  const codes = Object.values(DEVICE_MATTERS);

  expect(codes.map((code) => [pollutantName(code, "zh"), pollutantFullName(code, "en")])).toEqual([
    ["设备密码", "device password"],
    ["设备地址", "device address"],
  ]);
});

test("what a finding about a device is about has a name in both languages, short and in full", () => {
  const matters = Object.values(DEVICE_MATTERS);

  for (const name of [pollutantName, pollutantFullName]) {
    expect(matters.map((matter) => name(matter, "zh"))).toEqual(["设备密码", "设备地址"]);
    expect(matters.map((matter) => name(matter, "en"))).toEqual(["device password", "device address"]);
  }
});

test("a factor of the table has its usual unit, one that is in no table none", () => {
  expect([pollutantUnit("a21026"), pollutantUnit("w01018"), pollutantUnit("zz")]).toEqual(["mg/m3", "mg/L", ""]);
});
