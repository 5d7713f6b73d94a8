import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { list } from "../../api/client.ts";
import type { UnknownDevice } from "../../api/device-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { may } from "../../api/session.ts";
import { useResource } from "../../api/use-resource.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { useNow } from "../../components/use-now.ts";
import { View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { ageWords, momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { DeviceSnippet } from "./DeviceSnippet.tsx";
import { RegisterDeviceForm } from "./RegisterDeviceForm.tsx";
import { deviceWords } from "./words.ts";

const REFRESH_MS = 15_000;

/** Who knocked at a door and is not registered, with the way to register it. */
export function UnknownDevices({
  known,
  onRegistered,
}: {
  /** MNs that are registered: who knocked before that is not unknown any more. */
  readonly known: readonly string[];
  readonly onRegistered: () => void;
}): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const [chosen, setChosen] = useState<UnknownDevice | null>(null);
  const unknown = useResource("unknown", () => list<UnknownDevice>("/devices/unknown").then((p) => p.items), REFRESH_MS);
  const close = (): void => setChosen(null);
  const done = (): void => {
    close();
    unknown.reload();
    onRegistered();
  };
  return (
    <section aria-labelledby="unknown-devices">
      <h2 id="unknown-devices">{say("unk.title")}</h2>
      {chosen !== null &&
        (may(session, "change-registry") ? (
          <RegisterDeviceForm key={chosen.mn} mn={chosen.mn} onCancel={close} onDone={done} />
        ) : (
          <DeviceSnippet key={chosen.mn} device={chosen} onClose={close} />
        ))}
      <View
        resource={unknown}
        what={say("what.unknown")}
        lines={2}
        isEmpty={(u) => u.every((row) => known.includes(row.mn))}
        empty={<p className="quiet">{say("unk.none")}</p>}
      >
        {(rows) => (
          <table className="grid stack">
            <thead>
              <tr>
                <th scope="col">{say("dev.mn")}</th>
                <th scope="col">{say("dev.line")}</th>
                <th scope="col">{say("dev.address")}</th>
                <th scope="col">{say("quar.reason")}</th>
                <th scope="col">{say("unk.first")}</th>
                <th scope="col">{say("dev.last")}</th>
                <th scope="col" className="right">
                  {say("unk.count")}
                </th>
                <th scope="col">
                  <span className="visually-hidden">{say("unk.register")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows
                .filter((row) => !known.includes(row.mn))
                .map((row) => (
                  <UnknownLine key={`${row.transport}|${row.mn}|${row.address}`} row={row} onChoose={() => setChosen(row)} />
                ))}
            </tbody>
          </table>
        )}
      </View>
    </section>
  );
}

function UnknownLine({ row, onChoose }: { readonly row: UnknownDevice; readonly onChoose: () => void }): ReactNode {
  const { say, word } = useWords(deviceWords);
  const at = useNow();
  return (
    <tr>
      <th scope="row">
        <code>{row.mn}</code>
      </th>
      <td data-label={say("dev.line")}>{row.transport === "mqtt" ? say("unk.viaMqtt") : "HJ 212"}</td>
      <td data-label={say("dev.address")}>{row.address}</td>
      <td data-label={say("quar.reason")}>{word("knock", row.reason)}</td>
      <td className="quiet" data-label={say("unk.first")}>
        {momentWords(say, Date.parse(row.firstAt), now())}
      </td>
      <td data-label={say("dev.last")}>{ageWords(say, Date.parse(row.lastAt), at)}</td>
      <td className="right" data-label={say("unk.count")}>
        {formatCount(row.count)}
      </td>
      <td className="right">
        <Button size="small" onClick={onChoose}>
          {say("unk.register")}
        </Button>
      </td>
    </tr>
  );
}
