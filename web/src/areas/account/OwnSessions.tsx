import { App, Button } from "antd";
import type { ReactNode } from "react";
import type { OwnSessionWire } from "../../../../api/resources/identity/schema.ts";
import { remove } from "../../api/client.ts";
import { type PageWire, read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { failureWords } from "../../components/failure-words.ts";
import { Empty, View } from "../../components/View.tsx";
import { beijingSecond } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type AccountSay, accountWords } from "./words.ts";

/** Where the account is logged in; any of them can be ended. */
export function OwnSessions(): ReactNode {
  const { say } = useWords(accountWords);
  const { message } = App.useApp();
  const sessions = useRead(read<PageWire<OwnSessionWire>>("/sessions"));
  const end = (id: string): void => {
    remove(`/sessions/${id}`).then(
      () => {
        void message.success(say("acc.ended"));
        sessions.reload();
      },
      (error: unknown) => void message.error(failureWords(error, say)),
    );
  };
  return (
    <section aria-labelledby="acc-sessions">
      <h2 id="acc-sessions">{say("acc.sessions")}</h2>
      <p className="about">{say("acc.sessionsAbout")}</p>
      <View
        resource={sessions}
        what={say("what.sessions")}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={say("acc.sessions")} />}
      >
        {({ items }) => (
          <DataTable label={say("acc.sessions")} columns={columnsOf(say, end)} rows={items} keyOf={({ id }) => id} />
        )}
      </View>
    </section>
  );
}

function columnsOf(say: AccountSay, end: (id: string) => void): readonly Column<OwnSessionWire>[] {
  return [
    { key: "agent", title: say("acc.agent"), text: ({ agent }) => agent, isRowHeader: true },
    { key: "address", title: say("acc.address"), text: ({ address }) => address, width: 150 },
    { key: "since", title: say("acc.since"), text: ({ createdAt }) => beijingSecond(Date.parse(createdAt)), width: 150 },
    { key: "last", title: say("acc.lastAct"), text: ({ lastActAt }) => beijingSecond(Date.parse(lastActAt)), width: 150 },
    {
      key: "end",
      title: "",
      text: ({ current }) => (current ? say("acc.here") : ""),
      isScreenOnly: true,
      cell: ({ id, current }) =>
        current ? <span className="quiet">{say("acc.here")}</span> : <Button onClick={() => end(id)}>{say("acc.end")}</Button>,
      width: 120,
    },
  ];
}
