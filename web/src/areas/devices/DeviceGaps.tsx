import type { ReactNode } from "react";
import type { GapWire } from "../../../../api/resources/devices/schema.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { useRead } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { View } from "../../components/View.tsx";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { byMissing } from "./device-words.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

/** Gaps are found and filled by the minute; no event tells of it. */
const LOOK_MS = 30_000;

/** Periods that the device owes, and whether it was asked for them. */
export function DeviceGaps({ mn }: { readonly mn: string }): ReactNode {
  const { say } = useWords(deviceWords);
  const gaps = useRead(read<PageWire<GapWire>>(`/devices/${part(mn)}/gaps`, { limit: 200 }), { everyMs: LOOK_MS });
  return (
    <section aria-labelledby="device-gaps">
      <h2 id="device-gaps">{say("dev.gaps")}</h2>
      <View
        resource={gaps}
        what={say("what.gaps")}
        lines={3}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="quiet">{say("dev.noGaps")}</p>}
      >
        {({ items }) => (
          <DataTable
            label={say("dev.gaps")}
            columns={columnsOf(say)}
            rows={items.toSorted(byMissing)}
            keyOf={(gap) => gap.id}
            rowClass={({ state }) => (state === "filled" ? "quiet" : "")}
          />
        )}
      </View>
    </section>
  );
}

function columnsOf(say: DeviceSay): readonly Column<GapWire>[] {
  return [
    { key: "state", title: say("dev.gapState"), text: ({ state }) => say(`gap.${state}`) },
    { key: "basis", title: say("dev.basis"), text: ({ basis }) => say(`basis.${basis}`) },
    {
      key: "period",
      title: say("dev.period"),
      text: ({ from, to }) => periodWords(say, { start: Date.parse(from), end: Date.parse(to) }, now()),
    },
    { key: "outlets", title: say("now.outlet"), text: ({ outletNames }) => outletNames.join(say("list.comma")) },
    {
      key: "asked",
      title: say("dev.asked"),
      text: ({ attempts }) => (attempts === 0 ? say("dev.notAsked") : say("dev.askedTimes", { n: attempts })),
    },
  ];
}
