import type { ExchangeWire, LineWire } from "../../../../api/resources/devices/schema.ts";
import { knownText, returnCodeWords } from "../../format/server-texts.ts";
import type { DeviceSay } from "./words.ts";

const CODE = /\b(QnRtn|ExeRtn)=(\d+)/;

/** How a command ended, in words: from the code the device answered with, or from what the product says of it; `undefined` when there is nothing to add. */
export function outcomeWords(
  { result, returnCode }: Pick<ExchangeWire, "result" | "returnCode">,
  say: DeviceSay,
): string | undefined {
  if (returnCode === null) return knownText(result, say);
  return returnCodeWords(result.startsWith("ExeRtn") ? "ExeRtn" : "QnRtn", returnCode, say);
}

const STAMP = /\bSystemTime=(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/;

/** What an answer of a device says, when its data area holds a code or the device's time. */
export function answerWords(cp: string, say: DeviceSay): string | undefined {
  const code = CODE.exec(cp);
  if (code !== null) return returnCodeWords(code[1] === "ExeRtn" ? "ExeRtn" : "QnRtn", code[2] ?? "", say);
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
