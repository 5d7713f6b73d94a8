import type { ReactNode } from "react";
import type { DecodedFrame, FrameLine } from "../../api/device-shapes.ts";
import { beijingSecond } from "../../format/beijing-time.ts";
import { pollutantFullName, pollutantName } from "../../format/pollutants.ts";
import { useLanguage } from "../../i18n/LanguageContext.tsx";

/** What a frame says, field by field, with its deviations in words; or why it says nothing. */
export function FrameView({ line }: { readonly line: FrameLine }): ReactNode {
  const { say, word } = useLanguage();
  if (!line.ok) {
    return (
      <p role="alert">
        <b>{word("reason", line.error.code)}</b> {line.error.message}{" "}
        <span className="quiet">{say("decode.offset", { n: line.error.offset })}</span>
      </p>
    );
  }
  return (
    <>
      <Header frame={line} />
      <QuirkList quirks={line.quirks} />
      <SingleFields frame={line} />
      <FactorTable frame={line} />
    </>
  );
}

function Header({ frame }: { readonly frame: DecodedFrame }): ReactNode {
  const { say, word } = useLanguage();
  const command = word("cn", frame.cn);
  const parts = [
    `CN ${frame.cn}${command === frame.cn ? "" : ` ${command}`}`,
    `ST ${frame.st}`,
    `MN ${frame.mn}`,
    ...(frame.qn === "" ? [] : [`QN ${frame.qn}`]),
    `HJ 212-${frame.edition}`,
    ...(frame.flag.value === undefined ? [] : [`Flag ${frame.flag.value}`]),
    say(frame.flag.answer ? "decode.wantsAnswer" : "decode.noAnswer"),
    ...(frame.part === null ? [] : [say("decode.part", frame.part)]),
    ...(frame.time === null ? [] : [`${say("decode.time")} ${beijingSecond(Date.parse(frame.time))}`]),
  ];
  return <p className="frame-head">{parts.join(" · ")}</p>;
}

function QuirkList({ quirks }: { readonly quirks: readonly string[] }): ReactNode {
  const { say, word } = useLanguage();
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
function SingleFields({ frame }: { readonly frame: DecodedFrame }): ReactNode {
  const { word } = useLanguage();
  const single = frame.data.filter((d) => d.factor === null);
  if (single.length === 0) return null;
  return (
    <p>
      {single.map((d, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field may stand twice, and the list of a frame never changes
        <span key={index} className="frame-field" title={word("f212", d.field)}>
          <span className="quiet">{d.field}</span> {d.value}
        </span>
      ))}
    </p>
  );
}

/** A row per factor, a column per field, in the order of the frame. */
function FactorTable({ frame }: { readonly frame: DecodedFrame }): ReactNode {
  const { say, lang, word } = useLanguage();
  const cells = frame.data.filter((d) => d.factor !== null);
  const factors = [...new Set(cells.map((d) => d.factor ?? ""))];
  const fields = [...new Set(cells.map((d) => d.field))];
  if (factors.length === 0) return null;
  return (
    <div className="frame-table">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{say("decode.factor")}</th>
            {fields.map((field) => (
              <th key={field} scope="col" className="right" title={field}>
                {word("f212", field)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {factors.map((factor) => (
            <tr key={factor}>
              <th scope="row" title={pollutantFullName(factor, lang)}>
                {pollutantName(factor, lang)} <small className="quiet">{factor}</small>
              </th>
              {fields.map((field) => (
                <td key={field} className="right">
                  {cells.find((d) => d.factor === factor && d.field === field)?.value ?? ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
