import type { ReactNode } from "react";
import { list } from "../../api/client.ts";
import type { LineError, Upstream } from "../../api/device-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { useResource } from "../../api/use-resource.ts";
import { useNow } from "../../components/use-now.ts";
import { Empty, View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { knownText, technicalText } from "../../format/server-texts.ts";
import { ageWords, momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { upstreamState } from "./upstream-state.ts";
import { deviceWords } from "./words.ts";
import "./devices.css";

const REFRESH_MS = 5_000;

/** Platforms to which readings are passed on: connected or not, how far behind, and what went wrong last. */
export function UpstreamsPage(): ReactNode {
  const { say } = useWords(deviceWords);
  const upstreams = useResource("upstreams", () => list<Upstream>("/upstreams", { limit: 200 }).then((p) => p.items), REFRESH_MS);
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("up.title")}</h1>
        <p className="quiet">{say("up.about")}</p>
      </div>
      <View
        resource={upstreams}
        what={say("what.upstreams")}
        lines={4}
        isEmpty={(u) => u.length === 0}
        empty={<Empty title={say("up.empty")} hint={say("up.emptyHint")} />}
      >
        {(rows) => (
          <table className="grid wrap stack">
            <thead>
              <tr>
                <th scope="col">{say("up.platform")}</th>
                <th scope="col">{say("up.state")}</th>
                <th scope="col" className="right">
                  {say("up.lag")}
                </th>
                <th scope="col">{say("up.oldest")}</th>
                <th scope="col">{say("up.lastAck")}</th>
                <th scope="col" className="right">
                  {say("up.counts")}
                </th>
                <th scope="col" className="right" title={say("up.unsendableHelp")}>
                  {say("up.unsendable")}
                </th>
                <th scope="col">{say("up.error")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <UpstreamLine key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        )}
      </View>
    </main>
  );
}

function ErrorWords({ error, age }: { readonly error: LineError; readonly age: (iso: string) => string }): ReactNode {
  const { lang, say, word } = useWords(deviceWords);
  const known = knownText(error.text, say);
  return (
    <>
      {word("up.error", error.code)} <span className="quiet">{age(error.at)}</span>
      {known !== undefined && <span className="block">{known}</span>}
      {(known === undefined || lang === "zh") && <small className="technical">{technicalText(error.text)}</small>}
    </>
  );
}

function UpstreamLine({ row }: { readonly row: Upstream }): ReactNode {
  const { say } = useWords(deviceWords);
  const at = useNow();
  const age = (iso: string | null): string => (iso === null ? "—" : ageWords(say, Date.parse(iso), at));
  const state = upstreamState(row, at);
  const isDown = state === "waiting" || state === "failed" || state === "unanswered";
  const { lastError } = row;
  return (
    <tr>
      <th scope="row">
        <b>{row.name}</b>
        <small className="quiet block">
          {row.host}:{row.port} · HJ 212-{row.edition}
        </small>
      </th>
      <td
        data-label={say("up.state")}
        className={isDown ? "strong" : undefined}
        title={state === "unanswered" ? say("up.unansweredHelp") : undefined}
      >
        {say(`up.state.${state}`)}
        {row.since !== null && (
          <small className="quiet block">{say("up.since", { at: momentWords(say, Date.parse(row.since), now()) })}</small>
        )}
      </td>
      <td className="right" data-label={say("up.lag")}>
        {row.lagEntries === null ? "—" : say("up.lagEntries", { n: formatCount(row.lagEntries) })}
      </td>
      <td data-label={say("up.oldest")}>{age(row.oldestUnsentAt)}</td>
      <td data-label={say("up.lastAck")}>{age(row.lastAcknowledgedAt)}</td>
      <td className="right" data-label={say("up.counts")}>
        {[row.acknowledged, row.sent, row.resent].map((n) => formatCount(n)).join(" / ")}
      </td>
      <td className="right" data-label={say("up.unsendable")}>
        {formatCount(row.unsendable)}
      </td>
      <td data-label={say("up.error")}>
        {lastError === null && row.held.length === 0 && <span className="quiet">—</span>}
        {lastError !== null && <ErrorWords error={lastError} age={age} />}
        {row.held.map(({ mn, lagEntries, lastError: error }) => (
          <p key={mn} className="strong">
            {say("up.held", { mn })} · {say("up.lag")} {say("up.lagEntries", { n: formatCount(lagEntries) })}
            <ErrorWords error={error} age={age} />
          </p>
        ))}
      </td>
    </tr>
  );
}
