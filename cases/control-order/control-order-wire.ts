import { z } from "zod";
import { filter, type Reader, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { CONTROL_LEVELS } from "../../core/judging/declared-emission.ts";
import { formatIso } from "../../core/time.ts";
import { AnyId, InstantIn, InstantOut, oneOrMany } from "../shared/wire-forms.ts";
import type { ControlOrder } from "./control-order.ts";

const LevelName = z.enum(CONTROL_LEVELS);

/** A control order as it goes out. */
export const ControlOrderOut = z.object({
  id: z.string(),
  level: LevelName,
  levelName: z.string(),
  from: InstantOut,
  to: InstantOut,
  /** Those that the reader may see. */
  enterprises: z.array(z.string()),
  enterpriseNames: z.array(z.string()),
  share: z.number(),
  note: z.string(),
  orderedAt: InstantOut,
  orderedBy: z.string(),
  orderedByName: z.string(),
});

/** How control orders are read over HTTP. */
export const CONTROL_ORDER_DOOR: SubjectDoor<ControlOrder> = {
  path: "control-orders",
  power: "see-own",
  summary: {
    list: "Control orders, the latest to begin first",
    counts: "How many control orders there are",
    one: "One control order",
  },
  order: "newest",
  filters: {
    // Of an order that stops several one is found by those that one is told of.
    enterprise: filter(AnyId, (id, { reach }) => [{ field: "enterprises", in: isTold(reach, id) ? [id] : [] }]),
    level: filter(oneOrMany(LevelName), (levels) => [{ field: "level", in: levels }]),
    /** Those that hold at some time of the period: `from` inclusive, `to` exclusive. */
    from: filter(InstantIn, (from) => [{ field: "to", from: from + 1 }]),
    to: filter(InstantIn, (to) => [{ field: "from", to }]),
  },
  visibleTo: ({ reach }) => (reach.everything ? [] : [{ field: "enterprises", in: [...reach.enterprises] }]),
  asSeenBy: (reader, { row, timeline }) => ({ row: ownPartOf(row, reader), timeline }),
  counts: {
    by: "level",
    of: {
      all: () => [],
      now: ({ now }) => [
        { field: "from", to: now + 1 },
        { field: "to", from: now + 1 },
      ],
    },
  },
  people: [{ id: "orderedBy", name: "orderedByName" }],
  wire: { row: ControlOrderOut, detail: ControlOrderOut },
  writerFor: () => ({ toWire: orderToWire, toDetail: orderToWire }),
};

/** An enterprise is not told which others are stopped. */
function ownPartOf(row: ControlOrder, { reach }: Reader): ControlOrder {
  return { ...row, enterprises: row.enterprises.filter((id) => isTold(reach, id)) };
}

function isTold(reach: Reader["reach"], enterprise: string): boolean {
  return reach.everything || reach.enterprises.has(enterprise);
}

function orderToWire(row: ControlOrder) {
  return { ...row, from: formatIso(row.from), to: formatIso(row.to), orderedAt: formatIso(row.orderedAt) };
}
