import { Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import type { DeviceDetailWire } from "../../../../api/resources/devices/schema.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { useLanguage, useWords } from "../../i18n/LanguageContext.tsx";
import { type CommandField, MINUTE_INTERVALS, SECONDS, TIMEOUT } from "./device-commands.ts";
import { type DeviceKey, deviceWords } from "./words.ts";

interface Option {
  readonly value: string;
  readonly label: string;
}

interface CommandFieldsProps {
  readonly fields: readonly CommandField[];
  readonly pollutants: readonly Option[];
}

/** The fields that a command needs, in the order of the command. */
export function CommandFields({ fields, pollutants }: CommandFieldsProps): ReactNode {
  const { say } = useWords(deviceWords);
  const required = { required: true, message: say("decl.required") };
  const fieldOf = (field: CommandField): ReactNode => {
    switch (field) {
      case "span":
        return <Span type="datetime-local" from="dev.from" to="dev.to" isRequired />;
      case "openSpan":
        return <OpenSpan />;
      case "days":
        return <Span type="date" from="dev.fromDay" to="dev.toDay" isRequired />;
      case "polId":
        return (
          <Form.Item name="polId" label={say("dev.pol")} rules={[required]}>
            <Select options={[...pollutants]} />
          </Form.Item>
        );
      case "infoId":
        return (
          <Form.Item name="infoId" label={say("dev.info")} extra={say("dev.infoHint")} rules={[required]}>
            <Input maxLength={6} />
          </Form.Item>
        );
      case "seconds":
        return <Figure name="value" label="dev.seconds" range={SECONDS} />;
      case "minutes":
        return (
          <Form.Item name="value" label={say("dev.minutes")} rules={[required]}>
            <Select options={MINUTE_INTERVALS.map((n) => ({ value: n, label: String(n) }))} />
          </Form.Item>
        );
      case "timeout":
        return (
          <div className="form-grid">
            <Figure name="overTime" label="dev.overTime" range={TIMEOUT} />
            <Figure name="reCount" label="dev.reCount" range={TIMEOUT} />
          </div>
        );
    }
  };
  return fields.map((field) => <div key={field}>{fieldOf(field)}</div>);
}

interface SpanProps {
  readonly type: "datetime-local" | "date";
  readonly from: DeviceKey;
  readonly to: DeviceKey;
  readonly isRequired?: boolean;
}

function Span({ type, from, to, isRequired = false }: SpanProps): ReactNode {
  const { say } = useWords(deviceWords);
  const rules = isRequired ? [{ required: true, message: say("decl.required") }] : [];
  return (
    <div className="form-grid">
      <Form.Item name="from" label={say(from)} rules={rules}>
        <Input type={type} />
      </Form.Item>
      <Form.Item name="to" label={say(to)} rules={rules}>
        <Input type={type} />
      </Form.Item>
    </div>
  );
}

/** A span for what has times, such as the log of an instrument; empty for what has none. */
function OpenSpan(): ReactNode {
  const { say } = useWords(deviceWords);
  return (
    <>
      <Span type="datetime-local" from="dev.from" to="dev.to" />
      <p className="quiet">{say("dev.openSpanHint")}</p>
    </>
  );
}

interface FigureProps {
  readonly name: "value" | "overTime" | "reCount";
  readonly label: DeviceKey;
  readonly range: { readonly min: number; readonly max: number };
}

function Figure({ name, label, range: { min, max } }: FigureProps): ReactNode {
  const { say } = useWords(deviceWords);
  const check = (_: unknown, value: string | number | undefined): Promise<void> => {
    const n = Number(value ?? "");
    return value !== "" && Number.isInteger(n) && n >= min && n <= max
      ? Promise.resolve()
      : Promise.reject(new Error(say("dev.between", { min, max })));
  };
  return (
    <Form.Item name={name} label={say(label, { min, max })} rules={[{ validator: check }]}>
      <Input type="number" inputMode="numeric" min={min} max={max} />
    </Form.Item>
  );
}

/** The factors of the device's outlets; what has a limit is what is asked about, so it stands first. */
export function usePollutants(device: DeviceDetailWire): readonly Option[] {
  const { lang } = useLanguage();
  const { outlet } = useDirectory();
  const codes = new Set(device.outlets.flatMap((id) => outlet(id)?.pollutants ?? []));
  return [...codes].map((code) => ({ value: code, label: `${pollutantName(code, lang)} ${code}` }));
}
