import type { ReactNode } from "react";
import { list } from "../../api/client.ts";
import type { Gap } from "../../api/device-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { useResource } from "../../api/use-resource.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { View } from "../../components/View.tsx";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { byMissing } from "./device-words.ts";
import { deviceWords } from "./words.ts";

const REFRESH_MS = 15_000;

/** Periods that the device owes, and whether it was asked for them. */
export function DeviceGaps({ mn }: { readonly mn: string }): ReactNode {
  const { say } = useWords(deviceWords);
  const gaps = useResource(
    `gaps|${mn}`,
    () => list<Gap>(`/devices/${encodeURIComponent(mn)}/gaps`, { limit: 200 }).then((p) => p.items.toSorted(byMissing)),
    REFRESH_MS,
  );
  return (
    <section aria-labelledby="device-gaps">
      <h2 id="device-gaps">{say("dev.gaps")}</h2>
      <View
        resource={gaps}
        what={say("what.gaps")}
        lines={3}
        isEmpty={(g) => g.length === 0}
        empty={<p className="quiet">{say("dev.noGaps")}</p>}
      >
        {(rows) => (
          <table className="grid stack">
            <thead>
              <tr>
                <th scope="col">{say("dev.gapState")}</th>
                <th scope="col">{say("dev.basis")}</th>
                <th scope="col">{say("dev.period")}</th>
                <th scope="col">{say("now.outlet")}</th>
                <th scope="col">{say("dev.asked")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((gap) => (
                <GapLine key={gap.id} gap={gap} />
              ))}
            </tbody>
          </table>
        )}
      </View>
    </section>
  );
}

function GapLine({ gap }: { readonly gap: Gap }): ReactNode {
  const { say } = useWords(deviceWords);
  const { outlet } = useDirectory();
  return (
    <tr>
      <td data-label={say("dev.gapState")} className={gap.state === "filled" ? "quiet" : undefined}>
        {say(`gap.${gap.state}`)}
      </td>
      <td data-label={say("dev.basis")}>{say(`basis.${gap.basis}`)}</td>
      <td data-label={say("dev.period")}>{periodWords(say, { start: Date.parse(gap.from), end: Date.parse(gap.to) }, now())}</td>
      <td data-label={say("now.outlet")}>{gap.outlets.map((id) => outlet(id)?.name ?? id).join(say("list.comma"))}</td>
      <td className="quiet" data-label={say("dev.asked")}>
        {gap.attempts === 0 ? say("dev.notAsked") : say("dev.askedTimes", { n: gap.attempts })}
      </td>
    </tr>
  );
}
