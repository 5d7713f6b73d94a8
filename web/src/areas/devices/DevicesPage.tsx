import { Input } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { list } from "../../api/client.ts";
import type { DeviceRow, Refusal } from "../../api/device-shapes.ts";
import { may } from "../../api/session.ts";
import { useResource } from "../../api/use-resource.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { DeviceMark } from "../../components/StateMark.tsx";
import { useNow } from "../../components/use-now.ts";
import { Empty, View } from "../../components/View.tsx";
import { ageWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DevicePage } from "./DevicePage.tsx";
import { byTrouble, driftWords, lineWords } from "./device-words.ts";
import { OutletNames } from "./OutletNames.tsx";
import { recentByMn } from "./recent-refusals.ts";
import { UnknownDevices } from "./UnknownDevices.tsx";
import { useGapCounts } from "./use-gap-counts.ts";
import { deviceWords } from "./words.ts";
import "./devices.css";

const REFRESH_MS = 15_000;
const REFUSALS_MS = 60_000;

/** All data loggers, the silent ones first, and those that knock without being registered; one of them when the address names it. */
export function DevicesPage(): ReactNode {
  const { mn } = useParams();
  return mn === undefined ? <DeviceList /> : <DevicePage key={mn} mn={mn} />;
}

function DeviceList(): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const { outlet } = useDirectory();
  const [text, setText] = useState("");
  const devices = useResource("devices", () => list<DeviceRow>("/devices", { limit: 1000 }).then((p) => p.items), REFRESH_MS);
  const all = devices.data ?? [];
  const count = (state: DeviceRow["state"]): number => all.filter((d) => d.state === state).length;
  const shown = useMemo(() => {
    const needle = text.trim().toLowerCase();
    const hay = (d: DeviceRow): string =>
      [d.mn, ...d.outlets.flatMap((id) => [outlet(id)?.name ?? id, outlet(id)?.enterpriseName ?? ""])].join(" ").toLowerCase();
    return (devices.data ?? []).filter((d) => hay(d).includes(needle)).toSorted(byTrouble);
  }, [devices.data, text, outlet]);
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("dev.title")}</h1>
        {devices.data !== undefined && (
          <p className="quiet">{say("dev.summary", { silent: count("silent"), never: count("never"), total: all.length })}</p>
        )}
        <span className="page-tools">
          <Input
            allowClear
            className="search"
            placeholder={say("dev.search")}
            aria-label={say("dev.search")}
            onChange={(e) => setText(e.target.value)}
          />
        </span>
      </div>
      <View
        resource={devices}
        what={say("what.devices")}
        lines={12}
        isEmpty={(d) => d.length === 0}
        empty={<Empty title={say("dev.empty")} hint={say("dev.emptyHint")} />}
      >
        {() => (shown.length === 0 ? <Empty title={say("dev.noMatch")} /> : <DeviceTable rows={shown} />)}
      </View>
      {/* An enterprise sees its own devices only; who else knocks is the matter of the bureau. */}
      {may(session, "see-messages") && <UnknownDevices known={all.map((d) => d.mn)} onRegistered={devices.reload} />}
    </main>
  );
}

function DeviceTable({ rows }: { readonly rows: readonly DeviceRow[] }): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const at = useNow(REFRESH_MS);
  const gaps = useGapCounts(rows.map((d) => d.mn));
  // An enterprise may not see who else was turned away.
  const refusals = useResource(
    !may(session, "see-messages") ? null : "refusals",
    () => list<Refusal>("/devices/refused").then((p) => p.items),
    REFUSALS_MS,
  ).data;
  const refusedAt = useMemo(() => recentByMn(refusals ?? [], at), [refusals, at]);
  return (
    <table className="grid pick stack">
      <thead>
        <tr>
          <th scope="col">{say("dev.state")}</th>
          <th scope="col">{say("dev.mn")}</th>
          <th scope="col">{say("now.outlet")}</th>
          <th scope="col">{say("dev.line")}</th>
          <th scope="col" className="right">
            {say("dev.last")}
          </th>
          <th scope="col" className="right">
            {say("dev.drift")}
          </th>
          <th scope="col" className="right">
            {say("dev.quirks")}
          </th>
          <th scope="col" className="right">
            {say("dev.gaps")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((device) => (
          <DeviceLine key={device.mn} device={device} gaps={gaps.get(device.mn)} refusedAt={refusedAt.get(device.mn)} />
        ))}
      </tbody>
    </table>
  );
}

interface DeviceLineProps {
  readonly device: DeviceRow;
  readonly gaps: number | undefined;
  /** When something of it was turned away last, if that is recent. */
  readonly refusedAt: number | undefined;
}

function DeviceLine({ device, gaps, refusedAt }: DeviceLineProps): ReactNode {
  const { say } = useWords(deviceWords);
  const navigate = useNavigate();
  const at = useNow();
  const { line } = device;
  const kinds = Object.keys(line.quirks).length;
  const open = (): void => void navigate(`/devices/${encodeURIComponent(device.mn)}`);
  const last = line.lastSeenAt ?? device.lastReceivedAt;
  return (
    <tr className={device.state === "online" ? undefined : "row-offline"} onClick={open}>
      <td data-label={say("dev.state")}>
        <DeviceMark state={device.state} />
      </td>
      <th scope="row">
        <button type="button" className="link" onClick={open}>
          {device.mn}
        </button>
        {refusedAt !== undefined && (
          <small className="block refused-hint">{say("refused.hint", { ago: ageWords(say, refusedAt, at) })}</small>
        )}
      </th>
      <td data-label={say("now.outlet")}>
        <OutletNames ids={device.outlets} />
      </td>
      <td data-label={say("dev.line")}>{lineWords(device, say)}</td>
      <td className="right" data-label={say("dev.last")}>
        {last === null ? "—" : ageWords(say, Date.parse(last), at)}
      </td>
      <td className="right" data-label={say("dev.drift")}>
        {driftWords(line.driftSeconds, say)}
      </td>
      <td className="right" data-label={say("dev.quirks")}>
        {kinds === 0 ? <span className="quiet">—</span> : say("dev.quirkKinds", { n: kinds })}
      </td>
      <td className="right" data-label={say("dev.gaps")}>
        {gaps === undefined || gaps === 0 ? <span className="quiet">{gaps ?? "—"}</span> : gaps}
      </td>
    </tr>
  );
}
