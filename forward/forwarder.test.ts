import { afterEach, expect, test, vi } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { UpstreamState } from "../core/field/upstream-state.ts";
import type { JournalCursors } from "../core/journal/journal.ts";
import { NO_LOG } from "../core/log.ts";
import type { DecodedMessage } from "../core/readings/message.ts";
import type { Reading } from "../core/readings/reading.ts";
import type { Registry } from "../core/registry/registry.ts";
import { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import type { Upstream } from "../core/registry/upstream.ts";
import { HOUR, plus } from "../core/time.ts";
import { MemoryIntake } from "../storage/memory/memory-intake.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";
import { Forwarders, type ForwardersDeps } from "./forwarders.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { aRegistryOf, CITY, CITY_MN, channel, EIGHT, MN, NINE, SECOND_MN } from "./testing/forward-facts.ts";

/** Nothing is resent within a test but where it says so, however busy the machine is. */
const PATIENT = { answerTimeoutMs: 20_000, firstRedialMs: 5, longestRedialMs: 20 };
const soon = { timeout: 5_000, interval: 5 };
const open: Forwarders[] = [];

afterEach(async () => {
  for (const forwarders of open.splice(0)) await forwarders.stop();
});

/**
 * A working store with its registry, as the pipeline has them; what `forwarders` are started over it is the test's
 * business.
 */
class District {
  readonly intake = new MemoryIntake();
  readonly registries = new RegistryTimeline();
  readonly kept = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #seq = 0;

  register(...upstreams: readonly Upstream[]): void {
    this.put({ upstreams });
  }

  put(change: Partial<Registry>): void {
    this.#seq++;
    this.registries.add(this.#seq, { registry: aRegistryOf(change) });
    // In memory it is there at once.
    void this.intake.apply([], this.#seq);
    this.ring();
  }

  /** One message of a device with one hour value; answers with its number. */
  hour(value: number, change: Partial<Reading> = {}): number {
    this.#seq++;
    const at = plus(EIGHT, -this.#seq * HOUR);
    const facts = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", at, value, flag: "N" } as const;
    const reading = { ...facts, ...ORIGIN, order: this.#seq, ...change };
    // In memory it is there at once.
    void this.intake.apply([messageOf(this.#seq, reading)], this.#seq);
    this.ring();
    return this.#seq;
  }

  start(change: Partial<ForwardersDeps> = {}): Forwarders {
    const cursors: JournalCursors = {
      load: async (reader) => this.kept.get(reader) ?? 0,
      save: async (reader, seq) => void this.kept.set(reader, seq),
      forget: async (reader) => void this.kept.delete(reader),
      all: async () => Object.fromEntries(this.kept),
    };
    const forwarders = new Forwarders({
      ...{ intake: this.intake, registries: this.registries, cursors, counters: NO_COUNTERS, log: NO_LOG, tuning: PATIENT },
      clock: { kind: "manual", now: () => NINE },
      senderOf: async () => undefined,
      unseal: ({ stored }) => stored,
      onNews: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      report: () => {},
      ...change,
    });
    open.push(forwarders);
    return forwarders;
  }

  /** Readers that wait for news. */
  get listening(): number {
    return this.#listeners.size;
  }

  /** What the bus of the pipeline does now and then, news or not. */
  ring(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

function messageOf(seq: number, reading: Reading): DecodedMessage {
  const envelope = { transport: "hj212", mn: MN, topic: "", raw: new Uint8Array(0), isControl: false } as const;
  return { messageId: seq, seq, receivedAt: NINE, ...envelope, readings: [reading], rejections: [], quirks: [] };
}

function upstream(id: string, platform: FakePlatform, change: Partial<Upstream> = {}): Upstream {
  return { ...CITY, id, port: platform.port, password: { set: true, stored: "654321" }, ...change };
}

const values = (platform: FakePlatform) => platform.taken.map((m) => Number(m.pairs.find((p) => p.field === "Avg")?.value));
async function stateOf(forwarders: Forwarders, id: string): Promise<UpstreamState | undefined> {
  return (await forwarders.states()).find((s) => s.id === id);
}

async function delivered(forwarders: Forwarders, id: string, cursor: number): Promise<void> {
  await vi.waitFor(
    async () => expect(await stateOf(forwarders, id)).toMatchObject({ cursor, lagEntries: 0, oldestUnsentAt: null }),
    soon,
  );
}

test("readings go up as they come, under the name and with the PW of the platform above", async () => {
  await using city = await FakePlatform.start();
  const district = new District();
  district.register(upstream("city", city));
  const forwarders = district.start();

  district.hour(35.2);
  await delivered(forwarders, "city", district.hour(40));

  expect(city.taken.map((m) => [m.mn, m.pw, m.cn])).toEqual([
    [CITY_MN, "654321", "2061"],
    [CITY_MN, "654321", "2061"],
  ]);
  expect(district.kept.get("forward:city")).toBe(3);
});

test("a restart goes on at the cursor: nothing is lost and nothing that was answered goes again", async () => {
  await using city = await FakePlatform.start();
  const district = new District();
  district.register(upstream("city", city));
  const first = district.start();
  await delivered(first, "city", district.hour(1));

  await first.stop();
  district.hour(2);
  const last = district.hour(3);
  await delivered(district.start(), "city", last);

  expect(values(city)).toEqual([1, 2, 3]);
});

test("a restart in the middle of a page goes on behind the last entry that was answered", async () => {
  let isDeaf = true;
  await using city = await FakePlatform.start((_, nth) => (isDeaf && nth > 2 ? "keep-quiet" : "answer"));
  const district = new District();
  district.register(upstream("city", city));
  const last = [1, 2, 3, 4].map((value) => district.hour(value)).at(-1) ?? 0;
  const first = district.start();
  await vi.waitFor(
    async () => expect(await stateOf(first, "city")).toMatchObject({ cursor: 3, lagEntries: 2, oldestUnsentAt: NINE }),
    soon,
  );

  await first.stop();
  isDeaf = false;
  const before = city.taken.length;
  await delivered(district.start(), "city", last);

  expect(values(city).slice(before)).toEqual([3, 4]);
});

test("a platform that is away holds up no other, and gets everything when it is back", async () => {
  await using city = await FakePlatform.start();
  await using province = await FakePlatform.start();
  const district = new District();
  district.register(upstream("city", city), upstream("province", province));
  await city.close();
  const forwarders = district.start();

  const last = [1, 2, 3].map((value) => district.hour(value)).at(-1) ?? 0;
  await delivered(forwarders, "province", last);
  expect(await stateOf(forwarders, "city")).toMatchObject({ cursor: 0, lagEntries: 4, lastError: { code: "unreachable" } });
  await city.open();
  await delivered(forwarders, "city", last);

  expect(values(city)).toEqual([1, 2, 3]);
  expect(values(province)).toEqual([1, 2, 3]);
});

test("what is not selected moves the cursor all the same", async () => {
  await using city = await FakePlatform.start();
  const district = new District();
  district.register(upstream("city", city));
  const forwarders = district.start();

  await delivered(forwarders, "city", district.hour(1, { outlet: "e2-DA001" }));

  expect(city.taken).toEqual([]);
});

test("corrections of a value arrive in their order, also over a bad line", async () => {
  await using city = await FakePlatform.start((_, nth) => (nth % 2 === 1 ? "keep-quiet" : "answer"));
  const district = new District();
  district.register(upstream("city", city));
  const forwarders = district.start({ tuning: { ...PATIENT, answerTimeoutMs: 300 } });

  const last = [135, 35, 36].map((value) => district.hour(value, { at: EIGHT })).at(-1) ?? 0;
  await delivered(forwarders, "city", last);

  expect(city.contents(CITY_MN).map((text) => /Avg=(\d+)/.exec(text)?.[1])).toEqual(["135", "35", "36"]);
});

test("an upstream that moves is dialled where it is now and goes on at its cursor; one that is gone is hung up on", async () => {
  await using old = await FakePlatform.start();
  await using moved = await FakePlatform.start();
  const district = new District();
  district.register(upstream("city", old), upstream("province", old));
  const forwarders = district.start();
  await delivered(forwarders, "city", district.hour(1));

  district.register(upstream("city", moved));
  await delivered(forwarders, "city", district.hour(2));

  expect(values(moved)).toEqual([2]);
  expect((await forwarders.states()).map((s) => s.id)).toEqual(["city"]);
});

test("a password that cannot be read stops its own line, says so, and nothing else", async () => {
  await using city = await FakePlatform.start();
  const district = new District();
  district.register(
    upstream("city", city),
    upstream("province", city, { devices: [], password: { set: true, stored: "sealed with another key" } }),
  );
  const forwarders = district.start({
    unseal: ({ stored }) => {
      if (stored !== "654321") throw new Error("this secret was sealed with another key");
      return stored;
    },
  });

  await delivered(forwarders, "city", district.hour(1));

  await vi.waitFor(async () => expect((await stateOf(forwarders, "province"))?.phase).toBe("failed"), soon);
  expect((await stateOf(forwarders, "province"))?.lastError).toMatchObject({
    code: "defect",
    detail: { code: "own-defect", facts: { technical: "this secret was sealed with another key" } },
  });
});

test("where two devices measure the same, the journal is asked who spoke; where one does, it is not", async () => {
  await using city = await FakePlatform.start();
  const district = new District();
  const asked: number[] = [];
  const channels = [channel(), channel({ device: SECOND_MN, factor: "SO2" }), channel({ pollutant: "a01011", factor: "a01011" })];
  district.put({ upstreams: [upstream("city", city)], channels });
  const senderOf = async (seq: number) => {
    asked.push(seq);
    return SECOND_MN;
  };
  const forwarders = district.start({ senderOf });

  district.hour(7, { pollutant: "a01011" });
  await delivered(forwarders, "city", district.hour(8));

  expect(asked).toEqual([3]);
  expect(city.taken.map((m) => m.mn)).toEqual([CITY_MN, SECOND_MN]);
});

/** The city knows the first device and not the second, until `learn` is called. */
function cityOfOne(deed: "refuse" | "keep-quiet") {
  let isKnown = false;
  const deedOf = ({ mn }: { readonly mn: string }) => (mn === SECOND_MN && !isKnown ? deed : ("answer" as const));
  return { start: () => FakePlatform.start(deedOf), learn: () => (isKnown = true) };
}

/** Both devices measure in the district; `first` and `second` give an hour of each. */
function twoDevices(...upstreams: readonly Upstream[]) {
  const district = new District();
  district.put({ upstreams, channels: [channel(), channel({ device: SECOND_MN, pollutant: "a34013", factor: "a34013" })] });
  return {
    district,
    first: (value: number) => district.hour(value),
    second: (value: number) => district.hour(value, { pollutant: "a34013" }),
  };
}

const valuesOf = (platform: FakePlatform, mn: string, from = 0) => [
  ...new Set(
    platform.taken
      .slice(from)
      .filter((m) => m.mn === mn)
      .map((m) => Number(m.pairs.find((p) => p.field === "Avg")?.value)),
  ),
];
async function takenBack(district: District, forwarders: Forwarders): Promise<void> {
  await vi.waitFor(async () => {
    district.ring();
    expect((await stateOf(forwarders, "city"))?.held).toEqual([]);
  }, soon);
}
/** For tests in which an answer stays away: far more than a busy machine takes for one that comes. */
const QUICK = { ...PATIENT, answerTimeoutMs: 500, resends: 0 };

test.each(["refuse", "keep-quiet"] as const)(
  "a device that the platform does not take (%s) holds up no other, and catches up in its order once it is taken",
  async (deed) => {
    const { start, learn } = cityOfOne(deed);
    await using city = await start();
    const { district, first, second } = twoDevices(upstream("city", city));
    const forwarders = district.start({ tuning: QUICK });

    for (const value of [1, 2, 3]) {
      second(10 + value);
      first(value);
    }
    await vi.waitFor(() => expect(valuesOf(city, CITY_MN)).toEqual([1, 2, 3]), soon);
    await vi.waitFor(
      async () => expect(await stateOf(forwarders, "city")).toMatchObject({ lagEntries: 0, oldestUnsentAt: null }),
      soon,
    );
    const held = (await stateOf(forwarders, "city"))?.held;
    learn();
    second(14);
    await takenBack(district, forwarders);
    await delivered(forwarders, "city", second(15));

    expect(held).toMatchObject([
      { mn: SECOND_MN, lagEntries: expect.any(Number), lastError: { code: deed === "refuse" ? "refused" : "unanswered" } },
    ]);
    expect(valuesOf(city, SECOND_MN)).toEqual([11, 12, 13, 14, 15]);
    expect(valuesOf(city, CITY_MN)).toEqual([1, 2, 3]);
  },
);

// Behaviour
test("what a device owes to its upstream is not forgotten over a restart", async () => {
  const { start, learn } = cityOfOne("keep-quiet");
  await using city = await start();
  const { district, first, second } = twoDevices(upstream("city", city));
  const before = district.start({ tuning: QUICK });
  second(11);
  first(1);
  await vi.waitFor(
    async () => expect(await stateOf(before, "city")).toMatchObject({ lagEntries: 0, held: [{ mn: SECOND_MN }] }),
    soon,
  );

  await before.stop();
  second(12);
  learn();
  // What came before was never answered.
  const unanswered = city.taken.length;
  const after = district.start({ tuning: QUICK });
  await vi.waitFor(() => expect(valuesOf(city, SECOND_MN, unanswered)).toEqual([11, 12]), soon);
  await takenBack(district, after);
  await after.stop();
  const again = district.start({ tuning: QUICK });
  await delivered(again, "city", second(13));

  expect(city.contents(SECOND_MN)).toHaveLength(3);
  expect(valuesOf(city, CITY_MN)).toEqual([1]);
});

test("a store that is busy when forwarding begins does not give a device two forwarders, of which nobody would stop one", async () => {
  const { start, learn } = cityOfOne("keep-quiet");
  await using city = await start();
  learn();
  const { district, second } = twoDevices(upstream("city", city));
  second(11);
  district.kept.set("forward:city", 2);
  district.kept.set(`forward:city ${SECOND_MN}`, 1);
  let isBusy = true;
  const load = async (reader: string) => {
    if (isBusy) {
      isBusy = false;
      throw new StoreUnavailableError("the cursors cannot be read now");
    }
    return district.kept.get(reader) ?? 0;
  };
  const save = async (reader: string, seq: number) => void district.kept.set(reader, seq);
  const forget = async (reader: string) => void district.kept.delete(reader);
  const forwarders = district.start({ cursors: { load, save, forget, all: async () => Object.fromEntries(district.kept) } });

  await vi.waitFor(() => expect(valuesOf(city, SECOND_MN)).toEqual([11]), soon);
  await delivered(forwarders, "city", district.hour(1));
  await takenBack(district, forwarders);
  await forwarders.stop();

  expect(district.listening).toBe(0);
});
