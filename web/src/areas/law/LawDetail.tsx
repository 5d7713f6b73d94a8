import { App, Button, Popconfirm } from "antd";
import { type ReactNode, useState } from "react";
import type { LawRowWire } from "../../../../api/resources/law/schema.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { remove } from "../../api/client.ts";
import { part } from "../../api/read.ts";
import { may } from "../../api/session.ts";
import { useRefresh } from "../../api/use-read.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { beijingDateTime } from "../../format/beijing-time.ts";
import { formatUnit } from "../../format/digits.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ConfirmForm } from "./ConfirmForm.tsx";
import { figureOf } from "./law-rows.ts";
import { type LawSay, lawWords } from "./words.ts";

/** Everything that is known of a row, who read it in print, and the form to read it oneself. */
export function LawDetail({ row }: { readonly row: LawRowWire }): ReactNode {
  const { say, lang } = useWords(lawWords);
  const { nameOf } = useDirectory();
  const session = useSession();
  const refresh = useRefresh();
  const [isTyping, setTyping] = useState(false);
  const mayConfirm = may(session, "confirm-law");
  const reload = (): void => refresh("/law");
  const { when, note, outlets, unconfirmed, confirmation } = row;
  const parts = unconfirmed.map((name) => say(`law.part.${name}`)).join(say("list.comma"));
  const outletNames = outlets.map(nameOf).join(say("list.comma"));
  return (
    <div className="law-detail">
      <p>{`${row.confidenceText}${say("list.semicolon")}${row.standingText}`}</p>
      {unconfirmed.length > 0 && <p>{say("law.unconfirmed", { parts })}</p>}
      <p>{[oxygenWords(row, say), comparisonWords(row, say)].join(say("list.semicolon"))}</p>
      {when !== null && (
        <p>
          {say("law.when", {
            pollutant: pollutantName(when.pollutant, lang),
            sign: when.comparator === "<=" ? "≤" : ">",
            value: when.value,
            unit: formatUnit(when.unit),
          })}
        </p>
      )}
      {note !== null && <p>{note}</p>}
      <p className="quiet">{outlets.length === 0 ? say("law.noOutlet") : say("law.outletsOf", { outlets: outletNames })}</p>
      {confirmation.map((typing) => (
        <p key={typing.at}>
          {say("law.typed", {
            ...{ name: typing.name, standard: typing.standard, table: typing.table, page: typing.page },
            ...{ at: beijingDateTime(Date.parse(typing.at)), value: figureOf({ ...row, ...typing }, lang) },
          })}
        </p>
      ))}
      {isTyping && (
        <ConfirmForm
          row={row}
          onCancel={() => setTyping(false)}
          onDone={() => {
            setTyping(false);
            reload();
          }}
        />
      )}
      {mayConfirm && !isTyping && (
        <div className="step-buttons">
          {confirmation.length < 2 && row.standing !== "without-factor" && (
            <Button size="small" onClick={() => setTyping(true)}>
              {say("law.confirm")}
            </Button>
          )}
          {confirmation.length > 0 && <TakeBack id={row.id} onDone={reload} />}
        </div>
      )}
    </div>
  );
}

function TakeBack({ id, onDone }: { readonly id: string; readonly onDone: () => void }): ReactNode {
  const { say } = useWords(lawWords);
  const { message } = App.useApp();
  const takeBack = (): Promise<void> =>
    remove(`/law/${part(id)}/confirmation`).then(
      () => {
        void message.success(say("law.takenBack"));
        onDone();
      },
      (error: unknown) => void message.error(failureWords(error, say)),
    );
  return (
    <Popconfirm title={say("law.takeBackSure")} okText={say("law.takeBack")} cancelText={say("case.cancel")} onConfirm={takeBack}>
      <Button size="small" danger>
        {say("law.takeBack")}
      </Button>
    </Popconfirm>
  );
}

function oxygenWords({ oxygenReference }: LawRowWire, say: LawSay): string {
  return oxygenReference === null ? say("law.asMeasured") : say("law.oxygen", { value: oxygenReference });
}

function comparisonWords({ compare, decimals }: LawRowWire, say: LawSay): string {
  return compare === "full" ? say("law.full") : say("law.rounded", { n: decimals ?? 0 });
}
