import { Tooltip } from "antd";
import type { ReactNode } from "react";
import type { Deadline } from "../api/page-shapes.ts";
import { HOUR } from "../format/beijing-time.ts";
import { leftWords, momentWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { useNow } from "./use-now.ts";

/** What is left of a deadline; on hover when it ends and which rule it comes from. */
export function LeftTime({ deadline }: { readonly deadline: Deadline | null }): ReactNode {
  const { say } = useLanguage();
  const at = useNow(10_000);
  if (deadline === null) return <span className="quiet">{say("left.none")}</span>;
  const end = Date.parse(deadline.at);
  const rule = deadline.source === undefined ? "" : `\n${say("left.rule", { source: deadline.source })}`;
  const urgency = at >= end ? "over" : end - at < HOUR ? "near" : "calm";
  return (
    <Tooltip title={<span className="pre">{say("left.due", { at: momentWords(say, end, at) }) + rule}</span>}>
      <span className={`left left-${urgency}`}>{leftWords(say, end, at)}</span>
    </Tooltip>
  );
}
