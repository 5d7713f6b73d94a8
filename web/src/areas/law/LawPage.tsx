import { Select } from "antd";
import { type ReactNode, useState } from "react";
import type { LawRowWire } from "../../../../api/resources/law/schema.ts";
import { lawScopeText } from "../../../../words/law.ts";
import { LIMIT_BASIS_WORDS } from "../../../../words/rules.ts";
import { type PageWire, read } from "../../api/read.ts";
import { usePagedRead } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { useDirectory } from "../../components/Directory.tsx";
import type { ColumnFilter } from "../../components/table-rows.ts";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { LawDetail } from "./LawDetail.tsx";
import { choicesOf, chosenRows, figureOf, type LawChoice } from "./law-rows.ts";
import { type LawSay, lawWords } from "./words.ts";
import "./law.css";

/** The whole of the law fits a page of the server. */
const PAGE_ROWS = 1_000;

/** Which law is used, row by row: where it stands, how sure it is, what it may do and who confirmed it. */
export function LawPage(): ReactNode {
  const { say, lang } = useWords(lawWords);
  const { outlets } = useDirectory();
  const [choice, setChoice] = useState<LawChoice>({});
  const law = usePagedRead(read<PageWire<LawRowWire>>("/law", { limit: PAGE_ROWS }));
  const all = law.data ?? [];
  const judging = all.filter(({ standing }) => standing === "judges").length;
  const underLaw = new Set(all.flatMap((row) => row.outlets));
  const columns = columnsOf({ say, lang, rows: all, choice, onChoose: (part) => setChoice({ ...choice, ...part }) });
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("law.title")}</h1>
        {all.length > 0 && <p className="quiet">{say("law.count", { n: all.length, judging })}</p>}
        <span className="page-tools">
          <Select
            showSearch={{ optionFilterProp: "label" }}
            aria-label={say("law.outlet")}
            className="search"
            value={choice.outlet ?? ""}
            onChange={(outlet: string) => setChoice({ ...choice, outlet: outlet === "" ? undefined : outlet })}
            options={[
              { value: "", label: say("law.outlet.all") },
              ...outlets
                .filter(({ id }) => underLaw.has(id))
                .map((o) => ({ value: o.id, label: `${o.enterpriseName} ${o.name}` })),
            ]}
          />
        </span>
      </div>
      <p className="about">{say("law.about")}</p>
      <View
        resource={law}
        what={say("what.law")}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={say("law.none")} hint={say("law.noneHint")} />}
      >
        {(rows) => (
          <DataTable
            label={say("law.title")}
            columns={columns}
            rows={chosenRows(rows, choice)}
            keyOf={(row) => row.id}
            rowClass={(row) => (row.standing === "judges" ? "" : "law-resting")}
            detail={(row) => <LawDetail row={row} />}
            csvName={say("law.title")}
            whenEmpty={<Empty title={say("law.empty")} hint={say("law.emptyHint")} />}
          />
        )}
      </View>
    </main>
  );
}

interface ColumnFacts {
  readonly say: LawSay;
  readonly lang: "zh" | "en";
  readonly rows: readonly LawRowWire[];
  readonly choice: LawChoice;
  readonly onChoose: (part: LawChoice) => void;
}

function columnsOf({ say, lang, rows, choice, onChoose }: ColumnFacts): readonly Column<LawRowWire>[] {
  const filterOf = (part: keyof LawChoice, of: Parameters<typeof choicesOf>[1]): ColumnFilter => ({
    choices: choicesOf(rows, of),
    chosen: choice[part],
    onChoose: (value) => onChoose({ [part]: value }),
  });
  return [
    {
      key: "standard",
      title: say("law.standard"),
      isRowHeader: true,
      width: 200,
      text: standardOf,
      // Quoted as it is written, in both languages.
      cell: (row) => <cite lang="zh">{standardOf(row)}</cite>,
    },
    {
      key: "pollutant",
      title: say("law.pollutant"),
      width: 110,
      text: ({ name }) => name,
      filter: filterOf("pollutant", ({ name }) => ({ value: name, text: name })),
    },
    { key: "value", title: say("law.value"), align: "right", width: 130, text: (row) => figureOf(row, lang) },
    { key: "basis", title: say("law.basis"), width: 120, text: ({ basis }) => basisWord(basis, lang) },
    {
      key: "scope",
      title: say("law.scope"),
      text: ({ appliesTo }) =>
        Object.entries(appliesTo)
          .map(([asked, value]) => lawScopeText(asked, value, lang))
          .join(say("list.comma")),
      filter: filterOf("sector", ({ appliesTo: { sector } }) =>
        sector === undefined ? undefined : { value: sector, text: lawScopeText("sector", sector, lang) },
      ),
    },
    { key: "dates", title: say("law.dates"), width: 150, text: (row) => datesOf(row, say) },
    {
      key: "confidence",
      title: say("law.confidence"),
      width: 80,
      text: ({ confidence }) => confidence,
      filter: filterOf("confidence", ({ confidence, confidenceText }) => ({
        value: confidence,
        text: `${confidence} ${confidenceText}`,
      })),
    },
    {
      key: "standing",
      title: say("law.standing"),
      width: 170,
      text: ({ standingText }) => standingText,
      filter: filterOf("standing", ({ standing, standingText }) => ({ value: standing, text: standingText })),
    },
    { key: "confirmed", title: say("law.confirmed"), width: 140, text: (row) => confirmedBy(row, say) },
  ];
}

function standardOf({ standard, amendment, table }: LawRowWire): string {
  return [standard, amendment, table].filter((text) => text !== null).join(" ");
}

function basisWord(basis: string, lang: "zh" | "en"): string {
  const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = LIMIT_BASIS_WORDS;
  return words[basis]?.[lang] ?? basis;
}

function datesOf({ validFrom, validTo }: LawRowWire, say: LawSay): string {
  if (validFrom === null) return say("law.noDate");
  return validTo === null ? say("law.from", { from: validFrom }) : say("law.fromTo", { from: validFrom, to: validTo });
}

function confirmedBy({ confirmation }: LawRowWire, say: LawSay): string {
  const [first, second] = confirmation;
  if (first === undefined) return "";
  if (second === undefined) return say("law.confirmedOne", { first: first.name });
  return say("law.confirmedTwo", { first: first.name, second: second.name });
}
