import type { ReactNode } from "react";
import type { RefusalWire } from "../../../../api/resources/devices/schema.ts";
import { reasonName } from "../../../../words/rejections.ts";
import { now } from "../../api/server-clock.ts";
import { Age } from "../../components/Age.tsx";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { HelpLink } from "../../components/HelpLink.tsx";
import { ReasonWords } from "../../components/ReasonWords.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatCount } from "../../format/digits.ts";
import { ageWords, momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Lang } from "../../i18n/say.ts";
import { isRecent } from "./recent-refusals.ts";
import { type DeviceSay, deviceWords } from "./words.ts";

/**
 * What came under the MN of the device and was refused: open while the last of it is recent, one line afterwards,
 * nothing when there is none.
 */
export function DeviceRefusals({ refused }: { readonly refused: readonly RefusalWire[] }): ReactNode {
  const { say } = useWords(deviceWords);
  const at = useNow();
  const [newest] = refused.toSorted((a, b) => b.lastAt.localeCompare(a.lastAt));
  if (newest === undefined) return null;
  const count = formatCount(refused.reduce((sum, r) => sum + r.count, 0));
  // That the device was not registered is settled once it has a page.
  if (refused.some((r) => r.reason !== "unknown-device" && isRecent(r.lastAt, at))) {
    return (
      <section className="refused" aria-labelledby="device-refused">
        <h2 id="device-refused">{say("refused.title")}</h2>
        <p>
          <HelpLink question="help.refused" />
        </p>
        <RefusalTable refused={refused} />
      </section>
    );
  }
  return (
    <details className="refused-before">
      <summary>{say("refused.before", { count, last: ageWords(say, Date.parse(newest.lastAt), at) })}</summary>
      <RefusalTable refused={refused} />
    </details>
  );
}

function RefusalTable({ refused }: { readonly refused: readonly RefusalWire[] }): ReactNode {
  const { say, lang } = useWords(deviceWords);
  return (
    <>
      <p className="quiet">{say("refused.about")}</p>
      <DataTable
        label={say("refused.title")}
        columns={columnsOf(say, lang)}
        rows={refused}
        keyOf={(refusal) => `${refusal.transport}|${refusal.reason}`}
        detail={(refusal) => <FirstBytes refusal={refusal} />}
      />
    </>
  );
}

function columnsOf(say: DeviceSay, lang: Lang): readonly Column<RefusalWire>[] {
  return [
    {
      key: "reason",
      title: say("quar.reason"),
      text: ({ reason, detail }) => `${reasonName(reason, lang)} ${detail}`.trim(),
      cell: ({ reason, detail }) => <ReasonWords code={reason} detail={detail} />,
    },
    { key: "count", title: say("unk.count"), align: "right", text: ({ count }) => formatCount(count) },
    {
      key: "last",
      title: say("refused.last"),
      text: ({ lastAt }) => momentWords(say, Date.parse(lastAt), now()),
      cell: ({ count, firstAt, lastAt }) => (
        <>
          <Age iso={lastAt} />
          {count > 1 && (
            <small className="quiet block">{say("refused.since", { at: momentWords(say, Date.parse(firstAt), now()) })}</small>
          )}
        </>
      ),
    },
    {
      key: "address",
      title: say("dev.address"),
      text: ({ address }) => address,
      cell: ({ address, transport }) => (
        <>
          {address}
          <small className="quiet block">{transport === "mqtt" ? say("unk.viaMqtt") : "HJ 212"}</small>
        </>
      ),
    },
  ];
}

/** How the newest of it began; empty where a door keeps nothing. */
function FirstBytes({ refusal: { raw, rawEncoding } }: { readonly refusal: RefusalWire }): ReactNode {
  const { say } = useWords(deviceWords);
  if (raw === "") return <span className="quiet">—</span>;
  return (
    <>
      <h3>{say("refused.show")}</h3>
      <code className="frame-raw">{raw}</code>
      {rawEncoding === "base64" && <small className="quiet">{say("decode.notText")}</small>}
    </>
  );
}
