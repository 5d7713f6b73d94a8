import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { publishDoors, runningDoors, withdrawDoors } from "./running-doors.ts";

const http = { host: "127.0.0.1", port: 8080 };
const mqtt = { host: "127.0.0.1", port: 1883 };
/** The process that runs these tests has a parent, which is alive, and no process has this number. */
const ALIVE = process.ppid;
const GONE = 2 ** 30;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outfall-doors-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (): string => join(folder, "doors.json");

test("doors are written for the owner alone, read back, and taken away", () => {
  publishDoors(folder, { http, mqtt });

  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["doors.json"]);
  expect(runningDoors(folder)).toMatchObject({ http, mqtt });

  withdrawDoors(folder);
  expect(readdirSync(folder)).toEqual([]);
  expect(runningDoors(folder)).toEqual({});
});

test("doors of another process stay beside those of this one, and those of one that is gone do not", () => {
  const others = { mqtt: { ...mqtt, pid: ALIVE }, hj212: { host: "127.0.0.1", port: 9212, pid: GONE } };
  writeFileSync(file(), JSON.stringify(others));

  publishDoors(folder, { http });
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ mqtt: others.mqtt, http: { ...http, pid: process.pid } });

  withdrawDoors(folder);
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ mqtt: others.mqtt });
});

test.each(["", "null", "[1]", '{"http":{}}'])("a damaged file names no door: %j", (text) => {
  writeFileSync(file(), text);

  expect(runningDoors(folder)).toEqual({});
});
