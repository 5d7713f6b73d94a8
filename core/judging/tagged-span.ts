import type { Outlet } from "../registry/registry.ts";
import type { Instant } from "../time.ts";

/** What a span of data may be tagged as (数据标记); what follows from each is data (`limits/tags.ts`). */
export const TAG_CODES = [
  "device-fault",
  "device-maintenance",
  "device-debugging",
  "link-down",
  "furnace-temperature-abnormal",
  "thermocouple-fault",
  "heating-up",
  "heating-up-new-refractory",
  "starting",
  "stopping",
  "cooling-down",
  "stopped",
  "unit-fault",
  "accident",
] as const;

export type TagCode = (typeof TAG_CODES)[number];

/** Device tags (设备标记) are about an analyser, state tags (工况标记) about the unit that produces. */
export const TAG_LAYERS = ["device", "state"] as const;

export type TagLayer = (typeof TAG_LAYERS)[number];

/** Trades whose texts on tagging differ: waste incineration has its own. */
export const TAG_TRADES = ["waste-incineration", "other"] as const;

export type TagTrade = (typeof TAG_TRADES)[number];

/** What rules look at of a tag. */
export interface TaggedSpan {
  readonly id: string;
  readonly tag: TagCode;
  /** The emission unit that it was said of; `null` where an outlet was named. */
  readonly unit: string | null;
  /** The outlets whose data it is about. */
  readonly outlets: readonly string[];
  readonly from: Instant;
  /** Exclusive; the moment from which on it was taken back, where it was. */
  readonly endsAt: Instant;
  readonly madeAt: Instant;
}

/** The trade of an outlet, by what its row in the registry says of itself. */
export function tradeOf({ law }: Pick<Outlet, "law">): TagTrade {
  return law?.sector === "municipal-waste-incineration" ? "waste-incineration" : "other";
}

/** What a tag is said of: the unit, else the outlet. Budgets are kept by it. */
export function placeOfTag({ unit, outlets }: Pick<TaggedSpan, "unit" | "outlets">): string {
  return unit ?? outlets.join("|");
}
