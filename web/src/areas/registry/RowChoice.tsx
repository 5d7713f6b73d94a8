import { Button, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { Partial } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { rowAddress, rowChoices } from "./mend.ts";
import { ROW_FIELDS } from "./row-fields.ts";
import { registryWords } from "./words.ts";

type Document = Readonly<Record<string, unknown>>;

const TABLES = Object.keys(ROW_FIELDS);

/** The way to the form of a new row, and to that of any row that is there. */
export function RowChoice(): ReactNode {
  const { say, word } = useWords(registryWords);
  const navigate = useNavigate();
  const [table, setTable] = useState<string | null>(null);
  // The whole document, and only once somebody wants to change a row.
  const document = useRead(table === null ? null : read<Document>("/registry"));
  const open = (row: { readonly table: string; readonly id: string }): void => void navigate(rowAddress(row));
  return (
    <>
      <h2>{say("row.open")}</h2>
      <div className="step-buttons">
        {TABLES.map((one) => (
          <Button key={one} onClick={() => open({ table: one, id: "" })}>
            {say("row.add", { table: word("table", one) })}
          </Button>
        ))}
      </div>
      <div className="step-buttons row-choice">
        <Select
          aria-label={say("row.change")}
          placeholder={say("row.change")}
          value={table}
          onChange={setTable}
          options={TABLES.map((value) => ({ value, label: word("table", value) }))}
        />
        {table !== null && (
          <Select
            aria-label={say("row.which")}
            placeholder={say("row.which")}
            className="search"
            loading={document.isLoading}
            showSearch={{ optionFilterProp: "label" }}
            value={null}
            onChange={(id: string) => open({ table, id })}
            options={[...rowChoices(table, document.data ?? {})]}
          />
        )}
      </div>
      <Partial resource={document} what={say("what.registry")} />
    </>
  );
}
