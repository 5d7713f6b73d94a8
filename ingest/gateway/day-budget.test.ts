import { expect, test } from "vitest";
import { DayBudgets } from "../../doors/day-budgets.ts";
import { openDoor } from "../../tests/support/hj212-door.ts";
import { encodeFrame } from "../codecs/hj212/encode-frame.ts";

const MN = "A0B1C2D3E4F5061728394A5B";
const OTHER = "A0B1C2D3E4F5061728394A5C";
/** A thousandth of a value costs 86.4 ms beyond the budget. */
const LIMITS = { values: 1_000, bytes: 1e15 };

function upload(mn: string, n: number): Uint8Array {
  const cp = "DataTime=20260102030500;w01018-Rtd=35.2";
  return encodeFrame({ qn: `2026010203050000${n}`, st: "32", cn: "2011", pw: "123456", mn, flag: 5, cp });
}

// Behaviour
test("a device beyond its budget of the day is read at the pace of it over HJ 212, loses nothing, and its page says so once", async () => {
  const costs = [1_000, 0.001, 0.001, 0.001];
  const budgets = new DayBudgets(LIMITS, () => costs.shift() ?? 0);
  await using door = await openDoor([{ mn: MN }, { mn: OTHER }], {}, budgets);
  const peer = await door.connect();

  await peer.send(Buffer.concat([upload(MN, 0), upload(MN, 1), upload(MN, 2)]));
  await door.journal.arrived(3);
  // A new connection finds the debt that is left, before its first frame is taken.
  const again = await door.connect();
  await again.send(upload(MN, 3));
  await door.journal.arrived(4);

  expect(door.count("hj212_slowed_total", "day-budget")).toBeGreaterThanOrEqual(2);
  expect((await again.receives(1)).includes("CN=9014")).toBe(true);
  expect(door.refused).toMatchObject([
    { transport: "hj212", mn: MN, reason: "day-budget", detail: { code: "day-budget-spent", facts: { mostValues: 1_000 } } },
  ]);
});

test("while the disk is in its reserve a device that brought much is not read, and another one is answered", async () => {
  const budgets = new DayBudgets(LIMITS, (payload) => (Buffer.from(payload).includes(OTHER) ? 1 : 51));
  await using door = await openDoor([{ mn: MN }, { mn: OTHER }], {}, budgets);
  const [flood, good] = [await door.connect(), await door.connect()];
  await flood.send(upload(MN, 0));
  await door.journal.arrived(1);

  budgets.setDiskInReserve(true);
  await flood.send(upload(MN, 1));
  await good.send(upload(OTHER, 0));
  await good.receives(1);
  const meanwhile = door.journal.entries.map(({ mn }) => mn);
  budgets.setDiskInReserve(false);
  await door.journal.arrived(3);

  expect(meanwhile).toEqual([MN, OTHER]);
  expect(door.journal.entries.at(-1)?.mn).toBe(MN);
});

test("a frame that waits when its connection ends is neither journalled nor answered", async () => {
  const budgets = new DayBudgets(LIMITS, () => 1_001);
  await using door = await openDoor([{ mn: MN }], {}, budgets);
  const peer = await door.connect();
  await peer.send(Buffer.concat([upload(MN, 0), upload(MN, 1)]));
  await peer.receives(1);

  peer.socket.destroy();
  await peer.ended;

  expect(door.journal.entries.length).toBe(1);
});
