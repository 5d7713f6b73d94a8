import { expect, test } from "vitest";
import { TAKE_BACK_TAG } from "../cases/tag/tag-commands.ts";
import { commandOf } from "../core/casework/command-of.ts";
import type { Registry } from "../core/registry/registry.ts";
import { DAY, HOUR, type Instant, MINUTE, plus, startOfBeijingDay } from "../core/time.ts";
import { anActor, NOW } from "../tests/support/case-facts.ts";
import { aLimit, HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, JUDGED, MN, reading, STACK } from "../tests/support/judge-desk.ts";
import { INCINERATOR, tagCommand } from "../tests/support/tag-facts.ts";

const NOON = plus(startOfBeijingDay(HOUR_START), DAY + 12 * HOUR);

/** The stack is one of a waste incinerator, with a permit's limit on the hour. */
const INCINERATION: Registry = {
  ...JUDGED,
  outlets: JUDGED.outlets.map((outlet) => (outlet.id === INCINERATOR.id ? INCINERATOR : outlet)),
  channels: [...JUDGED.channels, { outlet: STACK.outlet, device: MN, factor: "a34013", pollutant: "a34013", unit: "mg/m3" }],
  limits: [aLimit({ value: 200 })],
};

/** What stands of the stack, by rule. */
async function found({ records }: ReturnType<typeof aJudge>) {
  const { items } = await records.findings({ limit: 10 });
  return Object.fromEntries(
    items.map((one) => [one.rule, { status: one.status, disputed: one.disputed, reason: one.history.at(-1)?.reason.code }]),
  );
}

test("an hour above its limit falls when its analyser is tagged as faulty, and stands again when the tag is taken back in time", async () => {
  const desk = aJudge();
  await desk.read([reading(STACK, 900)]);
  const seq = await desk.command(tagCommand(), plus(NOW, MINUTE));

  expect(await found(desk)).toEqual({ "EXCEED-HOUR": { status: "withdrawn", disputed: false, reason: "tagged-data" } });

  const actor = anActor("enterprise-specialist");
  const back = commandOf(TAKE_BACK_TAG, { actor, subject: `tag:${seq}`, body: { reason: "标错了" } });
  await desk.command(back, plus(NOW, 2 * MINUTE));

  expect(await found(desk)).toMatchObject({ "EXCEED-HOUR": { status: "provisional", reason: "limit-exceeded" } });
});

// Behaviour
test("a tag at 12:00 withdraws the exceedance of the day before; a tag at 12:01 leaves it confirmed, disputed and a lead", async () => {
  const at = async (moment: Instant) => {
    const desk = aJudge();
    await desk.read([reading(STACK, 900)]);
    await desk.command(tagCommand(), moment);
    return found(desk);
  };

  expect(await at(NOON)).toMatchObject({ "EXCEED-HOUR": { status: "withdrawn", reason: "tagged-data" } });
  expect(await at(plus(NOON, MINUTE))).toMatchObject({
    "EXCEED-HOUR": { status: "confirmed", disputed: true },
    Q25: { status: "confirmed", reason: "marked-too-late" },
  });
});

test("a tag that was there before its hour came says the same as one that came after it", async () => {
  const desk = aJudge();
  await desk.command(tagCommand({ to: plus(HOUR_START, 3 * HOUR) }), plus(HOUR_START, MINUTE));
  await desk.read(
    [reading(STACK, 900), reading(STACK, 900, { at: plus(HOUR_START, HOUR) })],
    plus(HOUR_START, 2 * HOUR + MINUTE),
  );

  expect(await found(desk)).toEqual({});
  expect((await desk.hour())?.isColoured).toBe(true);
});

test("a later tag spends the budget of the year once: the hour it leaves uncovered is an exceedance", async () => {
  const desk = aJudge(INCINERATION);
  const dust = { outlet: STACK.outlet, pollutant: "a34013" };
  await desk.read([reading(STACK, 900), reading(dust, 20)], NOW);
  const tag = { tag: "stopping", outlet: STACK.outlet } as const;

  await desk.command(tagCommand(tag), NOW);
  expect(await found(desk)).toMatchObject({ "EXCEED-HOUR": { status: "withdrawn" } });

  await desk.command(tagCommand({ ...tag, from: plus(HOUR_START, -60 * HOUR), to: HOUR_START }), plus(NOW, MINUTE));
  expect(await found(desk)).toMatchObject({ "EXCEED-HOUR": { status: "provisional" } });
});

test.each([
  ["flagged as faulty", { value: 20, flag: "D" }],
  ["in a unit that is no concentration", { value: 20, unit: "kg/h" }],
  ["above 150 mg/m3", { value: 151_000, unit: "ug/m3" }],
] as const)("a starting furnace is not excused while its particulate matter is %s", async (_, over) => {
  const desk = aJudge(INCINERATION);
  const dust = { ...reading({ outlet: STACK.outlet, pollutant: "a34013" }, 20), ...over };
  await desk.read([reading(STACK, 900), dust]);

  await desk.command(tagCommand({ tag: "starting" }));

  expect(await found(desk)).toMatchObject({ "EXCEED-HOUR": { status: "provisional" } });
});
