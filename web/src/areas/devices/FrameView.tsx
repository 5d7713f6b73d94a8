import type { ReactNode } from "react";
import type {
  DecodedFrameWire,
  FrameItemWire,
  FrameLineWire,
  NoiseWire,
  UndecodedFrameWire,
} from "../../../../api/frames/frame-line.ts";
import { sayReturnCode } from "../../../../words/exchanges.ts";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { ReasonWords } from "../../components/ReasonWords.tsx";
import { ScrollBox } from "../../components/ScrollBox.tsx";
import { beijingSecond } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { flagWords, stWords } from "./frame-words.ts";
import { deviceWords } from "./words.ts";
import "./frame.css";

/** What a frame says, field by field, with its deviations in words; or why it says nothing. */
export function FrameView({ line }: { readonly line: FrameLineWire }): ReactNode {
  return (
    <>
      {line.before !== undefined && <NoiseLine noise={line.before} side="before" />}
      {line.ok ? <Content frame={line} /> : <Refused line={line} />}
      {line.behind !== undefined && <NoiseLine noise={line.behind} side="behind" />}
    </>
  );
}

function Content({ frame }: { readonly frame: DecodedFrameWire }): ReactNode {
  return (
    <>
      <Header frame={frame} />
      <QuirkList quirks={frame.quirks} />
      <SingleFields frame={frame} />
      <FactorTable frame={frame} />
    </>
  );
}

/** Why it was refused, what does not fit, and what it would say. */
function Refused({ line }: { readonly line: UndecodedFrameWire }): ReactNode {
  const { say } = useWords(deviceWords);
  const { error, crc, length, unproven } = line;
  return (
    <>
      <div role="alert">
        <ReasonWords code={error.code} detail={error.message} place={say("decode.offset", { n: error.offset })} />
        {crc !== undefined && <p>{say("decode.crc", crc)}</p>}
        {length !== undefined && <p>{say("decode.length", length)}</p>}
      </div>
      {unproven !== undefined && (
        <div className="unproven">
          <p>{say("decode.unproven")}</p>
          <Header frame={unproven} />
          {unproven.quirks.length > 0 && <QuirkList quirks={unproven.quirks} />}
          <SingleFields frame={unproven} />
          <FactorTable frame={unproven} />
        </div>
      )}
    </>
  );
}

function NoiseLine({ noise, side }: { readonly noise: NoiseWire; readonly side: "before" | "behind" }): ReactNode {
  const { say } = useWords(deviceWords);
  return (
    <p className="frame-noise">
      {say(`decode.${side}`, { n: noise.bytes, at: noise.offset })} <code>{noise.text}</code>
    </p>
  );
}

function Header({ frame }: { readonly frame: DecodedFrameWire }): ReactNode {
  const { say, word } = useWords(deviceWords);
  const command = word("cn", frame.cn);
  const parts = [
    `CN ${frame.cn}${command === frame.cn ? "" : ` ${command}`}`,
    `ST ${stWords(frame.st, say)}`,
    `MN ${frame.mn}`,
    ...(frame.qn === "" ? [] : [`QN ${frame.qn}`]),
    `HJ 212-${frame.edition}`,
    ...(frame.flag.value === undefined ? [] : [`Flag ${frame.flag.value}`]),
    say(frame.flag.answer ? "decode.wantsAnswer" : "decode.noAnswer"),
    ...(frame.part === null ? [] : [say("decode.part", frame.part)]),
    ...(frame.backfill ? [say("decode.backfill")] : []),
    ...(frame.time === null ? [] : [`${say("decode.time")} ${beijingSecond(Date.parse(frame.time))}`]),
  ];
  return <p className="frame-head">{parts.join(" · ")}</p>;
}

function QuirkList({ quirks }: { readonly quirks: readonly string[] }): ReactNode {
  const { say, word } = useWords(deviceWords);
  if (quirks.length === 0) return <p className="quiet">{say("decode.noQuirks")}</p>;
  return (
    <ul className="quirks">
      {quirks.map((quirk) => (
        <li key={quirk}>
          {word("quirk", quirk)} <small className="quiet">{quirk}</small>
        </li>
      ))}
    </ul>
  );
}

/** Fields that belong to no factor: the time, codes of an answer, parameters of a command. */
function SingleFields({ frame }: { readonly frame: DecodedFrameWire }): ReactNode {
  const { lang, word } = useWords(deviceWords);
  const single = frame.data.filter((d) => d.factor === null);
  if (single.length === 0) return null;
  return (
    <p>
      {single.map((d, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field may stand twice, and the list of a frame never changes
        <span key={index} className="frame-field" title={word("f212", d.field)}>
          <span className="quiet">{d.field}</span> {d.value}
          {(d.field === "QnRtn" || d.field === "ExeRtn") && ` ${sayReturnCode(d.field, Number(d.value), lang)}`}
        </span>
      ))}
    </p>
  );
}

/** A row per factor, a column per field, in the order of the frame. */
function FactorTable({ frame }: { readonly frame: DecodedFrameWire }): ReactNode {
  const { say, lang, word } = useWords(deviceWords);
  const cells = frame.data.filter((d) => d.factor !== null);
  const factors = [...new Set(cells.map((d) => d.factor ?? ""))];
  const fields = [...new Set(cells.map((d) => d.field))];
  if (factors.length === 0) return null;
  return (
    <ScrollBox label={say("decode.factor")} className="frame-table">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{say("decode.factor")}</th>
            {fields.map((field) => (
              <th key={field} scope="col" className={isFlag(field) ? undefined : "right"} title={field}>
                {word("f212", field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {factors.map((factor) => (
            <tr key={factor}>
              <th scope="row" title={pollutantFullName(factor, lang)}>
                {pollutantName(factor, lang)}{" "}
                {pollutantName(factor, lang) !== factor && <small className="quiet">{factor}</small>}
              </th>
              {fields.map((field) => (
                <td key={field} className={isFlag(field) ? undefined : "right"}>
                  <Value item={cells.find((d) => d.factor === factor && d.field === field)} st={frame.st} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** A value as it was sent; a data flag with its word. */
function Value({ item, st }: { readonly item: FrameItemWire | undefined; readonly st: string }): ReactNode {
  const { say } = useWords(deviceWords);
  if (item === undefined) return "";
  if (!isFlag(item.field)) return item.text ?? item.value;
  const words = flagWords(String(item.value), st, say);
  return (
    <>
      {item.value} {words !== undefined && <small className="quiet">{words}</small>}
    </>
  );
}

function isFlag(field: string): boolean {
  return field === "Flag";
}
