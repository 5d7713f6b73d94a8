import { Button, Input } from "antd";
import { type ReactNode, useState } from "react";
import { patchTagged, type Tagged } from "../../api/client.ts";
import { part, taggedRead } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { Failure } from "../../components/Failure.tsx";
import { useSending } from "../../components/use-sending.ts";
import { View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ChangeAhead } from "./ChangeAhead.tsx";
import { newRow, newRowId, objectIn, patchTo } from "./mend.ts";
import type { ImportAnswer } from "./registry-import.ts";
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
  const { say } = useWords(registryWords);
  const row = useRead(id === "" ? null : taggedRead<Row>(`/registry/${part(table)}/${part(id)}`));
  const made = newRow(table, known);
  return (
    <section className="row-editor" aria-labelledby="row-editor">
      <h2 id="row-editor">
        {say(id === "" ? "row.new" : "row.title")} <code>{id === "" ? table : `${table}/${id}`}</code>
      </h2>
      {id === "" ? (
        made !== undefined && <RowForm table={table} id="" before={made} version={ANY_VERSION} {...ends} />
      ) : (
        <View resource={row} what={say("what.row")} lines={8}>
          {({ answer, version }) => <RowForm key={version} table={table} id={id} before={answer} version={version} {...ends} />}
        </View>
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

function RowForm({ table, id, before, version, onClose, onDone }: RowFormProps): ReactNode {
  const { say } = useWords(registryWords);
  const [text, setText] = useState(JSON.stringify(before, null, 2));
  const [looked, setLooked] = useState<LookedAt | null>(null);
  const { failure, isBusy, refuse, send } = useSending(say);
  const look = (): void => {
    const row = objectIn(text);
    if (row === undefined) {
      refuse(say("row.notObject"));
      return;
    }
    const path = `/registry/${part(table)}/${part(id === "" ? newRowId(table, row) : id)}`;
    const body = id === "" ? row : patchTo(before, row);
    send(
      () => patchTagged<ImportAnswer>(`${path}?preview=true`, body, version),
      (seen) => setLooked({ ...seen, path, body }),
    );
  };
  const take = (): void => {
    if (looked === null) return;
    send(() => patchTagged(looked.path, looked.body, looked.version), onDone);
  };
  return (
    <>
      <p className="quiet">{say("row.hint")}</p>
      <Input.TextArea
        aria-label={say("row.text")}
        className="row-text"
        autoSize={{ minRows: 6, maxRows: 24 }}
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          setLooked(null);
        }}
      />
      <Failure text={failure} />
      {looked === null ? (
        <div className="step-buttons">
          <Button type="primary" loading={isBusy} onClick={look}>
            {say("row.look")}
          </Button>
          <Button onClick={onClose}>{say("case.cancel")}</Button>
        </div>
      ) : (
        <ChangeAhead answer={looked.answer} withdraw={false} isBusy={isBusy} onTake={take} onCancel={() => setLooked(null)} />
      )}
    </>
  );
}
