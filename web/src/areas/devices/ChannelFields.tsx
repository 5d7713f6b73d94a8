import { AutoComplete, Button, Form, Input, Select } from "antd";
import type { ReactNode } from "react";
import { FACTOR_CODES, pollutantName } from "../../../../words/pollutant-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { stWords } from "./frame-words.ts";
import {
  type ChannelRow,
  channelsFromLimits,
  type DeviceValues,
  needsPollutant,
  type RegistryDocument,
  senderOf,
  usualSt,
  usualUnit,
} from "./register-device.ts";
import { deviceWords } from "./words.ts";

const STS = ["31", "32", "27", "22", "21", "39", "44", "45", "51", "52"];

/** The outlet of a device and what it measures there. May stay empty. */
export function ChannelFields({ registry }: { readonly registry: RegistryDocument }): ReactNode {
  const { say } = useWords(deviceWords);
  const form = Form.useFormInstance<DeviceValues>();
  const outlet = Form.useWatch<string | undefined>("outlet", form);
  const fromLimits = outlet === undefined ? [] : channelsFromLimits(registry, outlet);
  const st = usualSt(registry, outlet);
  const nameById = new Map((registry.enterprises ?? []).map((e) => [e.id, e.name]));
  return (
    <>
      <h4>{say("unk.channels")}</h4>
      <p className="quiet">{say("unk.channelsHint")}</p>
      <Form.Item name="outlet" label={say("now.outlet")}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          options={(registry.outlets ?? []).map((o) => ({
            value: o.id,
            label: `${nameById.get(o.enterprise) ?? o.enterprise} ${o.name} ${o.code}`,
          }))}
        />
      </Form.Item>
      <Form.List name="channels">
        {(rows, { add, remove }) => (
          <>
            {rows.map(({ key, name }) => (
              <Channel key={key} index={name} outlet={outlet} registry={registry} onRemove={() => remove(name)} />
            ))}
            <div className="step-buttons channel-tools">
              <Button size="small" onClick={() => add(st === undefined ? {} : { st })}>
                {say("unk.addChannel")}
              </Button>
              {rows.length === 0 && fromLimits.length > 0 && (
                <Button size="small" onClick={() => form.setFieldValue("channels", fromLimits)}>
                  {say("unk.addFromLimits", { n: fromLimits.length })}
                </Button>
              )}
            </div>
          </>
        )}
      </Form.List>
    </>
  );
}

interface ChannelProps {
  readonly index: number;
  readonly outlet: string | undefined;
  readonly registry: RegistryDocument;
  readonly onRemove: () => void;
}

/** One channel: what the device calls the factor, in which system, in which unit. */
function Channel({ index, outlet, registry, onRemove }: ChannelProps): ReactNode {
  const { say, lang } = useWords(deviceWords);
  const form = Form.useFormInstance<DeviceValues>();
  const row = Form.useWatch<ChannelRow | undefined>(["channels", index], form);
  const factor = row?.factor ?? "";
  const required = { required: true, message: say("decl.required") };
  const name = pollutantName(factor, lang);
  const sender = senderOf(registry, outlet, row ?? {});
  const factors = FACTOR_CODES.map((code) => ({ value: code, label: `${pollutantName(code, lang)} ${code}` }));
  const proposeUnit = (code: string): void => {
    const unit = usualUnit(registry, outlet, code);
    if (unit !== undefined) form.setFieldValue(["channels", index, "unit"], unit);
  };
  return (
    <fieldset className="channel" aria-label={say("unk.channelN", { n: index + 1 })}>
      <Form.Item
        name={[index, "factor"]}
        label={name === factor ? say("dev.pol") : `${say("dev.pol")} ${name}`}
        rules={[required, { pattern: /^[A-Za-z0-9._-]{1,32}$/, message: say("unk.badFactor") }]}
      >
        <AutoComplete
          options={factors}
          showSearch={{ filterOption: (text, option) => (option?.label ?? "").toLowerCase().includes(text.toLowerCase()) }}
          onChange={proposeUnit}
        />
      </Form.Item>
      <Form.Item name={[index, "st"]} label={say("unk.st")}>
        <Select allowClear options={STS.map((st) => ({ value: st, label: stWords(st, say) }))} />
      </Form.Item>
      <Form.Item name={[index, "unit"]} label={say("unk.unit")} rules={factor === "w01001" ? [] : [required]}>
        <Input maxLength={32} />
      </Form.Item>
      <Button size="small" onClick={onRemove}>
        {say("unk.removeChannel")}
      </Button>
      {sender !== undefined && <p className="channel-wide">{say("unk.alreadyMeasured", { mn: sender })}</p>}
      {needsPollutant(factor) && (
        <Form.Item
          name={[index, "pollutant"]}
          label={say("unk.pollutant")}
          extra={say("unk.pollutantHint")}
          rules={[required]}
          className="channel-wide"
        >
          <Select showSearch={{ optionFilterProp: "label" }} options={factors} />
        </Form.Item>
      )}
    </fieldset>
  );
}
