import { Button, Form, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import type { FirstPlantAsked, FirstPlantWire } from "../../../../api/resources/first-steps/schema.ts";
import { POLLUTANT_CODES, pollutantFullName, pollutantUnit } from "../../../../words/pollutant-words.ts";
import { unitText } from "../../../../words/quantities.ts";
import { post } from "../../api/client.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSending } from "../../components/use-sending.ts";
import { unitsOf } from "../../format/permit-units.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { firstRunWords } from "./words.ts";

type Kind = FirstPlantAsked["outlet"]["kind"];

interface Values extends Omit<FirstPlantAsked, "outlet"> {
  readonly outletName: string;
  readonly outletCode: string;
  readonly kind: Kind;
}

const KINDS: readonly Kind[] = ["stack", "effluent", "boundary"];
/** The usual code of the first outlet of a kind (HJ 608). */
const CODES: Readonly<Record<Kind, string>> = { stack: "DA001", effluent: "DW001", boundary: "B1" };
/** The usual first pollutant of a kind. */
const POLLUTANTS: Readonly<Record<Kind, string>> = { stack: "a21026", effluent: "w01018", boundary: "a34001" };

/** The unit that is most likely meant: a permit gives no limit in ng/m³, as HJ 212 does for some factors. */
function unitOfPermits(pollutant: string): string {
  const unit = pollutantUnit(pollutant);
  return unit === "ng/m3" ? "mg/m3" : unit;
}

/** One enterprise with one outlet, one limit and one device: the least with which an installation does its work. */
export function PlantForm({ onDone }: { readonly onDone: (registered: FirstPlantWire) => void }): ReactNode {
  const { say, lang } = useWords(firstRunWords);
  const [form] = Form.useForm<Values>();
  const { failure, isBusy, send: sendForm } = useSending(say);
  const kind = Form.useWatch("kind", form) ?? "stack";
  const pollutant = Form.useWatch("pollutant", form) ?? POLLUTANTS[kind];
  const required = { required: true, message: say("decl.required") };
  const send = ({ outletName: name, outletCode: code, kind: of, ...plant }: Values): void => {
    sendForm(() => post<FirstPlantWire>("/first-plant", { ...plant, outlet: { name, code, kind: of } }), onDone);
  };
  const choose = (of: Kind): void =>
    form.setFieldsValue({ outletCode: CODES[of], pollutant: POLLUTANTS[of], unit: unitOfPermits(POLLUTANTS[of]) });
  const text = (name: keyof Values & string, label: string, more: object = {}, extra?: string) => (
    <Form.Item name={name} label={label} rules={[required]} extra={extra}>
      <Input maxLength={100} {...more} />
    </Form.Item>
  );
  return (
    <Form<Values>
      form={form}
      name="first-plant"
      layout="vertical"
      className="plant-form"
      onFinish={send}
      requiredMark={false}
      initialValues={{
        kind: "stack",
        outletCode: CODES.stack,
        pollutant: POLLUTANTS.stack,
        unit: unitOfPermits(POLLUTANTS.stack),
        validFrom: "2025-01-01",
      }}
    >
      <div className="form-grid">
        {text("district", say("plant.district"))}
        {text("division", say("plant.division"), { maxLength: 6, inputMode: "numeric" })}
        {text("street", say("plant.street"))}
        {text("community", say("plant.community"))}
        {text("enterprise", say("plant.enterprise"))}
        <Form.Item name="kind" label={say("plant.kind")} rules={[required]}>
          <Select onChange={choose} options={KINDS.map((k) => ({ value: k, label: say(`plant.kind.${k}`) }))} />
        </Form.Item>
        {text("outletName", say("plant.outletName"))}
        {text("outletCode", say("plant.outletCode"), { maxLength: 20 })}
        <Form.Item name="pollutant" label={say("plant.pollutant")} rules={[required]}>
          <Select
            showSearch
            onChange={(code: string) => form.setFieldsValue({ unit: unitOfPermits(code) })}
            optionFilterProp="label"
            options={POLLUTANT_CODES.map((code) => ({ value: code, label: `${pollutantFullName(code, lang)} ${code}` }))}
          />
        </Form.Item>
        <Form.Item name="limit" label={say("plant.limit")} rules={[required]} extra={say(`plant.limitHint.${kind}`)}>
          <InputNumber min={0.000001} max={1e9} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="unit" label={say("plant.unit")}>
          <Select options={unitsOf(pollutant).map((unit) => ({ value: unit, label: unitText(unit) || say("plant.noUnit") }))} />
        </Form.Item>
        {text("validFrom", say("plant.validFrom"), { type: "date" })}
        {text("mn", say("plant.mn"), { maxLength: 32 }, say("plant.mnHint"))}
      </div>
      <Failure text={failure} />
      <Button type="primary" htmlType="submit" loading={isBusy}>
        {say("plant.submit")}
      </Button>
    </Form>
  );
}
