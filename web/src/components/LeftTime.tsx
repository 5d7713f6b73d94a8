import { Tooltip } from "antd";
import type { ReactNode } from "react";
import type { Deadline } from "../api/page-shapes.ts";
import { HOUR } from "../format/beijing-time.ts";
import { leftWords, momentWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { isWord, type Say } from "../i18n/say.ts";
import { useNow } from "./use-now.ts";

/** What a deadline is for and what is left of it; on hover when it ends and which rule it comes from. */
export function LeftTime({ deadline }: { readonly deadline: Deadline | null }): ReactNode {
  const { say, word } = useLanguage();
  const at = useNow(10_000);
  if (deadline === null) return <span className="quiet">{say("left.none")}</span>;
  const end = Date.parse(deadline.at);
  const lines = [
    ...(deadline.kind === undefined ? [] : [word("clock", deadline.kind)]),
    say("left.due", { at: momentWords(say, end, at) }),
    ...(deadline.source === undefined ? [] : [say("left.rule", { source: sourceOfRule(deadline.source, say) })]),
  ];
  const purpose =
    deadline.kind !== undefined && isWord({}, `clock.short.${deadline.kind}`) ? word("clock.short", deadline.kind) : "";
  const urgency = at >= end ? "over" : end - at < HOUR ? "near" : "calm";
  return (
    <Tooltip title={<span className="pre">{lines.join("\n")}</span>}>
      <span className={`left left-${urgency}`}>{`${purpose} ${leftWords(say, end, at)}`.trim()}</span>
    </Tooltip>
  );
}

/** What the engine marks `[D]` comes from no law: people are told so in words. */
function sourceOfRule(source: string, say: Say): string {
  return source.includes("[D]") ? say("rule.default") : source;
}
