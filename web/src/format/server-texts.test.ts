import { expect, test } from "vitest";
import { sayIn } from "../i18n/say.ts";
import { knownText, returnCodeWords, technicalText } from "./server-texts.ts";

const say = sayIn("zh");

test.each([
  [
    "2029-12-31T16:00:00.000Z is later than the message, which came at 2026-11-28T16:57:34.039Z",
    "数据时间 2030-01-01 00:00:00 晚于收到时间 2026-11-29 00:57:34",
  ],
  [
    "the end of the hour that begins at 2026-11-28T16:00:00.000Z is later than the message, which came at 2026-11-28T16:57:34.039Z",
    "2026-11-29 00:00:00 开始的时段，到收到时（2026-11-29 00:57:34）还没有结束",
  ],
  ['DataTime "20301301000000" names no moment', "DataTime 20301301000000 不是存在的时间"],
  ['a21026-Rtd is "abc"', 'a21026-Rtd 的值是 "abc"'],
  ["a99998 (ST 31) is not a channel of SIM1", "因子 a99998（ST 31）没有登记在 SIM1 的通道里"],
  ["a21026 has no Rtd", "因子 a21026 缺少 Rtd"],
  ["accepted, but nothing came for 60 s", "设备已受理，但 60 秒内没有送来结果"],
  ["sent 4 times, no answer within 10 s each", "发送 4 次，每次等 10 秒，都没有应答"],
  ["127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1", "127.0.0.1:1 没有开放这个端口"],
  ['the CRC is not the standard one; as "modbus" it fits', "校验码不是登记的算法（standard），按 modbus 算法才对得上"],
  ["PW is not the device's", "PW 与登记的不一致"],
  ["on plant/7/data of the cluster", "外部 MQTT 集群的主题 plant/7/data"],
])("%s is said in Chinese, with times in Beijing time", (text, words) => {
  expect(knownText(text, say)).toBe(words);
});

test("a text that nobody knows is left to be shown as it came", () => {
  expect(knownText("Unexpected token } in JSON at position 4", say)).toBeUndefined();
});

test("times within a text that is shown as it came are in Beijing time", () => {
  expect(technicalText("2029-12-31T16:00:00.000Z is later than 2026-11-28T16:57:34.039Z")).toBe(
    "2030-01-01 00:00:00 is later than 2026-11-29 00:57:34",
  );
});

test("codes of answers have words, those of no edition are named", () => {
  expect(returnCodeWords("QnRtn", 3, say)).toBe("PW 错误");
  expect(returnCodeWords("ExeRtn", "100", say)).toBe("没有数据");
  expect(returnCodeWords("ExeRtn", 42, say)).toBe("标准里没有的代码 42");
});
