import type { ReactNode } from "react";
import { now } from "../../api/server-clock.ts";
import { HOUR } from "../../format/beijing-time.ts";
import { periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { StateReason } from "./pollutant-state.ts";
import { type NowSay, nowWords } from "./words.ts";

/** Why a state is what it is, beside its mark. */
export function ReasonWords({ reason }: { readonly reason: StateReason | null }): ReactNode {
  const { say } = useWords(nowWords);
  return reason === null ? null : <small className="reason">{reasonWords(reason, say, now())}</small>;
}

/** "上一小时超标", or the period by its clock when it is not the last one. */
export function reasonWords(reason: StateReason, say: NowSay, at: number): string {
  switch (reason.why) {
    case "hour-exceeding":
    case "hour-cannot-judge":
      return say(`why.${reason.why}`, {
        period: reason.end === Math.floor(at / HOUR) * HOUR ? say("why.lastHour") : `${periodWords(say, reason, at)} `,
      });
    case "mean-above":
    case "will-exceed":
      return say(`why.${reason.why}`, { period: say(`why.this.${reason.basis}`) });
    case "value-above":
      return say("why.value-above");
  }
}
