import { Button } from "antd";
import { type ReactNode, useState } from "react";
import type { DeviceDetailWire, ExchangeWire } from "../../../../api/resources/devices/schema.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { useRead } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { View } from "../../components/View.tsx";
import { WhoseTurn } from "../../components/WhoseTurn.tsx";
import { shortDate } from "../../format/beijing-time.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CommandForm } from "./CommandForm.tsx";
import { COMMAND_GROUPS, type DeviceCommandKind } from "./device-commands.ts";
import { commandName, parameterWords } from "./device-words.ts";
import { answerWords, downTopic, waitWords } from "./exchange-words.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

/** What a device answers is told by no event: looked at while something is under way. */
const LOOK_MS = 3_000;

/** What may be asked of a device, each with its small form, and what was asked with what it answered. */
export function DeviceCommands({ device }: { readonly device: DeviceDetailWire }): ReactNode {
  const { say } = useWords(deviceWords);
  const [chosen, setChosen] = useState<DeviceCommandKind | null>(null);
  const exchanges = useRead(read<PageWire<ExchangeWire>>(`/devices/${part(device.mn)}/commands`, { limit: 30 }), {
    everyMs: (page) => (page?.items.some(isUnderWay) === true ? LOOK_MS : undefined),
  });
  return (
    <section aria-labelledby="device-commands">
      <h2 id="device-commands">{say("dev.commands")}</h2>
      {!device.turn.mine && <WhoseTurn holders={device.turn.holders} declined={device.turn.declined} />}
      {device.turn.mine && (
        <>
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
        isEmpty={({ items }) => items.length === 0}
        empty={<p className="quiet">{say("dev.noHistory")}</p>}
      >
        {({ items }) => <ExchangeTable device={device} rows={items} />}
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

function isUnderWay({ state }: ExchangeWire): boolean {
  return state === "queued" || state === "sent" || state === "accepted";
}

interface ExchangeTableProps {
  readonly device: DeviceDetailWire;
  readonly rows: readonly ExchangeWire[];
}

function ExchangeTable({ device, rows }: ExchangeTableProps): ReactNode {
  const { say, word } = useWords(deviceWords);
  const columns: readonly Column<ExchangeWire>[] = [
    {
      key: "at",
      title: say("dev.at"),
      text: ({ createdAt }) => momentWords(say, Date.parse(createdAt), now()),
      cell: ({ createdAt, createdByName }) => (
        <>
          {momentWords(say, Date.parse(createdAt), now())}
          <small className="quiet block">{createdByName === "" ? say("case.engine") : createdByName}</small>
        </>
      ),
    },
    {
      key: "command",
      title: say("dev.command"),
      text: (exchange) => [word("exchange", commandName(exchange)), detailsOf(exchange, say)].join(" ").trim(),
      cell: (exchange) => (
        <>
          {word("exchange", commandName(exchange))}
          <small className="quiet block">{detailsOf(exchange, say)}</small>
        </>
      ),
    },
    {
      key: "state",
      title: say("up.state"),
      text: ({ state }) => say(`exchange.state.${state}`),
      cell: (exchange) => <ExchangeState device={device} exchange={exchange} />,
    },
    {
      key: "answer",
      title: say("dev.answer"),
      text: ({ answers }) => answers.map(({ cn, cp }) => `${cn} ${cp}`).join("; "),
      cell: (exchange) => <Answers exchange={exchange} />,
    },
  ];
  return <DataTable label={say("dev.history")} columns={columns} rows={rows} keyOf={(exchange) => exchange.id} />;
}

/** The period and the parameters that were asked with. */
function detailsOf(exchange: ExchangeWire, say: DeviceSay): string {
  const { from, to } = exchange.parameters;
  const period = from === undefined || to === undefined ? "" : spanWords(exchange, say);
  return [period, parameterWords(exchange, say)].filter((words) => words !== "").join(" ");
}

function ExchangeState({ device, exchange }: { readonly device: DeviceDetailWire; readonly exchange: ExchangeWire }): ReactNode {
  const { say } = useWords(deviceWords);
  const { attempts, state } = exchange;
  const wait = state === "queued" ? waitWords(device.mn, device.line, say) : undefined;
  return (
    <span className={state === "failed" || state === "timed-out" ? "strong" : undefined}>
      {say(`exchange.state.${state}`)}
      {attempts > 1 && <small className="quiet block">{say("dev.attempts", { n: attempts })}</small>}
      {wait !== undefined && <small className="quiet block">{wait}</small>}
    </span>
  );
}

/** The period that was asked for; days by their date alone. */
function spanWords({ parameters: { cn, from, to } }: ExchangeWire, say: DeviceSay): string {
  const [start, end] = [Date.parse(String(from)), Date.parse(String(to))];
  return cn === "2031" ? `${shortDate(start, now())} – ${shortDate(end, now())}` : periodWords(say, { start, end }, now());
}

/** What came back: packets, answers with what they mean, and how it ended when it did not end well. */
function Answers({ exchange }: { readonly exchange: ExchangeWire }): ReactNode {
  const { lang, say, word } = useWords(deviceWords);
  const { answers, packets, result, returnCode, state } = exchange;
  const isBad = state === "failed" || state === "timed-out" || state === "unsupported";
  return (
    <>
      {packets > 0 && <span className="block">{say("dev.packets", { n: packets })}</span>}
      {answers.map(({ at, cn, cp }) => {
        const words = answerWords(cp, lang, say);
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
      {isBad && returnCode === null && <span className="block">{result}</span>}
    </>
  );
}
