import { expect, test } from "vitest";
import { DAY, HOUR, MINUTE, plus } from "../core/time.ts";
import { judgeUnder } from "../tests/support/a-judge.ts";
import { HOUR_START } from "../tests/support/hour-facts.ts";
import { JUDGED } from "../tests/support/judge-desk.ts";

const [CHANNEL] = JUDGED.channels;
const MN = CHANNEL?.device ?? "";
const AT = plus(HOUR_START, 10 * MINUTE);

const guessed = (mn: string, count = 5) => ({ kind: "notice", mn, notice: { matter: "guessing", count } }) as const;

async function findingsOf(records: ReturnType<typeof judgeUnder>["records"]) {
  return (await records.findings({ limit: 10 } as never)).items;
}

// Behaviour
test("a password that is guessed, and one MN from two addresses, are each a lead of the bureau about the device's outlet, once an hour", async () => {
  const { records, happen } = judgeUnder(JUDGED, MN);

  await happen(guessed(MN), AT);
  await happen({ kind: "notice", mn: MN, notice: { matter: "addresses-in-turn", count: 1 } }, AT);
  await happen(guessed(MN, 40), plus(AT, MINUTE));
  const found = await findingsOf(records);

  expect(found.map(({ rule, status, level, value, family }) => [rule, status, level, value, family]).sort()).toEqual([
    ["PASSWORD-GUESSED", "confirmed", "A1", 40, "quality"],
    ["TWO-SENDERS", "confirmed", "A1", 1, "quality"],
  ]);
  expect(new Set(found.map(({ period }) => period.start))).toEqual(new Set([HOUR_START]));
  await happen(guessed(MN), plus(AT, HOUR));
  expect(await findingsOf(records)).toHaveLength(3);
});

test("of a device that measures nothing, or nothing now, there is no lead", async () => {
  const ended = { ...JUDGED, channels: JUDGED.channels.map((c) => ({ ...c, validTo: "2026-01-01" })) };
  const gone = { ...JUDGED, outlets: [] };

  for (const registry of [ended, gone, JUDGED]) {
    const { records, happen } = judgeUnder(registry as never, MN);
    await happen(guessed(registry === JUDGED ? "ANOTHER" : MN), AT);
    expect(await findingsOf(records)).toEqual([]);
  }
});

test("a notice waits for what is due of the enterprise of its outlet, and is no sign of life of the device", async () => {
  const { records, happen } = judgeUnder(JUDGED, MN);

  await happen(guessed(MN), plus(AT, DAY));

  expect(await records.counter(`heard:${MN}`)).toBe(0);
});
