import { App, Button, Form } from "antd";
import type { ReactNode } from "react";
import type { DeviceDetailWire } from "../../../../api/resources/devices/schema.ts";
import { post } from "../../api/client.ts";
import { now } from "../../api/server-clock.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSending } from "../../components/use-sending.ts";
import { beijingDate, DAY, HOUR, toFieldValue } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CommandFields, usePollutants } from "./CommandFields.tsx";
import { type CommandValues, commandBody } from "./command-body.ts";
import { COMMANDS, type CommandField, type DeviceCommandKind } from "./device-commands.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

interface CommandFormProps {
  readonly device: DeviceDetailWire;
  readonly kind: DeviceCommandKind;
  readonly onCancel: () => void;
  readonly onSent: () => void;
}

/**
 * The small form of one command: what it needs, and a button that says what it sends. What changes the device is asked
 * back once.
 */
export function CommandForm({ device, kind, onCancel, onSent }: CommandFormProps): ReactNode {
  const { say } = useWords(deviceWords);
  const { message, modal } = App.useApp();
  const { failure, isBusy, refuse, send: sendForm } = useSending(say);
  const shape = COMMANDS[kind];
  const pollutants = usePollutants(device);
  const name = say(`exchange.${kind}`);
  const send = (body: Readonly<Record<string, string | number>>): void => {
    sendForm(
      () => post(`/devices/${encodeURIComponent(device.mn)}/commands`, { ...shape.body, ...body }),
      () => {
        void message.success(say("dev.sent"));
        onSent();
      },
    );
  };
  const submit = (values: CommandValues): void => {
    const read = commandBody(values);
    refuse(read.ok ? null : say(read.problem));
    if (!read.ok) return;
    if (shape.effect === undefined) {
      send(read.body);
      return;
    }
    void modal.confirm({
      title: say("dev.askBack", { command: name }),
      content: [say(shape.effect, read.body), registryWords(say, { device, kind, value: read.body["value"] })].join(" "),
      okText: say("dev.confirm", { command: name }),
      cancelText: say("case.cancel"),
      onOk: () => send(read.body),
    });
  };
  return (
    <Form<CommandValues>
      layout="vertical"
      className="step-form"
      onFinish={submit}
      initialValues={{
        ...initialSpan(shape.fields),
        ...initialFigures(device, kind),
        polId: pollutants[0]?.value,
      }}
    >
      <CommandFields fields={shape.fields} pollutants={pollutants} />
      <Failure text={failure} />
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {say("dev.send", { command: name })}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </Form>
  );
}

/** What the registry says of the device: it stays as it is when the device is told something else. */
function registered({ realtimeSeconds, minuteMinutes }: DeviceDetailWire): {
  readonly realtime: number;
  readonly minute: number;
} {
  return { realtime: realtimeSeconds ?? 60, minute: minuteMinutes ?? 10 };
}

interface NewInterval {
  readonly device: DeviceDetailWire;
  readonly kind: DeviceCommandKind;
  readonly value: string | number | undefined;
}

/** That the registry says another interval than the device is told; empty where it does not. */
function registryWords(say: DeviceSay, { device, kind, value }: NewInterval): string {
  const { realtime, minute } = registered(device);
  if (kind === "set-realtime-interval" && value !== realtime) {
    return say("effect.registryStays", { registered: say("dev.nSeconds", { n: realtime }) });
  }
  if (kind === "set-minute-interval" && value !== minute) {
    return say("effect.registryStays", { registered: say("dev.nMinutes", { n: minute }) });
  }
  return "";
}

function initialFigures(device: DeviceDetailWire, kind: DeviceCommandKind): CommandValues {
  const { realtime, minute } = registered(device);
  if (kind === "set-realtime-interval") return { value: Math.max(30, realtime) };
  if (kind === "set-minute-interval") return { value: minute };
  return kind === "set-timeout" ? { overTime: 5, reCount: 3 } : {};
}

/** The last day; of days the last seven that are over; nothing where a span may be left out. */
function initialSpan(fields: readonly CommandField[]): CommandValues {
  if (fields.includes("days")) return { from: beijingDate(now() - 7 * DAY), to: beijingDate(now() - DAY) };
  if (!fields.includes("span")) return {};
  const end = Math.floor(now() / HOUR) * HOUR;
  return { from: toFieldValue(end - DAY), to: toFieldValue(end) };
}
