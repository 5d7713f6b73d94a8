import { App, Button } from "antd";
import { type ReactNode, useState } from "react";
import type { CountsWire } from "../../../../api/resources/casework/schema.ts";
import type { AbsenceWire } from "../../../../cases/absence/absence-wire.ts";
import { post } from "../../api/client.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { usePagedRead, useRead, useRefresh } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { useDirectory } from "../../components/Directory.tsx";
import { failureWords } from "../../components/failure-words.ts";
import type { ColumnFilter } from "../../components/table-rows.ts";
import { useNow } from "../../components/use-now.ts";
import { Empty, View } from "../../components/View.tsx";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { AbsenceForm } from "./AbsenceForm.tsx";
import { type AbsenceState, absenceState } from "./absence-state.ts";
import { type AbsenceSay, absenceWords } from "./words.ts";

const PAGE_ROWS = 100;
/** Absences begin and end by themselves; no event tells of it. */
const LOOK_MS = 60_000;

/** Who of the grid is away: the latest to begin first, with a short form to report one. */
export function AbsencesPage(): ReactNode {
  const { say } = useWords(absenceWords);
  const { people } = useDirectory();
  const [person, setPerson] = useState<string | undefined>(undefined);
  const [isNew, setNew] = useState(false);
  const rows = usePagedRead(read<PageWire<AbsenceWire>>("/absences", { person, limit: PAGE_ROWS }), { everyMs: LOOK_MS });
  const away = useRead(read<CountsWire>("/absences/counts"), { everyMs: LOOK_MS }).data?.total["now"] ?? 0;
  const refresh = useRefresh();
  const reload = (): void => refresh("/absences");
  const choices = people.map(({ id, name }) => ({ value: id, text: name }));
  const columns = columnsOf(say, { filter: { choices, chosen: person, onChoose: setPerson }, onEnded: reload });
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("abs.title")}</h1>
        {away > 0 && <p className="quiet">{say("abs.now", { n: away })}</p>}
        {!isNew && (
          <span className="page-tools">
            <Button type="primary" onClick={() => setNew(true)}>
              {say("abs.new")}
            </Button>
          </span>
        )}
      </div>
      <p className="about">{say("abs.about")}</p>
      {isNew && (
        <AbsenceForm
          onCancel={() => setNew(false)}
          onDone={() => {
            setNew(false);
            reload();
          }}
        />
      )}
      <View
        resource={rows}
        what={say("what.absences")}
        isEmpty={(r) => r.length === 0 && person === undefined}
        empty={<Empty title={say("abs.empty")} hint={say("abs.emptyHint")} />}
      >
        {(items) => (
          <DataTable
            label={say("abs.title")}
            columns={columns}
            rows={items}
            keyOf={(row) => row.id}
            more={rows.more}
            isLoadingMore={rows.isLoadingMore}
            csvName={say("abs.title")}
            whenEmpty={<Empty title={say("abs.empty")} />}
          />
        )}
      </View>
    </main>
  );
}

interface ColumnFacts {
  readonly filter: ColumnFilter;
  readonly onEnded: () => void;
}

function columnsOf(say: AbsenceSay, { filter, onEnded }: ColumnFacts): readonly Column<AbsenceWire>[] {
  return [
    { key: "person", title: say("abs.person"), isRowHeader: true, text: ({ personName }) => personName, filter },
    {
      key: "state",
      title: say("abs.state"),
      width: 90,
      text: (row) => say(`abs.state.${absenceState(row, now())}`),
      cell: (row) => <StateOf row={row} />,
    },
    { key: "cells", title: say("abs.cells"), text: ({ cellNames }) => cellNames.join(say("list.comma")) },
    { key: "period", title: say("abs.period"), width: 240, text: (row) => periodOf(row, say) },
    { key: "reason", title: say("abs.reason"), text: ({ reason }) => reason },
    {
      key: "reported",
      title: say("abs.reportedBy"),
      text: ({ reportedByName, reportedAt }) => `${reportedByName} ${momentWords(say, Date.parse(reportedAt), now())}`,
    },
    {
      key: "end",
      title: "",
      align: "right",
      isScreenOnly: true,
      text: () => "",
      cell: (row) => {
        const state = absenceState(row, now());
        return state === "away" || state === "to-come" ? <EndButton row={row} state={state} onEnded={onEnded} /> : "";
      },
    },
  ];
}

function periodOf({ from, to }: AbsenceWire, say: AbsenceSay): string {
  const span = { start: Date.parse(from), end: Date.parse(to) };
  return span.start < span.end ? periodWords(say, span, now()) : momentWords(say, span.start, now());
}

/** Who is away now stands out among those who were and those who will be. */
function StateOf({ row }: { readonly row: AbsenceWire }): ReactNode {
  const { say } = useWords(absenceWords);
  const state = absenceState(row, useNow());
  return <span className={STATE_CLASS[state]}>{say(`abs.state.${state}`)}</span>;
}

const STATE_CLASS: Readonly<Record<AbsenceState, string>> = {
  away: "strong",
  "to-come": "",
  over: "quiet",
  "called-off": "quiet",
};

interface EndButtonProps {
  readonly row: AbsenceWire;
  readonly state: AbsenceState;
  readonly onEnded: () => void;
}

function EndButton({ row, state, onEnded }: EndButtonProps): ReactNode {
  const { say } = useWords(absenceWords);
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const end = (): void => {
    setBusy(true);
    post(`/absences/${part(row.id)}/end`, {})
      .then(onEnded, (error: unknown) => void message.error(failureWords(error, say)))
      .finally(() => setBusy(false));
  };
  return (
    <Button size="small" loading={isBusy} onClick={end}>
      {say(state === "to-come" ? "abs.callOff" : "abs.end")}
    </Button>
  );
}
