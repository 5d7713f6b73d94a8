import type { ReactNode } from "react";
import { Link } from "react-router";
import type { DeviceDetailWire } from "../../../../api/resources/devices/schema.ts";
import { ApiError } from "../../api/client.ts";
import { part, read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { Age } from "../../components/Age.tsx";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { DeviceMark } from "../../components/StateMark.tsx";
import { Empty, View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DeviceCommands } from "./DeviceCommands.tsx";
import { DeviceFrames } from "./DeviceFrames.tsx";
import { DeviceGaps } from "./DeviceGaps.tsx";
import { DevicePresence } from "./DevicePresence.tsx";
import { DeviceRefusals } from "./DeviceRefusals.tsx";
import { driftWords, isJsonDevice, keyWords, lineWords, protocolWords } from "./device-words.ts";
import { OutletNames } from "./OutletNames.tsx";
import { deviceWords } from "./words.ts";
import "./devices.css";

/** Frames and the state of the line are told by no event. */
const LOOK_MS = 5_000;

/** One data logger: how it is, what may be asked of it, what it owes, and what went over its line. */
export function DevicePage({ mn }: { readonly mn: string }): ReactNode {
  const { say } = useWords(deviceWords);
  const device = useRead(read<DeviceDetailWire>(`/devices/${part(mn)}`), { everyMs: LOOK_MS });
  const isMissing = device.data === undefined && device.error instanceof ApiError && device.error.status === 404;
  return (
    <main className="page">
      <div className="page-head">
        <Link to="/devices">← {say("dev.back")}</Link>
        <h1>{mn}</h1>
        {device.data !== undefined && (
          <p>
            <OutletNames device={device.data} /> <DeviceMark state={device.data.state} />
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

function Facts({ device }: { readonly device: DeviceDetailWire }): ReactNode {
  const { say } = useWords(deviceWords);
  const { line, today } = device;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [say("dev.line"), lineWords(device, say)],
    [say("dev.last"), <Age key="last" iso={line.lastSeenAt} />],
    [say("dev.address"), [line.address ?? "—", ...(line.moves > 0 ? [say("dev.moves", { n: line.moves })] : [])].join(" · ")],
    [say("dev.drift"), driftWords(line.driftSeconds, say)],
    [say("dev.edition"), protocolWords(device, say)],
    [say("dev.key"), keyWords(device, say)],
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
  readonly counts: DeviceDetailWire["line"]["quirks"];
  readonly isJson: boolean;
}

function Quirks({ counts, isJson }: QuirksProps): ReactNode {
  const { say, word } = useWords(deviceWords);
  const rows = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (rows.length === 0) return <p className="quiet">{say(isJson ? "dev.jsonQuirks" : "dev.noQuirks")}</p>;
  const columns: readonly Column<(typeof rows)[number]>[] = [
    {
      key: "quirk",
      title: say("dev.quirks"),
      isRowHeader: true,
      text: ([quirk]) => word("quirk", quirk),
      cell: ([quirk]) => <span title={quirk}>{word("quirk", quirk)}</span>,
    },
    { key: "count", title: say("dev.quirkCount"), align: "right", text: ([, count]) => formatCount(count) },
  ];
  return <DataTable label={say("dev.quirks")} columns={columns} rows={rows} keyOf={([quirk]) => quirk} />;
}
