import { Button, Form, Input, Segmented } from "antd";
import { type ReactNode, useState } from "react";
import { ApiError, patchTagged, type Tagged } from "../../api/client.ts";
import { part, taggedRead } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { Failure } from "../../components/Failure.tsx";
import { FormEnd } from "../../components/FormEnd.tsx";
import { useSending } from "../../components/use-sending.ts";
import { View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ChangeAhead } from "./ChangeAhead.tsx";
import { newRow, newRowId, objectIn, patchTo } from "./mend.ts";
import { RowFields } from "./RowFields.tsx";
import type { ImportAnswer } from "./registry-import.ts";
import { fieldAt, ROW_FIELDS, type RowField, rowOf, valuesOf } from "./row-fields.ts";
import { registryWords } from "./words.ts";
import "./registry.css";

type Row = Readonly<Record<string, unknown>>;

/** Any version: of a row that is not there yet nobody has seen one. */
const ANY_VERSION = "*";

interface RowEditorProps {
  readonly table: string;
  /** The row; empty for a new one. */
  readonly id: string;
  /** What is known of a new one. */
  readonly known: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One row of the registry, or a new one: changed, looked at, and only then put into force. */
export function RowEditor({ table, id, known, ...ends }: RowEditorProps): ReactNode {
  const { say, word } = useWords(registryWords);
  const row = useRead(id === "" ? null : taggedRead<Row>(`/registry/${part(table)}/${part(id)}`));
  const made = newRow(table, known);
  const what = word("table", table);
  return (
    <section className="row-editor decl-form" aria-labelledby="row-editor">
      <h2 id="row-editor">
        {say(id === "" ? "row.new" : "row.title")} {what} {id !== "" && <code>{id}</code>}
      </h2>
      {id === "" ? (
        made !== undefined && <RowForm table={table} id="" before={made} version={ANY_VERSION} {...ends} />
      ) : (
        <>
          <View resource={row} what={say("what.row")} lines={8}>
            {({ answer, version }) => <RowForm key={version} table={table} id={id} before={answer} version={version} {...ends} />}
          </View>
          {row.data === undefined && <Button onClick={ends.onClose}>{say("case.cancel")}</Button>}
        </>
      )}
    </section>
  );
}

interface RowFormProps extends Omit<RowEditorProps, "known"> {
  readonly before: Row;
  readonly version: string;
}

/** A change that was looked at and has not taken effect. */
interface LookedAt extends Tagged<ImportAnswer> {
  readonly path: string;
  readonly body: Row;
}

/** Filled in field by field, or written as JSON where a row has fields that no form asks for. */
type Mode = "form" | "text";

const NO_FIELDS: readonly RowField[] = [];

function RowForm({ table, id, before, version, onClose, onDone }: RowFormProps): ReactNode {
  const { say } = useWords(registryWords);
  const { failure, isBusy, refuse, send } = useSending(say);
  const [looked, setLooked] = useState<LookedAt | null>(null);
  const draft = useRowDraft(table, before);
  const { form, fields, mode } = draft;
  const look = (): void => {
    const row = draft.written();
    if (row === undefined) {
      refuse(say("row.notObject"));
      return;
    }
    const path = `/registry/${part(table)}/${part(id === "" ? newRowId(table, row) : id)}`;
    const body = id === "" ? row : patchTo(before, row);
    const ask = (): Promise<Tagged<ImportAnswer>> => patchTagged<ImportAnswer>(`${path}?preview=true`, body, version);
    const show = (error: unknown): never => {
      form.setFields([...problemsAt(error, fields)]);
      throw error;
    };
    send(
      () => ask().catch(show),
      (seen) => setLooked({ ...seen, path, body }),
    );
  };
  const take = (): void => {
    if (looked !== null) send(() => patchTagged(looked.path, looked.body, looked.version), onDone);
  };
  const switchTo = (next: Mode): void => {
    setLooked(null);
    refuse(draft.switchTo(next) ? null : say("row.notObject"));
  };
  return (
    <Form
      form={form}
      name="row"
      layout="vertical"
      requiredMark={false}
      initialValues={valuesOf(before, fields)}
      onValuesChange={() => setLooked(null)}
      onFinish={look}
    >
      <RowMode fields={fields} mode={mode} onChange={switchTo} />
      {mode === "form" ? (
        <RowFields fields={fields} isThere={id !== ""} />
      ) : (
        <RowText
          text={draft.text}
          onChange={(text) => {
            draft.setText(text);
            setLooked(null);
          }}
        />
      )}
      {looked === null ? (
        <FormEnd label={say("row.look")} failure={failure} isBusy={isBusy} onCancel={onClose} />
      ) : (
        <>
          <Failure text={failure} />
          <ChangeAhead answer={looked.answer} withdraw={false} isBusy={isBusy} onTake={take} onCancel={() => setLooked(null)} />
        </>
      )}
    </Form>
  );
}

/** The row as it is being written, in either way; what one way has is carried into the other. */
function useRowDraft(table: string, before: Row) {
  const fields = ROW_FIELDS[table] ?? NO_FIELDS;
  const [form] = Form.useForm<Row>();
  const [mode, setMode] = useState<Mode>(fields.length > 0 ? "form" : "text");
  const [text, setText] = useState(() => textOf(before));
  /** What the form leaves as it is. */
  const [base, setBase] = useState(before);
  const written = (): Row | undefined => (mode === "form" ? rowOf(base, form.getFieldsValue(), fields) : objectIn(text));
  const switchTo = (next: Mode): boolean => {
    const row = written();
    if (row === undefined) return false;
    setBase(row);
    setText(textOf(row));
    form.setFieldsValue({ ...Object.fromEntries(fields.map(({ name }) => [name, undefined])), ...valuesOf(row, fields) });
    setMode(next);
    return true;
  };
  return { fields, form, mode, text, setText, written, switchTo };
}

interface RowModeProps {
  readonly fields: readonly RowField[];
  readonly mode: Mode;
  readonly onChange: (mode: Mode) => void;
}

function RowMode({ fields, mode, onChange }: RowModeProps): ReactNode {
  const { say } = useWords(registryWords);
  return (
    <>
      <p className="quiet">{say(mode === "form" ? "row.formHint" : "row.hint")}</p>
      {fields.length > 0 && (
        <Segmented
          aria-label={say("row.mode")}
          className="row-mode"
          value={mode}
          onChange={onChange}
          options={(["form", "text"] as const).map((value) => ({ value, label: say(`row.as.${value}`) }))}
        />
      )}
    </>
  );
}

function RowText({ text, onChange }: { readonly text: string; readonly onChange: (text: string) => void }): ReactNode {
  const { say } = useWords(registryWords);
  return (
    <Input.TextArea
      aria-label={say("row.text")}
      className="row-text"
      autoSize={{ minRows: 6, maxRows: 24 }}
      spellCheck={false}
      value={text}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function textOf(row: Row): string {
  return JSON.stringify(row, null, 2);
}

/** What the server says of fields of the form, beside each. */
function problemsAt(error: unknown, fields: readonly RowField[]) {
  const problems = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  return problems.flatMap(({ pointer, message }) => {
    const name = fieldAt(pointer, fields);
    return name === undefined ? [] : [{ name: [name], errors: [message] }];
  });
}
