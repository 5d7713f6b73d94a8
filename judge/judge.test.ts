import { expect, test } from "vitest";
import { DECIDE_DECLARATION, DECLARE } from "../cases/declaration/declaration-commands.ts";
import type { Command } from "../core/casework/command.ts";
import { commandOf } from "../core/casework/command-of.ts";
import { DAY, HOUR, instant, MINUTE, plus, startOfBeijingDate } from "../core/time.ts";
import { anActor, NOW } from "../tests/support/case-facts.ts";
import { aLimit, day, HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, BOUNDARY, JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";

const NEXT_HOUR = plus(HOUR_START, 2 * HOUR);
const AFTERWARDS = plus(NEXT_HOUR, HOUR + 5 * MINUTE);
const DECLARED: Command = commandOf(DECLARE, {
  actor: anActor("enterprise-specialist"),
  subject: null,
  body: {
    enterprise: "e1",
    outlets: [BOUNDARY.outlet],
    pollutants: [BOUNDARY.pollutant],
    cause: "maintenance",
    from: NEXT_HOUR,
    to: plus(NEXT_HOUR, 4 * HOUR),
    measures: "洒水",
    note: "",
  },
});
const BOUNDARY_EXCEEDS = reading(BOUNDARY, 0.9, { at: NEXT_HOUR });

function consentTo(subject: string): Command {
  return commandOf(DECIDE_DECLARATION, { actor: anActor("bureau-staff"), subject, body: { decision: "consent", reason: "" } });
}

test.each(["realtime", "day"] as const)("a %s value says nothing of an hour, however high it is", async (basis) => {
  const { records, read, hour } = aJudge();

  await read([reading(STACK, 9_999, { basis })]);

  expect(await hour()).toBeUndefined();
  expect((await records.findings({ limit: 10 })).items).toEqual([]);
});

test("a message that is offered again stands where it first came: a newer value of the hour stays", async () => {
  const { read, hour } = aJudge();
  const first = { ...reading(STACK, 150), order: 1 };
  await read([first]);
  await read([{ ...reading(STACK, 130), order: 2 }]);

  await read([first], NOW, { kind: "retry", ref: 2 });

  expect((await hour())?.own[0]?.value).toBe(130);
});

test("the same value again changes nothing", async () => {
  const { records, read } = aJudge();
  await read([reading(STACK, 230)]);
  const news = await records.lastEventId();

  await read([reading(STACK, 230)]);

  expect(await records.lastEventId()).toBe(news);
});

test("an emission that was consented to leaves an exempted finding, and no case", async () => {
  const { records, read, command } = aJudge();
  const declared = await command(DECLARED);
  await command(consentTo(`declaration:${declared}`));

  await read([BOUNDARY_EXCEEDS], AFTERWARDS);

  expect((await records.findings({ limit: 10 })).items).toMatchObject([
    { rule: "FUG-CONSENTED", status: "exempted", level: "A0", caseId: null },
  ]);
});

test("an emission whose declaration is unanswered waits for the answer, and no review that can change nothing is set", async () => {
  const { records, read, command, happen } = aJudge();
  const declared = await command(DECLARED);
  await read([BOUNDARY_EXCEEDS], AFTERWARDS);
  const [finding] = (await records.findings({ limit: 10 })).items;

  expect(finding).toMatchObject({ rule: "FUG-PENDING", status: "provisional" });
  expect((await records.dueDeadlines(instant(8e15), 10)).filter((d) => d.kind === "ask-again")).toEqual([]);
  await happen({ kind: "tick" }, plus(AFTERWARDS, 40 * DAY));
  expect((await records.findings({ limit: 10, status: "provisional" })).items).toMatchObject([{ id: finding?.id }]);
  const refused = commandOf(DECIDE_DECLARATION, {
    actor: anActor("bureau-staff"),
    subject: `declaration:${declared}`,
    body: { decision: "refuse", reason: "不必要" },
  });
  await command(refused, plus(AFTERWARDS, 40 * DAY));
  expect((await records.findings({ limit: 10, status: "confirmed" })).items).toMatchObject([{ rule: "FUG-UNREPORTED" }]);
});

test("an hour keeps the gravest verdict with the figure that decided: of a range the upper one", async () => {
  const { value: _single, ...row } = aLimit({ id: "range", comparator: "range", min: 10, max: 100 });
  const { records, read } = aJudge({ ...JUDGED, limits: [row] });

  await read([reading(STACK, 130)]);

  const verdicts = await records.verdicts({ ...STACK, basis: "hour", from: HOUR_START, to: plus(HOUR_START, HOUR) });
  expect(verdicts).toMatchObject([{ verdict: "exceeding", value: 130, limitId: "range", limitValue: 100 }]);
});

test("an hour whose channel left the registry is compared in the unit that it came with", async () => {
  const { records, read, happen } = aJudge();
  await read([reading(STACK, 130)]);
  const registry = { ...JUDGED, channels: [], limits: [aLimit({ value: 100 })] };

  await happen({ kind: "registry", step: { registry } }, NOW);

  expect((await records.findings({ limit: 10 })).items).toMatchObject([{ rule: "EXCEED-HOUR", value: 130, unit: "mg/m3" }]);
});

const CONVERTED = aLimit({ value: 200, converted: true, oxygenReference: 9 });

test.each([
  ["after", [reading(STACK, 150), reading({ ...STACK, pollutant: "a19001" }, 15)]],
  ["before", [reading({ ...STACK, pollutant: "a19001" }, 15), reading(STACK, 150)]],
] as const)("an hour that is compared after conversion is judged when its oxygen comes %s its mean", async (_when, readings) => {
  const { records, read } = aJudge({ ...JUDGED, limits: [CONVERTED, { ...CONVERTED, id: "nox", pollutant: "a21002" }] });

  for (const one of readings) await read([one]);

  // 150 × (21 − 9) / (21 − 15)
  expect((await records.findings({ limit: 10 })).items).toMatchObject([{ pollutant: STACK.pollutant, value: 300 }]);
});

test.each([
  ["its limit is taken out of force", { limits: [] }],
  ["its outlet is not registered any more", { outlets: [] }],
])("a finding of which no rule speaks any more is withdrawn once: %s", async (_why, change) => {
  const { records, read, happen } = aJudge();
  await read([reading(STACK, 230)]);
  const without = { ...JUDGED, ...change };

  await happen({ kind: "registry", step: { registry: without } }, NOW);
  const [withdrawn] = (await records.findings({ limit: 10 })).items;
  await happen(
    { kind: "registry", step: { registry: { ...without, limits: [aLimit({ value: 500, basis: "day-mean" })] } } },
    NOW,
  );

  expect(withdrawn).toMatchObject({ status: "withdrawn" });
  expect(withdrawn?.history.at(-1)?.reason).toEqual({ code: "no-limit", facts: {} });
  expect((await records.findings({ limit: 10 })).items).toEqual([withdrawn]);
});

test("a registry that changes nothing of an hour judges no hour again", async () => {
  const { records, read, happen } = aJudge();
  await read([reading(STACK, 230)]);

  const seq = await happen({ kind: "registry", step: { registry: { ...JUDGED, people: [] } } }, NOW);

  expect(await records.outcome(seq)).toEqual({ seq, ok: true, result: { revised: [] } });
});

test("a limit that becomes known only now judges the hours since it is in force", async () => {
  const { records, read, happen } = aJudge();
  await read([reading(STACK, 130)]);

  const seq = await happen({ kind: "registry", step: { registry: { ...JUDGED, limits: [aLimit({ value: 100 })] } } }, NOW);

  const [finding] = (await records.findings({ limit: 10 })).items;
  expect(finding).toMatchObject({ value: 130, limit: { value: 100 } });
  expect(await records.outcome(seq)).toEqual({ seq, ok: true, result: { revised: [finding?.id] } });
});

test("a command of somebody without its power is declined", async () => {
  const { records, command } = aJudge();
  const seq = await command({ ...DECLARED, actor: anActor("auditor") });

  expect(await records.outcome(seq)).toEqual({
    seq,
    ok: false,
    refusal: { status: 403, code: "role-not-allowed", facts: { power: "declare" } },
  });
});

test("a command about a row that is not there is declined", async () => {
  const { records, command } = aJudge();
  const seq = await command(consentTo("declaration:99"));

  expect(await records.outcome(seq)).toEqual({ seq, ok: false, refusal: { status: 404, code: "not-found", facts: {} } });
});

test("a command that nobody knows stops the judge, and so does an entry of another kind", async () => {
  const { command, happen } = aJudge();

  await expect(command({ ...DECLARED, type: "abolish" })).rejects.toThrow("unknown kind: abolish");
  await expect(happen({ kind: "omen" } as never, NOW)).rejects.toThrow("omen");
});

/** A noon at which the time for tagging the hours of 23 November is over. */
const TAGGING_OVER = plus(startOfBeijingDate(day("2026-11-24")), 12 * HOUR);

// Behaviour
test("a deadline takes effect before the entry that comes after it, whatever the first entry after a restart is", async () => {
  const { records, read } = aJudge();
  await read([{ ...reading(STACK, 230), order: 1 }]);

  await read([{ ...reading(STACK, 150), order: 2 }], plus(TAGGING_OVER, 30 * MINUTE));

  const [finding] = (await records.findings({ limit: 10 })).items;
  expect(finding?.history.map(({ at, status }) => [at, status])).toEqual([
    [NOW, "provisional"],
    [TAGGING_OVER, "confirmed"],
    [plus(TAGGING_OVER, 30 * MINUTE), "withdrawn"],
  ]);
});

test("an entry whose time lies before what took effect counts as at the judge's own time", async () => {
  const { records, read } = aJudge();
  await read([reading(STACK, 100)], plus(NOW, HOUR));

  await read([reading(STACK, 230, { at: plus(HOUR_START, -HOUR) })], NOW);

  const [finding] = (await records.findings({ limit: 10 })).items;
  expect(finding?.history[0]?.at).toBe(plus(NOW, HOUR));
  expect((await records.position()).engineAt).toBe(plus(NOW, HOUR));
});

// Behaviour
test("eight days after its confirmation a flag withdraws nothing: the verdict stands, disputed, and the flag is a lead", async () => {
  const { records, read } = aJudge();
  await read([{ ...reading(STACK, 230), order: 1 }]);

  await read([{ ...reading(STACK, 230), flag: "D", order: 2 }], plus(TAGGING_OVER, 8 * DAY));

  const findings = (await records.findings({ limit: 10 })).items;
  expect(findings).toMatchObject([
    { rule: "Q25", status: "confirmed", level: "A1" },
    { rule: "EXCEED-HOUR", status: "confirmed", level: "A3", disputed: true },
  ]);
});

// Behaviour
test("a period whose minutes came without a mean is judged by a mean of ours once it is complete", async () => {
  const { records, read, happen } = aJudge();
  const minutes = [0, 10, 20, 30, 40, 50].map((m) => ({
    ...reading(STACK, 230 + m, { basis: "minute", at: plus(HOUR_START, m * MINUTE) }),
    minutes: 10,
  }));
  await read(minutes);
  expect((await records.findings({ limit: 10 })).items).toEqual([]);

  // An hour after the first of them came.
  await happen({ kind: "tick" }, plus(NOW, HOUR));

  // (230 + 240 + 250 + 260 + 270 + 280) / 6
  expect((await records.findings({ limit: 10 })).items).toMatchObject([{ rule: "EXCEED-HOUR", value: 255 }]);
});

test("minutes that are filled in late, one after the other, open and withdraw nothing on their way to the mean", async () => {
  const { records, read } = aJudge();
  const back = plus(HOUR_START, 2 * DAY);
  for (const m of [0, 10, 20, 30, 40, 50]) {
    const minute = reading(STACK, 230 + m, { basis: "minute", at: plus(HOUR_START, m * MINUTE) });
    await read([{ ...minute, minutes: 10 }], plus(back, m));
  }
  expect((await records.findings({ limit: 10 })).items).toEqual([]);

  await read([reading(STACK, 255)], plus(back, 60));

  const { items } = await records.findings({ limit: 10 });
  expect(items.map(({ rule, history }) => [rule, history.length])).toEqual([["EXCEED-HOUR", 1]]);
});

// Behaviour
test("hours of one value are found constant when one of them gets its mean, from its minutes, by time alone", async () => {
  const { records, read, happen } = aJudge();
  const minutes = [0, 10, 20, 30, 40].map((m) => ({
    ...reading(STACK, 80, { basis: "minute", at: plus(HOUR_START, 2 * HOUR + m * MINUTE) }),
    minutes: 10,
  }));
  const own = [0, 1, 3].map((n) => reading(STACK, 80, { at: plus(HOUR_START, n * HOUR) }));
  // The device's clock is two minutes ahead of ours.
  await read([...minutes, ...own], plus(HOUR_START, 4 * HOUR - 2 * MINUTE));
  expect((await records.findings({ limit: 10 })).items).toEqual([]);

  await happen({ kind: "tick" }, plus(HOUR_START, 5 * HOUR - 2 * MINUTE));

  expect((await records.findings({ limit: 10 })).items).toMatchObject([{ rule: "Q03", value: 80 }]);
});

// Behaviour
test("a day limit that becomes known only now judges the days whose hours came before it", async () => {
  const { records, read, happen } = aJudge({ ...JUDGED, limits: [] });
  const start = startOfBeijingDate(day("2026-11-22"));
  const hours = Array.from({ length: 60 }, (_, n) => reading(STACK, n < 24 ? 130 + n : 50 + n, { at: plus(start, n * HOUR) }));
  await read(hours, plus(start, 61 * HOUR));

  const byDay = aLimit({ id: "by-day", basis: "day-mean", value: 120 });
  await happen({ kind: "registry", step: { registry: { ...JUDGED, limits: [byDay] } } }, plus(start, 61 * HOUR));

  // 130 + (0 + 1 + … + 23) / 24 = 141.5; the second day has 50 + 35.5 = 85.5.
  const { items } = await records.findings({ limit: 10, rule: "EXCEED-DAY" });
  expect(items).toMatchObject([{ value: 141.5, period: { start }, status: "confirmed" }]);
});

test("more days than are read at once are judged again, those with a value of their own and those with hours only", async () => {
  const { records, read, happen } = aJudge({ ...JUDGED, limits: [] });
  const start = startOfBeijingDate(day("2026-09-01"));
  const end = plus(start, 80 * DAY);
  const own = Array.from({ length: 35 }, (_, n) => reading(STACK, 300 + n, { basis: "day", at: plus(start, n * DAY) }));
  const hours = Array.from({ length: 40 * 24 }, (_, n) =>
    reading(STACK, 300 + (n % 7), { at: plus(start, 35 * DAY + n * HOUR) }),
  );
  await read(own, end);
  await read(hours, end);

  const byDay = aLimit({ id: "by-day", basis: "day-mean", value: 200 });
  await happen({ kind: "registry", step: { registry: { ...JUDGED, limits: [byDay] } } }, end);

  const { items } = await records.findings({ limit: 100, rule: "EXCEED-DAY" });
  expect(items.map((f) => (f.period.start - start) / DAY).sort((a, b) => a - b)).toEqual(Array.from({ length: 75 }, (_, n) => n));
});

test("a day of whose hours something is said is heard of with its own value, not before", async () => {
  const { records, read } = aJudge({ ...JUDGED, limits: [aLimit({ basis: "day-mean", value: 200 })] });
  const start = startOfBeijingDate(day("2026-11-23"));
  await read([reading(STACK, 100)]);
  await read([reading(STACK, 100, { basis: "day", at: start })], plus(start, 3 * DAY));

  await read([{ ...reading(STACK, 230, { basis: "day", at: start }), order: 9, flag: "D" }], plus(start, 4 * DAY - 1));

  // Within 24 hours of the first value the flag counts.
  const [known] = await records.periodsOf([{ ...STACK, basis: "day", start }]);
  expect(known).toMatchObject({ heardAt: plus(start, 3 * DAY), own: [{ flag: "D" }, { flag: "N" }] });
});

test("a leap of the clock by a month costs one look at each deadline, not one a minute", async () => {
  const { records, read, command, happen } = aJudge();
  await command(DECLARED);
  await read([BOUNDARY_EXCEEDS], AFTERWARDS);
  const news = await records.lastEventId();

  await happen({ kind: "tick" }, plus(AFTERWARDS, 31 * DAY));

  expect((await records.lastEventId()) - news).toBeLessThan(20);
});

test("the first message of a device ends no outage: what it says of long ago is history", async () => {
  const { read, hour } = aJudge();
  const at = plus(HOUR_START, -300 * DAY);

  await read([reading(STACK, 100, { at }), reading(STACK, 100)], NOW);

  expect((await hour(at))?.isHistory).toBe(true);
  expect((await hour())?.isHistory).toBeUndefined();
});

test("a page shows the limit as it is now where an exceedance of the same value stands", async () => {
  const { records, read, happen } = aJudge();
  await read([reading(STACK, 300)], NOW);
  await happen({ kind: "registry", step: { registry: { ...JUDGED, limits: [aLimit({ value: 150 })] } } }, NOW);
  await happen({ kind: "tick" }, NOW);

  const shown = await records.verdicts({ ...STACK, basis: "hour", from: HOUR_START, to: plus(HOUR_START, HOUR) });

  expect(shown).toMatchObject([{ verdict: "exceeding", value: 300, limitValue: 150 }]);
});

test("hours of years ago are history from when they are first heard of, those of an outage are not", async () => {
  const { read, hour } = aJudge();
  await read([reading(STACK, 100)], NOW);
  const back = plus(NOW, 20 * DAY);

  await read([reading(STACK, 100, { at: plus(HOUR_START, 5 * DAY) })], back);
  await read([reading(STACK, 100, { at: plus(HOUR_START, -300 * DAY) })], back);

  expect((await hour(plus(HOUR_START, 5 * DAY)))?.isHistory).toBeUndefined();
  expect((await hour(plus(HOUR_START, -300 * DAY)))?.isHistory).toBe(true);
});

test("more findings than one commit holds are confirmed at one noon in several commits, with the same end", async () => {
  const many = Array.from({ length: 60 }, (_, i) =>
    reading(STACK, 230 + i, { at: plus(HOUR_START, -(i % 8) * HOUR), basis: "hour" }),
  );
  const { records, read, happen } = aJudge(JUDGED, { mostRows: 3 });
  for (const one of many.slice(0, 8)) await read([one]);

  await happen({ kind: "tick" }, TAGGING_OVER);

  const { items } = await records.findings({ limit: 100, rule: "EXCEED-HOUR" });
  expect(items.map(({ status }) => status)).toEqual(Array(8).fill("confirmed"));
});
