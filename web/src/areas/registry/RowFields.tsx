import { AutoComplete, Checkbox, Form, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { FACTOR_CODES, pollutantName } from "../../../../words/pollutant-words.ts";
import { unitText } from "../../../../words/quantities.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { unitsOf } from "../../format/permit-units.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Lang } from "../../i18n/say.ts";
import type { RowField } from "./row-fields.ts";
import { rowWords } from "./row-words.ts";

interface RowFieldsProps {
  readonly fields: readonly RowField[];
  /** The row is there already: what it is called stays. */
  readonly isThere: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The fields of a row, each with its name, its unit and what it may be. */
export function RowFields({ fields, isThere }: RowFieldsProps): ReactNode {
  const { say, lang } = useWords(rowWords);
  const values: Readonly<Record<string, unknown>> = Form.useWatch([], Form.useFormInstance()) ?? {};
  return (
    <div className="form-grid">
      {fields
        .filter(({ isAsked }) => isAsked === undefined || isAsked(values))
        .map(({ name, label, kind, isRequired, hint }) => (
          <Form.Item
            key={name}
            // One name, and no path: a dot in it is a part of it.
            name={[name]}
            label={kind === "yes" ? null : `${say(label)} ${kind === "pollutant" ? nameIn(values[name], lang) : ""}`.trim()}
            valuePropName={kind === "yes" ? "checked" : "value"}
            extra={hint === undefined ? undefined : say(hint)}
            rules={[
              ...(isRequired === true ? [{ required: true, message: say("decl.required") }] : []),
              ...(kind === "day" ? [{ pattern: DAY, message: say("field.dayForm") }] : []),
            ]}
          >
            <FieldInput field={{ name, label, kind }} values={values} isFixed={isThere && name === "id"} />
          </Form.Item>
        ))}
    </div>
  );
}

/** What a code is called; nothing where the code is all that is known. */
function nameIn(code: unknown, lang: Lang): string {
  const name = pollutantName(String(code ?? ""), lang);
  return name === code ? "" : name;
}

interface FieldInputProps {
  readonly field: RowField;
  readonly values: Readonly<Record<string, unknown>>;
  readonly isFixed: boolean;
  /** Given by the form. */
  readonly id?: string;
  readonly value?: never;
  readonly onChange?: (value: unknown) => void;
}

const SEARCH = { optionFilterProp: "label" };

function FieldInput({ field: { name, label, kind }, values, isFixed, ...given }: FieldInputProps): ReactNode {
  const { say, lang, word } = useWords(rowWords);
  const { outlets, enterprises } = useDirectory();
  const factors = FACTOR_CODES.map((code) => ({ value: code, label: `${pollutantName(code, lang)} ${code}` }));
  if (typeof kind === "object") {
    const textOf = kind.textOf ?? ((value: string) => word(`field.${name}`, value));
    return <Select {...given} options={kind.values.map((value) => ({ value, label: textOf(value, lang) }))} />;
  }
  switch (kind) {
    case "text":
      return <Input {...given} disabled={isFixed} maxLength={500} autoComplete="off" />;
    case "figure":
      return <InputNumber {...given} className="wide" />;
    case "day":
      return <Input {...given} placeholder="2025-01-01" maxLength={10} inputMode="numeric" autoComplete="off" />;
    case "yes":
      return <Checkbox {...given}>{say(label)}</Checkbox>;
    case "enterprise":
      return (
        <Select {...given} showSearch={SEARCH} options={enterprises.map((e) => ({ value: e.id, label: `${e.name} ${e.id}` }))} />
      );
    case "outlet":
      return (
        <Select
          {...given}
          showSearch={SEARCH}
          options={outlets.map((o) => ({ value: o.id, label: `${o.enterpriseName} ${o.name} ${o.id}` }))}
        />
      );
    case "pollutant":
      return (
        <AutoComplete
          {...given}
          options={factors}
          showSearch={{ filterOption: (text, option) => (option?.label ?? "").toLowerCase().includes(text.toLowerCase()) }}
        />
      );
    case "unit": {
      const units = unitsOf(String(values["pollutant"] ?? values["factor"] ?? ""));
      return <AutoComplete {...given} options={units.map((unit) => ({ value: unit, label: unitText(unit) || unit }))} />;
    }
  }
}
