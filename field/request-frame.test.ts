import { expect, test } from "vitest";
import type { DeviceCommand } from "../core/field/exchange.ts";
import type { Edition } from "../core/registry/edition.ts";
import { instant, parseBeijingStamp } from "../core/time.ts";
import { firstContactCommands, firstContactText } from "./first-contact.ts";
import { requestFrame, wordsOf } from "./request-frame.ts";

const at = (stamp: string) => parseBeijingStamp(stamp) ?? instant(0);
const NOW = at("20261123080910");
const [FROM, TO] = [at("20261123010000"), at("20261123050000")];

const WORDS: readonly (readonly [DeviceCommand, string, string])[] = [
  [{ command: "history", cn: "2051", from: FROM, to: TO }, "2051", "BeginTime=20261123010000;EndTime=20261123050000"],
  [{ command: "set-time" }, "1012", "SystemTime=20261123080910"],
  [{ command: "read-time" }, "1011", ""],
  [{ command: "read-time", polId: "w01018" }, "1011", "PolId=w01018"],
  [{ command: "set-interval", cn: "1062", value: 30 }, "1062", "RtdInterval=30"],
  [{ command: "set-interval", cn: "1064", value: 10 }, "1064", "MinInterval=10"],
  [{ command: "read-interval", cn: "1063" }, "1063", ""],
  [{ command: "start-realtime" }, "2011", ""],
  [{ command: "stop-realtime" }, "2012", ""],
  [{ command: "start-state" }, "2021", ""],
  [{ command: "stop-state" }, "2022", ""],
  [{ command: "set-timeout", overTime: 5, reCount: 3 }, "1000", "OverTime=5;ReCount=3"],
  [{ command: "activate", loggerId: "LOGGER-1" }, "1002", "i23005-Info=LOGGER-1"],
  [{ command: "rotate-key" }, "1014", ""],
  [{ command: "sample", polId: "w01018" }, "3012", "PolId=w01018"],
  [{ command: "device-id", polId: "w01018" }, "3019", "PolId=w01018"],
  [{ command: "information", polId: "w01018", infoId: "i12001" }, "3020", "PolId=w01018;InfoId=i12001"],
  [
    { command: "information", polId: "w01018", infoId: "i11001", from: FROM, to: TO },
    "3020",
    "PolId=w01018;InfoId=i11001;BeginTime=20261123010000;EndTime=20261123050000",
  ],
];

test.each(WORDS)("%j is said in HJ 212 as %s with %j", (command, cn, cp) => {
  expect(wordsOf(command, { edition: "2017" }, NOW)).toMatchObject({ cn, cp });
});

test.each([
  ["2005", "start-realtime", "acceptance"],
  ["2017", "start-realtime", "result"],
  ["2005", "stop-realtime", "notice"],
  ["2005", "start-state", "acceptance"],
  ["2017", "stop-state", "notice"],
  ["2025", "set-time", "result"],
] as const)("in %s, %s is closed by the %s", (edition, command, closing) => {
  expect(wordsOf({ command }, { edition }, NOW).closing).toBe(closing);
});

test.each([
  ["2005", 3],
  ["2017", 5],
  ["2025", 9],
] as const)("a request to a device of %s carries Flag %i", (edition: Edition, flag) => {
  const header = {
    qn: "20261123080910000",
    st: "31",
    pw: "123456",
    mn: "SIM410102000000000000001",
    edition,
    crc: "standard" as const,
  };

  expect(Buffer.from(requestFrame({ command: "set-time" }, header, NOW).bytes).toString()).toContain(`;Flag=${flag};CP=`);
});

test("a new key goes out with the moment it was made, and is starred where the request is kept", () => {
  const text = "NewKey0123456789";
  const header = { qn: "20261123080910000", st: "31", pw: "123456", mn: "SIM410102000000000000001", edition: "2025" } as const;

  const frame = requestFrame({ command: "rotate-key" }, { ...header, crc: "standard", newKey: { text, madeAt: FROM } }, NOW);
  const [sent, kept] = [frame.bytes, frame.kept].map((bytes) => Buffer.from(bytes).toString());

  expect(sent).toContain(`CN=1014;PW=123456;MN=${header.mn};Flag=9;CP=&&SKCreateTime=20261123010000000,NewSK=${text}&&`);
  expect(kept).toContain("CN=1014");
  expect(kept).not.toContain(text);
});

const DEVICE = { mn: "SIM410102000000000000001", realtimeSeconds: 60, minuteMinutes: 10 } as const;

test("the first contact keeps the order of the row, and its intervals are those of the row", () => {
  const commands = firstContactCommands({ ...DEVICE, firstContact: ["start-realtime", "set-intervals", "set-time"] });

  expect(commands).toEqual([
    { command: "start-realtime" },
    { command: "set-interval", cn: "1062", value: 60 },
    { command: "set-interval", cn: "1064", value: 10 },
    { command: "set-time" },
  ]);
});

test("the whole sequence of HJ 212-2017, 6.7 can be asked for, with the waiting times of the row or the usual ones", () => {
  const firstContact = ["set-time", "set-timeout", "stop-realtime", "start-state"] as const;

  expect(firstContactCommands({ ...DEVICE, firstContact, overTimeSeconds: 5, resendCount: 2 })).toEqual([
    { command: "set-time" },
    { command: "set-timeout", overTime: 5, reCount: 2 },
    { command: "stop-realtime" },
    { command: "start-state" },
  ]);
  expect(firstContactCommands({ ...DEVICE, firstContact: ["set-timeout"] })).toEqual([
    { command: "set-timeout", overTime: 10, reCount: 3 },
  ]);
});

test("an interval that no device takes, or that its edition does not know, is not set", () => {
  const old = { ...DEVICE, edition: "2005", realtimeSeconds: 10, firstContact: ["set-intervals"] } as const;

  expect(firstContactCommands(old)).toEqual([]);
});

test("a device is asked again when its row says something else, and not at all when the row says nothing", () => {
  const texts = [
    firstContactText(DEVICE),
    firstContactText({ ...DEVICE, firstContact: ["set-time"] }),
    firstContactText({ ...DEVICE, firstContact: ["set-time"], realtimeSeconds: 30 }),
    firstContactText({ ...DEVICE, firstContact: ["set-time"], resendCount: 2 }),
  ];

  expect(texts[0]).toBeNull();
  expect(new Set(texts).size).toBe(4);
});
