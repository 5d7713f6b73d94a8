import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { HOUR } from "../../format/beijing-time.ts";
import { periodWords } from "../../format/time-words.ts";
import type { StateSay } from "./state-words.ts";

type Reason = NonNullable<BoardRowWire["reason"]>;

/** "上一小时超标", or the period by its clock when it is not the last one. */
export function reasonWords(reason: Reason, say: StateSay, at: number): string {
  switch (reason.code) {
    case "hour-exceeding":
    case "hour-lead":
    case "hour-cannot-judge":
    case "hour-consented":
      return say(`why.${reason.code}`, { period: hourWords(Date.parse(reason.start), Date.parse(reason.end), say, at) });
    case "mean-above":
    case "will-exceed":
      return say(`why.${reason.code}`, { period: say(`why.this.${reason.basis}`) });
    case "value-above":
    case "consented":
      return say(`why.${reason.code}`);
  }
}

function hourWords(start: number, end: number, say: StateSay, at: number): string {
  const isLast = end === Math.floor(at / HOUR) * HOUR;
  return isLast ? say("why.lastHour") : `${periodWords(say, { start, end }, at)} `;
}
