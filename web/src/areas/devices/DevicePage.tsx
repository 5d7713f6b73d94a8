import type { ReactNode } from "react";
import { Link } from "react-router";
import { ApiError, get } from "../../api/client.ts";
import type { DeviceDetail } from "../../api/device-shapes.ts";
import { useResource } from "../../api/use-resource.ts";
import { DeviceMark } from "../../components/StateMark.tsx";
import { useNow } from "../../components/use-now.ts";
import { Empty, View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { ageWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DeviceCommands } from "./DeviceCommands.tsx";
import { DeviceFrames } from "./DeviceFrames.tsx";
import { DeviceGaps } from "./DeviceGaps.tsx";
import { DevicePresence } from "./DevicePresence.tsx";
import { DeviceRefusals } from "./DeviceRefusals.tsx";
import { driftWords, isJsonDevice, lineWords, protocolWords } from "./device-words.ts";
import { OutletNames } from "./OutletNames.tsx";
import { deviceWords } from "./words.ts";
import "./devices.css";

const REFRESH_MS = 5_000;

/** One data logger: how it is, what may be asked of it, what it owes, and what went over its line. */
export function DevicePage({ mn }: { readonly mn: string }): ReactNode {
  const { say } = useWords(deviceWords);
  const device = useResource(`device|${mn}`, () => get<DeviceDetail>(`/devices/${encodeURIComponent(mn)}`), REFRESH_MS);
  const isMissing = device.data === undefined && device.error instanceof ApiError && device.error.status === 404;
  return (
    <main className="page">
      <div className="page-head">
        <Link to="/devices">← {say("dev.back")}</Link>
        <h1>{mn}</h1>
        {device.data !== undefined && (
          <p>
            <OutletNames ids={device.data.outlets} /> <DeviceMark state={device.data.state} />
          </p>
        )}
      </div>
      {isMissing ? (
        <Empty title={say("dev.missing")} />
      ) : (
        <View resource={device} what={say("what.devices")} lines={16}>
          {(found) => (
            <>
              <DeviceRefusals refused={found.refused} />
              <div className="device-columns">
                <section aria-labelledby="device-facts">
                  <h2 id="device-facts">{say("dev.facts")}</h2>
                  <Facts device={found} />
                  <h2>{say("dev.presence")}</h2>
                  <DevicePresence presence={found.line.presence} />
                  <h2>{say("dev.quirks")}</h2>
                  <Quirks counts={found.line.quirks} isJson={isJsonDevice(found)} />
                </section>
                <DeviceCommands device={found} />
              </div>
              <DeviceGaps mn={mn} />
              <DeviceFrames frames={found.frames} isJson={isJsonDevice(found)} />
            </>
          )}
        </View>
      )}
    </main>
  );
}

function Facts({ device }: { readonly device: DeviceDetail }): ReactNode {
  const { say } = useWords(deviceWords);
  const at = useNow();
  const { line, today } = device;
  const rows: readonly (readonly [string, string])[] = [
    [say("dev.line"), lineWords(device, say)],
    [say("dev.last"), line.lastSeenAt === null ? "—" : ageWords(say, Date.parse(line.lastSeenAt), at)],
    [say("dev.address"), [line.address ?? "—", ...(line.moves > 0 ? [say("dev.moves", { n: line.moves })] : [])].join(" · ")],
    [say("dev.drift"), driftWords(line.driftSeconds, say)],
    [say("dev.edition"), protocolWords(device, say)],
    [
      say("dev.intervals"),
      say("dev.intervalWords", { realtime: device.realtimeSeconds ?? "—", minute: device.minuteMinutes ?? "—" }),
    ],
    [say("dev.backfill"), say(isJsonDevice(device) ? "dev.noBackfill" : device.autoBackfill ? "dev.on" : "dev.off")],
    [
      say("dev.today"),
      say("dev.todayWords", {
        received: formatCount(today.received),
        stored: formatCount(today.stored),
        duplicates: formatCount(today.duplicates),
        control: formatCount(today.control),
        quarantined: formatCount(today.quarantined),
        pending: formatCount(today.pending),
      }),
    ],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface QuirksProps {
  readonly counts: DeviceDetail["line"]["quirks"];
  readonly isJson: boolean;
}

function Quirks({ counts, isJson }: QuirksProps): ReactNode {
  const { say, word } = useWords(deviceWords);
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (rows.length === 0) return <p className="quiet">{say(isJson ? "dev.jsonQuirks" : "dev.noQuirks")}</p>;
  return (
    <table className="grid wrap stack">
      <thead>
        <tr>
          <th scope="col">{say("dev.quirks")}</th>
          <th scope="col" className="right">
            {say("dev.quirkCount")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([quirk, count]) => (
          <tr key={quirk}>
            <td data-label={say("dev.quirks")}>
              {word("quirk", quirk)} <small className="quiet">{quirk}</small>
            </td>
            <td className="right" data-label={say("dev.quirkCount")}>
              {formatCount(count)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
