import { App, Button } from "antd";
import type { ReactNode } from "react";
import type { UnknownDeviceWire } from "../../../../api/resources/devices/schema.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { deviceWords } from "./words.ts";

interface DeviceSnippetProps {
  readonly device: Pick<UnknownDeviceWire, "mn" | "transport">;
  readonly onClose: () => void;
}

/** For those who may not change the registry: what its administrator needs. */
export function DeviceSnippet({ device, onClose }: DeviceSnippetProps): ReactNode {
  const { say } = useWords(deviceWords);
  const { message } = App.useApp();
  const snippet = snippetOf(device);
  return (
    <section className="decl-form" aria-labelledby="register-device">
      <h3 id="register-device">{say("unk.register")}</h3>
      <p>{say("unk.who")}</p>
      <p className="quiet">{say("unk.snippet")}</p>
      <pre className="frame-raw">{snippet}</pre>
      <div className="step-buttons">
        {/* A page over plain HTTP has no clipboard: the text can be selected by hand. */}
        {navigator.clipboard !== undefined && (
          <Button onClick={() => void navigator.clipboard.writeText(snippet).then(() => message.success(say("unk.copied")))}>
            {say("unk.copy")}
          </Button>
        )}
        <Button onClick={onClose}>{say("case.cancel")}</Button>
      </div>
    </section>
  );
}

/** A row of each of the two tables, with dots where the administrator has to fill in. */
function snippetOf({ mn, transport }: DeviceSnippetProps["device"]): string {
  const password = transport === "mqtt" ? { mqttSecret: "……" } : { hj212Password: "……" };
  const device = JSON.stringify({ mn, ...password, edition: "2017" });
  const channel = JSON.stringify({ outlet: "……", device: mn, st: "31", factor: "a21026", unit: "mg/m3" });
  return `"devices":  ${device}\n"channels": ${channel}`;
}
