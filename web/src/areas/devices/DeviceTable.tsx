import type { ReactNode } from "react";
import type { DeviceWire } from "../../../../api/resources/devices/schema.ts";
import { Age } from "../../components/Age.tsx";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { DeviceMark } from "../../components/StateMark.tsx";
import { useNow } from "../../components/use-now.ts";
import { Empty } from "../../components/View.tsx";
import { beijingDateTime } from "../../format/beijing-time.ts";
import { ageWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { driftWords, lineWords } from "./device-words.ts";
import { OutletNames } from "./OutletNames.tsx";
import { isRecent } from "./recent-refusals.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

/** What the list of devices is filtered by, at the server. */
export interface DeviceFilter {
  readonly q: string;
  readonly state: DeviceWire["state"] | undefined;
}

interface DeviceTableProps {
  readonly rows: readonly DeviceWire[];
  readonly filter: DeviceFilter;
  readonly onState: (state: DeviceFilter["state"]) => void;
  readonly onOpen: (device: DeviceWire) => void;
  readonly more: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

export const STATES = ["silent", "never", "online"] as const satisfies readonly DeviceWire["state"][];

/** The devices as the server orders them, those in trouble first. */
export function DeviceTable({ rows, filter, onState, onOpen, more, isLoadingMore }: DeviceTableProps): ReactNode {
  const { say } = useWords(deviceWords);
  const columns = columnsOf(say, { filter, onState, onOpen });
  return (
    <DataTable
      label={say("dev.title")}
      columns={columns}
      rows={rows}
      keyOf={(device) => device.mn}
      onOpen={onOpen}
      rowClass={(device) => (device.state === "online" ? "" : "row-offline")}
      more={more}
      isLoadingMore={isLoadingMore}
      csvName={say("dev.title")}
      whenEmpty={<Empty title={say("dev.noMatch")} />}
    />
  );
}

type ColumnFacts = Pick<DeviceTableProps, "filter" | "onState" | "onOpen">;

function columnsOf(say: DeviceSay, { filter, onState, onOpen }: ColumnFacts): readonly Column<DeviceWire>[] {
  return [
    {
      key: "state",
      title: say("dev.state"),
      text: ({ state }) => say(`dev.state.${state}`),
      cell: ({ state }) => <DeviceMark state={state} />,
      filter: {
        choices: STATES.map((state) => ({ value: state, text: say(`dev.state.${state}`) })),
        chosen: filter.state,
        onChoose: (value) => onState(STATES.find((state) => state === value)),
      },
    },
    {
      key: "mn",
      title: say("dev.mn"),
      isRowHeader: true,
      text: ({ mn }) => mn,
      cell: (device) => <DeviceName device={device} onOpen={() => onOpen(device)} />,
    },
    {
      key: "outlets",
      title: say("now.outlet"),
      text: ({ outletNames, enterpriseName }) => [outletNames.join(say("list.comma")), enterpriseName ?? ""].join(" ").trim(),
      cell: (device) => <OutletNames device={device} />,
    },
    { key: "line", title: say("dev.line"), text: (device) => lineWords(device, say) },
    {
      key: "last",
      title: say("dev.last"),
      align: "right",
      text: (device) => {
        const last = lastHeard(device);
        return last === null ? "—" : beijingDateTime(Date.parse(last));
      },
      cell: (device) => <Age iso={lastHeard(device)} />,
    },
    { key: "drift", title: say("dev.drift"), align: "right", text: ({ line }) => driftWords(line.driftSeconds, say) },
    {
      key: "quirks",
      title: say("dev.quirks"),
      align: "right",
      text: ({ line }) => {
        const kinds = Object.keys(line.quirks).length;
        return kinds === 0 ? "—" : say("dev.quirkKinds", { n: kinds });
      },
    },
    { key: "gaps", title: say("dev.gaps"), align: "right", text: ({ gaps }) => (gaps === 0 ? "—" : String(gaps)) },
  ];
}

function lastHeard({ line, lastReceivedAt }: DeviceWire): string | null {
  return line.lastSeenAt ?? lastReceivedAt;
}

/** The MN; below it, that something of the device was refused within the last hour. */
function DeviceName({ device, onOpen }: { readonly device: DeviceWire; readonly onOpen: () => void }): ReactNode {
  const { say } = useWords(deviceWords);
  const at = useNow();
  const { mn, refusedAt } = device;
  return (
    <>
      <button
        type="button"
        className="link"
        onClick={(event) => {
          event.stopPropagation();
          onOpen();
        }}
      >
        {mn}
      </button>
      {refusedAt !== null && isRecent(refusedAt, at) && (
        <small className="block refused-hint">{say("refused.hint", { ago: ageWords(say, Date.parse(refusedAt), at) })}</small>
      )}
    </>
  );
}
