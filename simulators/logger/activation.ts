import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import type { Hj212Message } from "../../ingest/codecs/hj212/hj212-message.ts";

/** A logger of 2025 that has no MN yet: what is written on its plate, and the PW that was set in it. */
export interface UnnamedLogger {
  readonly loggerId: string;
  readonly password: string;
  readonly st: string;
}

/** Version bits of 2025, and an answer is wanted. */
const FLAG_2025 = 8;
const WANTS_ANSWER = 1;

/** What a logger without an MN says until it is told one (1001). */
export function hardwareFrame({ loggerId, password, st }: UnnamedLogger, qn: string): Uint8Array {
  const ids = [`i23005-Info=${loggerId}`, `i23006-Info=CPU-${loggerId}`, "i23007-Info=00-00-5E-00-53-01"];
  return encodeFrame({ qn, st, cn: "1001", pw: password, mn: "", flag: FLAG_2025 | WANTS_ANSWER, cp: ids.join(";") });
}

/** What follows from being told an MN: it is taken, and both answers carry it. */
export interface Activated {
  readonly mn: string;
  readonly answers: readonly Uint8Array[];
}

/** The MN that a request of the platform gives to this logger (1002); `undefined` when it is no such request. */
export function activatedBy({ cn, qn, mn, pairs }: Hj212Message, { loggerId, password }: UnnamedLogger): Activated | undefined {
  const isMine = pairs.some((pair) => pair.factor === "i23005" && pair.field === "Info" && pair.value === loggerId);
  if (cn !== "1002" || mn === "" || !isMine) return undefined;
  const answer = (answerCn: string, cp: string): Uint8Array =>
    encodeFrame({ qn, st: "91", cn: answerCn, pw: password, mn, flag: FLAG_2025, cp });
  return { mn, answers: [answer("9011", "QnRtn=1"), answer("9012", "ExeRtn=1")] };
}
