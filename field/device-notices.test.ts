import { expect, test } from "vitest";
import type { DeviceNotice } from "../core/entries/device-notice.ts";
import type { KnownDevice } from "../core/field/devices.ts";
import { NO_LOG } from "../core/log.ts";
import { HOUR, instant, plus } from "../core/time.ts";
import { createMemoryJournal } from "../storage/memory/memory-journal.ts";
import { DeviceNotices } from "./device-notices.ts";

const START = instant(Date.UTC(2026, 10, 23, 1));
const WRONG = { code: "pw-other", facts: {} } as const;

function opened() {
  const { writer, reader, setDisk } = createMemoryJournal();
  const time = { now: START };
  const counted: string[] = [];
  const notices = new DeviceNotices({
    journal: writer,
    devices: { find: (mn) => (mn.startsWith("SIM") ? ({ device: { mn } } as KnownDevice) : undefined) },
    clock: { now: () => time.now } as never,
    counters: { add: (name, label) => counted.push(`${name} ${label}`), set: () => {} },
    log: NO_LOG,
    wrongPasswords: 5,
  });
  const told = async () =>
    (await reader.read(0, 10_000)).map(({ kind, mn, payload }) => ({
      kind,
      mn,
      ...(JSON.parse(Buffer.from(payload).toString()) as DeviceNotice),
    }));
  return { notices, time, told, counted, setDisk };
}

// Behaviour
test("the fifth wrong password of a device within an hour is told once, at whatever door, and those of strangers never", async () => {
  const { notices, time, told, counted } = opened();
  const wrong = (mn: string, times: number): void => {
    for (let n = 0; n < times; n++)
      notices.refused({ mn, detail: n % 2 === 0 ? WRONG : { code: "mqtt-secret-other", facts: {} } });
  };

  wrong("SIM1", 4);
  time.now = plus(START, HOUR);
  wrong("SIM1", 4);
  expect(await told()).toEqual([]);
  wrong("SIM1", 20);
  wrong("NOBODY", 20);
  for (let n = 0; n < 9; n++) notices.refused({ mn: "SIM2", detail: { code: "crc-fits-nowhere", facts: {} } });
  expect(await told()).toEqual([{ kind: "notice", mn: "SIM1", matter: "guessing", count: 5 }]);
  time.now = plus(START, 2 * HOUR);
  wrong("SIM1", 5);
  notices.addressesInTurn("SIM1");
  notices.addressesInTurn("SIM1");
  expect((await told()).slice(1)).toMatchObject([{ matter: "guessing" }, { matter: "addresses-in-turn", count: 1 }]);
  expect(counted).toEqual([
    "device_notices_total guessing",
    "device_notices_total guessing",
    "device_notices_total addresses-in-turn",
  ]);
});

// Behaviour
test("who knows every MN of a district has 500 notices an hour written and no more", async () => {
  const { notices, time, told } = opened();

  for (let n = 0; n < 700; n++) notices.addressesInTurn(`SIM${n}`);
  expect(await told()).toHaveLength(500);
  time.now = plus(START, HOUR);
  notices.addressesInTurn("SIM1");
  expect(await told()).toHaveLength(501);
});

test("a notice that the journal does not take is no reason to end anything", async () => {
  const { notices, told, counted, setDisk } = opened();
  setDisk("failed");

  notices.addressesInTurn("SIM1");

  await expect.poll(() => counted).toEqual([]);
  expect(await told()).toEqual([]);
});
