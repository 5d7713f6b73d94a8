import type { Say } from "../i18n/say.ts";
import { type CommonKey, isWord } from "../i18n/say.ts";
import { serverWords } from "../i18n/server-words.ts";
import { beijingSecond } from "./beijing-time.ts";

/**
 * The details that the server sends beside its codes: English, for logs and scripts. A named group fills the place of its name in the phrase. What is not
 * here is shown as it came, small, beside the words of its code.
 */
const KNOWN: readonly (readonly [RegExp, CommonKey])[] = [
  // Quarantine: time, channels, values.
  [/^(?<at>\S+) is later than the message, which came at (?<came>\S+)$/, "text.later"],
  [/^the end of the \w+ that begins at (?<at>\S+) is later than the message, which came at (?<came>\S+)$/, "text.notOver"],
  [/^(?<at>\S+) is before the year 2000$/, "text.tooOld"],
  [/^the data area has no DataTime$/, "text.noDataTime"],
  [/^DataTime "(?<text>.*)" names no moment$/, "text.noMoment"],
  [/^a reading has no at$/, "text.noAt"],
  [/^at "(?<text>.*)" names no moment, or has no offset$/, "text.badAt"],
  [/^(?<factor>\S+) \(ST (?<st>\S+)\) is not a channel of (?<mn>\S+)$/, "text.noChannelSt"],
  [/^(?<factor>\S+) is not a channel of (?<mn>\S+)$/, "text.noChannel"],
  [/^(?<field>\S+) has two values$/, "text.twoValues"],
  [/^(?<field>\S+) is (?<text>".*")$/, "text.notNumber"],
  [/^(?<factor>\S+) has no (?<field>\w+)$/, "text.noField"],
  [/^the data area names no factor$/, "text.noFactor"],
  [/^the message holds no value$/, "text.noValue"],
  [/^(?<n>\d+) readings, at most (?<most>\d+)$/, "text.tooMany"],
  [/^(?<mn>\S+) is not registered$/, "text.unregistered"],
  [/^the frame says MN (?<said>\S+), the sender is (?<mn>\S+)$/, "text.otherMn"],
  [/^data of command (?<cn>\S+) are not taken$/, "text.command"],
  // Frames.
  [/^a single # stands where ## belongs$/, "text.singleHash"],
  [/^something stands behind the frame$/, "text.behind"],
  [/^a number stands where ## belongs$/, "text.number"],
  [/^the segment has no head, and the CRC behind it does not fit$/, "text.noHeadCrc"],
  [/^neither ## nor a data segment with CP=$/, "text.noFrame"],
  [/^the CRC is not the (?<expected>\S+) one; as "(?<fits>\S+)" it fits$/, "text.crcVariant"],
  [/^the CRC fits in no known variant$/, "text.crcNone"],
  [/^no CRC stands where the length field \((?<stated>\d+)\) says, nor does one fit elsewhere$/, "text.noCrcThere"],
  [/^the frame ends within its length field$/, "text.endsInLength"],
  [/^the length field is not a number of four digits$/, "text.lengthNoNumber"],
  [/^the segment has no CP=$/, "text.noCp"],
  [/^(?<key>\w+) stands twice in the header$/, "text.keyTwice"],
  [/^CN is not four digits: (?<text>.*)$/, "text.badCn"],
  [/^ST is not a system code: (?<text>.*)$/, "text.badSt"],
  [/^MN is not an id of up to 32 letters, digits, _ and -: (?<text>.*)$/, "text.badMn"],
  [/^QN or PW is longer than (?<n>\d+)$/, "text.longQn"],
  [/^Flag is not a number up to 255: (?<text>.*)$/, "text.badFlag"],
  // Turned away at a door.
  [/^PW is not the device's$/, "text.pwOther"],
  [/^the MN is not registered$/, "text.mnUnknown"],
  [/^the password is not the device's mqttSecret$/, "text.mqttSecretOther"],
  [/^the certificate is not the device's$/, "text.certificateOther"],
  [/^the user name is no registered MN$/, "text.userUnknown"],
  [/^on (?<topic>\S+) of the cluster$/, "text.onTopic"],
  // Commands to devices.
  [/^accepted, but nothing came for (?<s>[\d.]+) s$/, "text.nothingCame"],
  [/^sent (?<n>\d+) times, no answer within (?<s>[\d.]+) s each$/, "text.noAnswer"],
  [/^the line was lost (?<n>\d+) times before the exchange ended$/, "text.lineLost"],
  [/^the device was not there for a day$/, "text.notThere"],
  [/^the device is not in the registry$/, "text.removed"],
  // Platforms above.
  [/^no connection to (?<host>\S+) within (?<ms>\d+) ms$/, "text.connectTimeout"],
  [/^(?<host>\S+): .*\bECONNREFUSED\b/, "text.econnrefused"],
  [/^(?<host>\S+): .*\bETIMEDOUT\b/, "text.etimedout"],
  [/^(?<host>\S+): .*\b(?:EHOSTUNREACH|ENETUNREACH)\b/, "text.unreachable"],
  [/^(?<host>\S+): .*\b(?:ENOTFOUND|EAI_AGAIN)\b/, "text.enotfound"],
  [/^(?<host>\S+): .*\b(?:ECONNRESET|EPIPE)\b/, "text.econnreset"],
  [/^(?<host>\S+) closed the connection$/, "text.hungUp"],
  [/^no 9014 for (?<cn>\S+) of (?<mn>\S+) after (?<n>\d+) resends$/, "text.no9014"],
  [/^(?<cn>\S+) of (?<mn>\S+) was refused: (?<said>.*)$/, "text.refused"],
];

/** A detail of the server in the words of the language, its times in Beijing time; `undefined` when we have no words for it. */
export function knownText(text: string, say: Say): string | undefined {
  for (const [pattern, key] of KNOWN) {
    const found = pattern.exec(text);
    if (found !== null) return say(key, Object.fromEntries(Object.entries(found.groups ?? {}).map(([k, v]) => [k, shown(v)])));
  }
  return undefined;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

function shown(value: string): string {
  return ISO.test(value) ? beijingSecond(Date.parse(value)) : value;
}

const ISO_WITHIN = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z(?![\w])/g;

/** A detail of the server as it came, but for its times, which are in Beijing time as all others on the page. */
export function technicalText(text: string): string {
  return text.replace(ISO_WITHIN, shown);
}

/** What a device means by the code of its answer: `QnRtn` to a request, `ExeRtn` after it. */
export function returnCodeWords(field: "QnRtn" | "ExeRtn", code: string | number, say: Say): string {
  const key = `rtn.${field}.${Number(code)}`;
  return isWord(serverWords, key) ? say(key) : say("rtn.other", { code });
}
