import type { LineWire } from "../../../../api/resources/devices/schema.ts";
import { sayReturnCode } from "../../../../words/exchanges.ts";
import type { Language } from "../../../../words/language.ts";
import type { DeviceSay } from "./words.ts";

/** The code of an answer, as HJ 212 writes it into a data area. */
const CODE = /\b(QnRtn|ExeRtn)=(\d+)/;

const STAMP = /\bSystemTime=(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/;

/** What an answer of a device says, when its data area holds a code or the device's time. */
export function answerWords(cp: string, lang: Language, say: DeviceSay): string | undefined {
  const code = CODE.exec(cp);
  if (code !== null) return sayReturnCode(code[1] === "ExeRtn" ? "ExeRtn" : "QnRtn", Number(code[2]), lang);
  const time = STAMP.exec(cp);
  if (time === null) return undefined;
  const [, year, month, day, hour, minute, second] = time;
  return say("dev.deviceTime", { at: `${year}-${month}-${day} ${hour}:${minute}:${second}` });
}

/** The topic on which a device listens for commands over MQTT. */
export function downTopic(mn: string): string {
  return `outfall/v1/${mn}/down`;
}

/** What a queued command waits for; `undefined` when only its turn. */
export function waitWords(
  mn: string,
  { transport, connected }: Pick<LineWire, "transport" | "connected">,
  say: DeviceSay,
): string | undefined {
  if (transport === "mqtt") return say("dev.waitsForDown", { topic: downTopic(mn) });
  return connected ? undefined : say("dev.waitsForLine");
}
