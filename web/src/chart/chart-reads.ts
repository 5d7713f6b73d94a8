import type { FindingWire } from "../../../api/resources/findings/schema.ts";
import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesWire } from "../../../api/resources/outlets/schema.ts";
import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import { type PageWire, part, type Read, read } from "../api/read.ts";
import { DAY } from "../format/beijing-time.ts";
import type { ChartModel } from "./chart-model.ts";

const MOST_ROWS = 1_000;

/** Over a longer span a line of every reading would be a blur. */
const LINE_DAYS = 4;

/** From `from` inclusive to `to` exclusive, in milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** True when a line of single readings stands beside the bars. */
export function hasLine({ basis, from, to, layers }: Pick<ChartModel, "basis" | "from" | "to" | "layers">): boolean {
  return basis === "hour" && layers.has("realtime") && to - from <= LINE_DAYS * DAY;
}

/** The values of a pollutant over a span. */
export function seriesRead(outlet: string, pollutant: string, basis: Basis, { from, to }: Span): Read<SeriesWire> {
  return read<SeriesWire>(`/outlets/${part(outlet)}/series`, { pollutant, basis, from: iso(from), to: iso(to) });
}

/** The limits of a pollutant in force at some time of a span, whatever they are about. */
export function limitsRead(outlet: string, pollutant: string, { from, to }: Span): Read<PageWire<LimitWire>> {
  return read<PageWire<LimitWire>>("/limits", { outlet, pollutant, from: iso(from), to: iso(to) });
}

/** The findings of an outlet over a span. */
export function findingsRead(outlet: string, { from, to }: Span): Read<PageWire<FindingWire>> {
  return read<PageWire<FindingWire>>("/findings", { outlet, from: iso(from), to: iso(to), limit: MOST_ROWS });
}

/** The declarations of an outlet. */
export function declarationsRead(outlet: string): Read<PageWire<DeclarationWire>> {
  return read<PageWire<DeclarationWire>>("/declarations", { outlet, limit: MOST_ROWS });
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
