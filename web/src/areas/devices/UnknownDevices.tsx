import { Button } from "antd";
import { type ReactNode, useState } from "react";
import type { UnknownDeviceWire } from "../../../../api/resources/devices/schema.ts";
import { type PageWire, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { may } from "../../api/session.ts";
import { useRead, useRefresh } from "../../api/use-read.ts";
import { Age } from "../../components/Age.tsx";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DeviceSnippet } from "./DeviceSnippet.tsx";
import { RegisterDeviceForm } from "./RegisterDeviceForm.tsx";
import { deviceWords } from "./words.ts";

/** Who tries to connect is told by no event. */
const LOOK_MS = 30_000;

/** Who tried to connect and is not registered, with the way to register it. */
export function UnknownDevices(): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const refresh = useRefresh();
  const [chosen, setChosen] = useState<UnknownDeviceWire | null>(null);
  const unknown = useRead(read<PageWire<UnknownDeviceWire>>("/devices/unknown"), { everyMs: LOOK_MS });
  const close = (): void => setChosen(null);
  return (
    <section aria-labelledby="unknown-devices">
      <h2 id="unknown-devices">{say("unk.title")}</h2>
      {chosen !== null &&
        (may(session, "change-registry") ? (
          <RegisterDeviceForm
            key={chosen.mn}
            mn={chosen.mn}
            waitsForMn={chosen.reason === "not-activated"}
            onCancel={close}
            onDone={() => {
              close();
              refresh("/devices");
            }}
          />
        ) : (
          <DeviceSnippet key={chosen.mn} device={chosen} onClose={close} />
        ))}
      <View
        resource={unknown}
        what={say("what.unknown")}
        lines={2}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="quiet">{say("unk.none")}</p>}
      >
        {({ items }) => <UnknownTable rows={items} onChoose={setChosen} />}
      </View>
    </section>
  );
}

interface UnknownTableProps {
  readonly rows: readonly UnknownDeviceWire[];
  readonly onChoose: (row: UnknownDeviceWire) => void;
}

function UnknownTable({ rows, onChoose }: UnknownTableProps): ReactNode {
  const { say, word } = useWords(deviceWords);
  const columns: readonly Column<UnknownDeviceWire>[] = [
    { key: "mn", title: say("dev.mn"), isRowHeader: true, text: ({ mn }) => mn, cell: ({ mn }) => <code>{mn}</code> },
    { key: "line", title: say("dev.line"), text: ({ transport }) => (transport === "mqtt" ? say("unk.viaMqtt") : "HJ 212") },
    { key: "address", title: say("dev.address"), text: ({ address }) => address },
    { key: "reason", title: say("quar.reason"), text: ({ reason }) => word("knock", reason) },
    { key: "first", title: say("unk.first"), text: ({ firstAt }) => momentWords(say, Date.parse(firstAt), now()) },
    {
      key: "last",
      title: say("dev.last"),
      text: ({ lastAt }) => momentWords(say, Date.parse(lastAt), now()),
      cell: ({ lastAt }) => <Age iso={lastAt} />,
    },
    { key: "count", title: say("unk.count"), align: "right", text: ({ count }) => formatCount(count) },
    {
      key: "register",
      title: "",
      align: "right",
      isScreenOnly: true,
      text: () => say("unk.register"),
      cell: (row) => (
        <Button size="small" onClick={() => onChoose(row)}>
          {say("unk.register")}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      label={say("unk.title")}
      columns={columns}
      rows={rows}
      keyOf={(row) => `${row.transport}|${row.mn}|${row.address}`}
    />
  );
}
