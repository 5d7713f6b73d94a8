import type { DoorRefusalCodes } from "../core/field/refusal.ts";
import { MQTT_REFUSAL_WORDS } from "./mqtt-refusals.ts";
import { FRAME_FAULT_WORDS } from "./reject-details.ts";
import type { WordTable } from "./word-table.ts";

const MEBIBYTE = 1_048_576;

function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(0);
}

/** Why a listener refused a connection, a frame or a message: behind the words of its reason. */
export const DOOR_REFUSAL_WORDS: WordTable<DoorRefusalCodes> = {
  ...FRAME_FAULT_WORDS,
  ...MQTT_REFUSAL_WORDS,
  "mn-not-registered": { zh: "这个 MN 没有登记", en: "the MN is not registered" },
  "activation-waits": {
    zh: ({ loggerId, cpuId, mac1, mac2 }) =>
      `没有 MN 的数采仪等待激活（1001）：序号 ${loggerId}，CPU ${cpuId || "—"}，MAC ${[mac1, mac2].filter(Boolean).join("、") || "—"}；登记设备时写上 loggerId，即下发 MN（1002）`,
    en: ({ loggerId, cpuId, mac1, mac2 }) =>
      `a logger without an MN waits to be activated (1001): id ${loggerId}, CPU ${cpuId || "—"}, MAC ${[mac1, mac2].filter(Boolean).join(", ") || "—"}; a device that is registered with this loggerId is told its MN (1002)`,
  },
  "user-not-registered": { zh: "用户名不是登记过的 MN", en: "the user name is no registered MN" },
  "pw-not-checked": {
    zh: "从这个地址错得太多，暂不核对；改登记的密码即重新开始",
    en: "too many wrong ones came from there: it was not looked at; a changed registration begins anew",
  },
  "day-budget-spent": {
    zh: ({ values, bytes, mostValues, mostBytes }) =>
      `今天已收 ${values} 个数值、${mebibytes(bytes)} MiB，超过每日额度 ${mostValues} 个、${mebibytes(mostBytes)} MiB；到北京时间零点前按额度的速度接收，不丢弃任何数据`,
    en: ({ values, bytes, mostValues, mostBytes }) =>
      `it brought ${values} values and ${mebibytes(bytes)} MiB today, more than its ${mostValues} values and ${mebibytes(mostBytes)} MiB a day: read at that pace until midnight in Beijing, and nothing is dropped`,
  },
  "disk-in-reserve": {
    zh: ({ values, bytes }) =>
      `磁盘余量不足，而该设备今天已收 ${values} 个数值、${mebibytes(bytes)} MiB；暂停接收，腾出空间后继续，不丢弃任何数据`,
    en: ({ values, bytes }) =>
      `the disk is nearly full and this device brought ${values} values and ${mebibytes(bytes)} MiB today: it is read again once there is space, and nothing is dropped`,
  },
  "pw-other": { zh: "PW 与登记的不一致", en: "PW is not the registered one" },
  "mqtt-secret-other": { zh: "MQTT 密码与登记的不一致", en: "the MQTT password is not the registered one" },
  "certificate-other": {
    zh: "证书里的名称不是这台设备的 MN",
    en: "the name in the certificate is not the MN of this device",
  },
  "on-topic": {
    zh: ({ topic }) => `外部 MQTT 集群的主题 ${topic}`,
    en: ({ topic }) => `topic ${topic} of the external MQTT cluster`,
  },
};
