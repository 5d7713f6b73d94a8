import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { urgencyOf } from "../format/left-time.ts";
import { leftWords, momentWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { isWord } from "../i18n/say.ts";
import { UrgencyMark } from "./UrgencyMark.tsx";
import { useNow } from "./use-now.ts";

interface LeftTimeProps {
  /** When it ends; `null` when no clock runs. */
  readonly at: string | null;
  /** What the clock is for. */
  readonly kind?: string | null;
  /** The rule it comes from, in words. */
  readonly source?: string | null;
}

/** What a deadline is for and what is left of it; on hover when it ends and which rule it comes from. */
export function LeftTime({ at, kind = null, source = null }: LeftTimeProps): ReactNode {
  const { say, word } = useLanguage();
  const now = useNow(10_000);
  if (at === null) return <span className="quiet">{say("left.none")}</span>;
  const end = Date.parse(at);
  const lines = [
    ...(kind === null ? [] : [word("clock", kind)]),
    say("left.due", { at: momentWords(say, end, now) }),
    ...(source === null ? [] : [say("left.rule", { source })]),
  ];
  const purpose = kind !== null && isWord({}, `clock.short.${kind}`) ? word("clock.short", kind) : "";
  const urgency = urgencyOf(end, now);
  return (
    <Tooltip title={<span className="pre">{lines.join("\n")}</span>}>
      <span className={`left left-${urgency}`}>
        <UrgencyMark urgency={urgency} />
        {`${purpose} ${leftWords(say, end, now)}`.trim()}
      </span>
    </Tooltip>
  );
}
