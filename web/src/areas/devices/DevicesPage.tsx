import { Input } from "antd";
import { type ReactNode, useDeferredValue } from "react";
import { useNavigate, useParams } from "react-router";
import type { DevicePageWire } from "../../../../api/resources/devices/schema.ts";
import { part, read } from "../../api/read.ts";
import { may } from "../../api/session.ts";
import { type PagedResource, usePagedRead } from "../../api/use-read.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { useInAddress } from "../../components/use-in-address.ts";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DevicePage } from "./DevicePage.tsx";
import { type DeviceFilter, DeviceTable, STATES } from "./DeviceTable.tsx";
import { UnknownDevices } from "./UnknownDevices.tsx";
import { deviceWords } from "./words.ts";
import "./devices.css";

/** That a device has fallen silent is told by no event. */
const SILENCE_MS = 30_000;
const PAGE_ROWS = 200;

/**
 * All data loggers, the silent ones first, and those that try to connect without being registered; one of them when the
 * address names it.
 */
export function DevicesPage(): ReactNode {
  const { mn } = useParams();
  return mn === undefined ? <DeviceList /> : <DevicePage key={mn} mn={mn} />;
}

function DeviceList(): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const [text, setText] = useInAddress("q");
  const [named, setState] = useInAddress("state");
  const state = STATES.find((known) => known === named);
  const q = useDeferredValue(text.trim());
  const devices = usePagedRead(read<DevicePageWire>("/devices", { q, state, limit: PAGE_ROWS }), {
    everyMs: SILENCE_MS,
  });
  const counts = devices.first?.counts;
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("dev.title")}</h1>
        {counts !== undefined && <p className="quiet">{say("dev.summary", counts)}</p>}
        <span className="page-tools">
          <Input
            allowClear
            className="search"
            placeholder={say("dev.search")}
            aria-label={say("dev.search")}
            defaultValue={text}
            onChange={(e) => setText(e.target.value)}
          />
        </span>
      </div>
      <Devices devices={devices} filter={{ q, state }} onState={setState} />
      {/* An enterprise sees its own devices only; who else tries to connect is the matter of the bureau. */}
      {may(session, "see-messages") && <UnknownDevices />}
    </main>
  );
}

interface DevicesProps {
  readonly devices: PagedResource<DevicePageWire>;
  readonly filter: DeviceFilter;
  readonly onState: (state: DeviceFilter["state"]) => void;
}

function Devices({ devices, filter, onState }: DevicesProps): ReactNode {
  const { say } = useWords(deviceWords);
  const navigate = useNavigate();
  const isFiltered = filter.q !== "" || filter.state !== undefined;
  return (
    <View
      resource={devices}
      what={say("what.devices")}
      lines={12}
      isEmpty={(rows) => rows.length === 0 && !isFiltered}
      empty={<Empty title={say("dev.empty")} hint={say("dev.emptyHint")} />}
    >
      {(rows) => (
        <DeviceTable
          rows={rows}
          filter={filter}
          onState={onState}
          onOpen={(device) => void navigate(`/devices/${part(device.mn)}`)}
          more={devices.more}
          isLoadingMore={devices.isLoadingMore}
        />
      )}
    </View>
  );
}
