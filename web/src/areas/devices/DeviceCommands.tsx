import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { list } from "../../api/client.ts";
import type { DeviceDetail, Exchange } from "../../api/device-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { may } from "../../api/session.ts";
import { useResource } from "../../api/use-resource.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { View } from "../../components/View.tsx";
import { shortDate } from "../../format/beijing-time.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CommandForm } from "./CommandForm.tsx";
import { COMMAND_GROUPS, type DeviceCommandKind } from "./device-commands.ts";
import { commandName, parameterWords } from "./device-words.ts";
import { answerWords, downTopic, outcomeWords, waitWords } from "./exchange-words.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

const REFRESH_MS = 3_000;

/** What may be asked of a device, each with its small form, and what was asked with what it answered. */
export function DeviceCommands({ device }: { readonly device: DeviceDetail }): ReactNode {
  const { say } = useWords(deviceWords);
  const session = useSession();
  const [chosen, setChosen] = useState<DeviceCommandKind | null>(null);
  const exchanges = useResource(
    `exchanges|${device.mn}`,
    () => list<Exchange>(`/devices/${encodeURIComponent(device.mn)}/commands`, { limit: 30 }).then((p) => p.items),
    REFRESH_MS,
  );
  return (
    <section aria-labelledby="device-commands">
      {may(session, "operate-devices") && (
        <>
          <h2 id="device-commands">{say("dev.commands")}</h2>
          <CommandButtons chosen={chosen} onChoose={setChosen} />
          {chosen === null ? (
            <p className="quiet">
              {device.line.transport === "mqtt" ? say("dev.downHint", { topic: downTopic(device.mn) }) : say("dev.sendHint")}
            </p>
          ) : (
            <CommandForm
              key={chosen}
              device={device}
              kind={chosen}
              onCancel={() => setChosen(null)}
              onSent={() => {
                setChosen(null);
                exchanges.reload();
              }}
            />
          )}
        </>
      )}
      <h2>{say("dev.history")}</h2>
      <View
        resource={exchanges}
        what={say("what.exchanges")}
        lines={4}
        isEmpty={(e) => e.length === 0}
        empty={<p className="quiet">{say("dev.noHistory")}</p>}
      >
        {(rows) => (
          <table className="grid wrap stack">
            <thead>
              <tr>
                <th scope="col">{say("dev.at")}</th>
                <th scope="col">{say("dev.command")}</th>
                <th scope="col">{say("up.state")}</th>
                <th scope="col">{say("dev.answer")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((exchange) => (
                <ExchangeLine key={exchange.id} device={device} exchange={exchange} />
              ))}
            </tbody>
          </table>
        )}
      </View>
    </section>
  );
}

interface CommandButtonsProps {
  readonly chosen: DeviceCommandKind | null;
  readonly onChoose: (kind: DeviceCommandKind) => void;
}

function CommandButtons({ chosen, onChoose }: CommandButtonsProps): ReactNode {
  const { say } = useWords(deviceWords);
  return (
    <div className="command-groups">
      {COMMAND_GROUPS.map(({ name, kinds }) => (
        <fieldset key={name}>
          <legend>{say(name)}</legend>
          <div className="step-buttons">
            {kinds.map((kind) => (
              <Button key={kind} size="small" aria-pressed={kind === chosen} onClick={() => onChoose(kind)}>
                {say(`exchange.${kind}`)}
              </Button>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

function ExchangeLine({ device, exchange }: { readonly device: DeviceDetail; readonly exchange: Exchange }): ReactNode {
  const { say, word } = useWords(deviceWords);
  const { nameOf } = useDirectory();
  const { id: userId, name: userName } = useSession();
  const { attempts, createdBy, parameters, state } = exchange;
  const { from, to } = parameters;
  const period = from === undefined || to === undefined ? "" : spanWords(exchange, say);
  const whoAsked = createdBy.startsWith("system:") ? say("case.engine") : createdBy === userId ? userName : nameOf(createdBy);
  const details = [period, parameterWords(exchange, say)].filter((part) => part !== "").join(" ");
  const wait = state === "queued" ? waitWords(device.mn, device.line, say) : undefined;
  return (
    <tr>
      <td className="nowrap" data-label={say("dev.at")}>
        {momentWords(say, Date.parse(exchange.createdAt), now())}
        <small className="quiet block">{whoAsked}</small>
      </td>
      <td data-label={say("dev.command")}>
        {word("exchange", commandName(exchange))}
        {details !== "" && <small className="quiet block">{details}</small>}
      </td>
      <td data-label={say("up.state")} className={state === "failed" || state === "timed-out" ? "strong" : undefined}>
        {say(`exchange.state.${state}`)}
        {attempts > 1 && <small className="quiet block">{say("dev.attempts", { n: attempts })}</small>}
        {wait !== undefined && <small className="quiet block">{wait}</small>}
      </td>
      <td data-label={say("dev.answer")}>
        <Answers exchange={exchange} />
      </td>
    </tr>
  );
}

/** The period that was asked for; days by their date alone. */
function spanWords({ parameters: { cn, from, to } }: Exchange, say: DeviceSay): string {
  const [start, end] = [Date.parse(String(from)), Date.parse(String(to))];
  return cn === "2031" ? `${shortDate(start, now())} – ${shortDate(end, now())}` : periodWords(say, { start, end }, now());
}

/** What came back: packets, answers with what they mean, and how it ended when it did not end well. */
function Answers({ exchange }: { readonly exchange: Exchange }): ReactNode {
  const { lang, say, word } = useWords(deviceWords);
  const { answers, packets, result, returnCode, state } = exchange;
  const isBad = state === "failed" || state === "timed-out" || state === "unsupported";
  const outcome = isBad ? outcomeWords(exchange, say) : undefined;
  return (
    <>
      {packets > 0 && <span className="block">{say("dev.packets", { n: packets })}</span>}
      {answers.map(({ at, cn, cp }) => {
        const words = answerWords(cp, say);
        return (
          <span key={`${at}|${cn}|${cp}`} className="block">
            {word("cn", cn)}
            {words !== undefined && `：${words}`}{" "}
            <code className="answer quiet">
              {cn} {cp}
            </code>
          </span>
        );
      })}
      {outcome !== undefined && returnCode === null && <span className="block">{outcome}</span>}
      {isBad && returnCode === null && (outcome === undefined || lang === "zh") && <small className="technical">{result}</small>}
    </>
  );
}
