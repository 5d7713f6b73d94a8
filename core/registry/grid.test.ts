import { expect, test } from "vitest";
import { aGrid } from "../../tests/support/case-facts.ts";
import { type BeijingDate, instant } from "../time.ts";
import {
  ancestorsOf,
  cellOfEnterprise,
  descendantsOf,
  findChannel,
  indexRegistry,
  measuredAt,
  streetOfEnterprise,
} from "./grid.ts";
import { type Cell, type Channel, EMPTY_REGISTRY, type Registry } from "./registry.ts";

const MN = "SIM410102000000000000001";
const AT = instant(Date.parse("2026-11-23T00:00:00Z"));

function channel(over: Partial<Channel>): Channel {
  return { outlet: "o1", device: MN, factor: "a21026", pollutant: "a21026", unit: "mg/m3", ...over };
}

function registry(over: Partial<Registry>): Registry {
  return { ...EMPTY_REGISTRY, ...over };
}

const find = (channels: readonly Channel[], st?: string): string | undefined =>
  findChannel(indexRegistry(registry({ channels })), { mn: MN, factor: "a21026", at: AT, ...(st !== undefined && { st }) })
    ?.outlet;

test("a channel that names the ST wins over one that does not", () => {
  const channels = [channel({ outlet: "any" }), channel({ outlet: "gas", st: "31" })];

  expect(find(channels, "31")).toBe("gas");
  expect(find(channels, "27")).toBe("any");
});

test("a message without an ST reaches the only channel of its factor even when that names an ST", () => {
  expect(find([channel({ outlet: "gas", st: "31" })])).toBe("gas");
});

test("a message without an ST is not guessed between two channels that name one", () => {
  expect(find([channel({ outlet: "gas", st: "31" }), channel({ outlet: "dust", st: "39" })])).toBeUndefined();
});

test("what is measured at an outlet is told once for each pollutant, in order; nothing where no channel leads to it", () => {
  const of = (pollutant: string) => channel({ factor: pollutant, pollutant });
  const index = indexRegistry(registry({ channels: [of("a34013"), of("a21026"), channel({ device: `${MN}-2` })] }));

  expect(measuredAt(index, "o1")).toEqual(["a21026", "a34013"]);
  expect(measuredAt(index, "o2")).toEqual([]);
});

test("a channel counts from its validFrom until before its validTo, in Beijing days", () => {
  const day = (text: string): BeijingDate => text as BeijingDate;

  expect(find([channel({ validTo: day("2026-11-23") })])).toBeUndefined();
  expect(find([channel({ validFrom: day("2026-11-24") })])).toBeUndefined();
  expect(find([channel({ validFrom: day("2026-11-23"), validTo: day("2026-11-24") })])).toBe("o1");
});

test("a channel that was pointed at another outlet sends each period to where it belonged then", () => {
  const day = (text: string): BeijingDate => text as BeijingDate;
  const channels = [
    channel({ outlet: "old", validTo: day("2026-11-23") }),
    channel({ outlet: "new", validFrom: day("2026-11-23") }),
  ];
  const index = indexRegistry(registry({ channels }));
  const at = (text: string) => findChannel(index, { mn: MN, factor: "a21026", at: instant(Date.parse(text)) })?.outlet;

  // The hour from 23:00 of the 22nd and that from midnight of the 23rd, in Beijing.
  expect(at("2026-11-22T15:00:00Z")).toBe("old");
  expect(at("2026-11-22T16:00:00Z")).toBe("new");
});

test("an outlet that has ended takes what it measured before and nothing of later days", () => {
  const outlet = { id: "o1", enterprise: "e1", code: "DA001", name: "o1", kind: "stack" } as const;
  const outlets = [{ ...outlet, validTo: "2026-11-23" as BeijingDate }];
  const index = indexRegistry(registry({ outlets, channels: [channel({})] }));
  const at = (text: string) => findChannel(index, { mn: MN, factor: "a21026", at: instant(Date.parse(text)) })?.outlet;

  expect(at("2026-11-22T15:59:59Z")).toBe("o1");
  expect(at("2026-11-22T16:00:00Z")).toBeUndefined();
});

test("a factor that no channel names reaches no outlet", () => {
  expect(find([channel({ factor: "a34013" })])).toBeUndefined();
});

test("an enterprise belongs to the second-level cell above its own, and to the district when there is none", () => {
  const cell = (id: string, level: Cell["level"], parent: string | null, kind: Cell["kind"], enterprise?: string): Cell => ({
    ...{ id, level, parent, kind, name: id },
    ...(enterprise !== undefined && { enterprise }),
  });
  const cells = [
    cell("g1", 1, null, "district"),
    cell("g2", 2, "g1", "street"),
    cell("g3", 3, "g2", "community"),
    cell("g4", 4, "g3", "enterprise", "e1"),
  ];
  const index = indexRegistry(registry({ cells }));

  expect(streetOfEnterprise(index, "e1")?.id).toBe("g2");
  expect(streetOfEnterprise(index, "elsewhere")?.id).toBe("g1");
});

test("below a cell lies everything that hangs on it, and above it its ancestors, nearest first", () => {
  const index = aGrid();

  expect([...descendantsOf(index, "g2-a")].sort()).toEqual(["g2-a", "g3-a1", "g3-a2", "g4-e1", "g4-e3"]);
  expect([...descendantsOf(index, "gone")]).toEqual([]);
  expect(ancestorsOf(index, "g4-e1").map((c) => c.id)).toEqual(["g4-e1", "g3-a1", "g2-a", "g1"]);
  expect(ancestorsOf(index, "gone")).toEqual([]);
});

test("of two cells of one enterprise the first one counts", () => {
  const { registry: grid } = aGrid();
  const again = { id: "g4-again", level: 4, parent: "g3-a2", kind: "enterprise", enterprise: "e1", name: "又一" } as const;

  expect(cellOfEnterprise(indexRegistry({ ...grid, cells: [...grid.cells, again] }), "e1")?.id).toBe("g4-e1");
});

test("of a table that differs in one row the look-ups of the others stay as they were", () => {
  const factors = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const channels = factors.map((factor) => channel({ factor, outlet: `o-${factor}` }));
  const before = indexRegistry(registry({ channels }));
  const moved = { ...channel({ factor: "a", outlet: "new" }) };

  const after = indexRegistry(registry({ channels: [moved, ...channels.slice(1)] }), before);

  expect(after.channelsByOutlet.get("new")).toEqual([moved]);
  expect(after.channelsByOutlet.has("o-a")).toBe(false);
  expect(after.channelsByFactor.get(`${MN}|a`)).toEqual([moved]);
  expect(after.channelsByOutlet.get("o-b")).toBe(before.channelsByOutlet.get("o-b"));
  expect(after.channelsByOutlet.size).toBe(8);
});
