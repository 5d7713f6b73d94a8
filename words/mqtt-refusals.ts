import type { MqttRefusalCodes } from "../core/field/mqtt-refusal.ts";
import type { WordTable } from "./word-table.ts";

/** Why the MQTT broker refused a client or something of it: behind the words of its reason. */
export const MQTT_REFUSAL_WORDS: WordTable<MqttRefusalCodes> = {
  "packet-fields-and-length": {
    zh: ({ packet }) => `${packet} 报文的字段与长度不符`,
    en: ({ packet }) => `the fields of the ${packet} do not fill its length`,
  },
  "packet-id-zero": {
    zh: ({ packet }) => `${packet} 的报文标识符是 0`,
    en: ({ packet }) => `the packet identifier of the ${packet} is 0`,
  },
  "packet-without-filter": {
    zh: ({ packet }) => `${packet} 里没有主题过滤器`,
    en: ({ packet }) => `the ${packet} names no topic filter`,
  },
  "packet-text-not-utf8": {
    zh: ({ packet }) => `${packet} 里的文字不是 UTF-8，或含空字符`,
    en: ({ packet }) => `a text in the ${packet} is no UTF-8, or holds a NUL`,
  },
  "packet-reserved-bits": {
    zh: ({ packet }) => `${packet} 的保留位不对`,
    en: ({ packet }) => `reserved bits of the ${packet} are wrong`,
  },
  "packet-qos-3": { zh: ({ packet }) => `${packet} 里的 QoS 是 3`, en: ({ packet }) => `a QoS in the ${packet} is 3` },
  "packet-topic-malformed": {
    zh: ({ packet, topic }) => `${packet} 里的“${topic}”不能作主题`,
    en: ({ packet, topic }) => `"${topic}" in the ${packet} cannot be a topic`,
  },
  "packet-out-of-place": {
    zh: ({ packet }) => `此时不该有 ${packet} 报文`,
    en: ({ packet }) => `no ${packet} may come here`,
  },
  "packet-length-malformed": { zh: "剩余长度超过 4 字节", en: "the remaining length has more than four bytes" },
  "packet-beyond-limit": {
    zh: ({ bytes, limit }) => `报文 ${bytes} 字节，上限 ${limit} 字节`,
    en: ({ bytes, limit }) => `a packet of ${bytes} bytes; ${limit} are the limit`,
  },
  "protocol-name-other": { zh: "协议名不是 MQTT", en: "the protocol name is not MQTT" },
  "protocol-version-other": {
    zh: ({ version }) => `设备用的是 MQTT ${version === 5 ? "5" : `协议级别 ${version}`}，请设为 3.1.1`,
    en: ({ version }) => `the device speaks MQTT ${version === 5 ? "5" : `at level ${version}`}; set it to 3.1.1`,
  },
  "password-without-user": { zh: "有密码而没有用户名", en: "a password comes without a user name" },
  "topic-of-another": {
    zh: ({ topic }) => `设备不可向主题“${topic}”发布`,
    en: ({ topic }) => `the device may not publish on "${topic}"`,
  },
  "filter-of-another": {
    zh: ({ filter }) => `设备不可订阅“${filter}”`,
    en: ({ filter }) => `the device may not subscribe to "${filter}"`,
  },
  "will-of-another": {
    zh: ({ topic }) => `遗嘱主题“${topic}”不属于该设备`,
    en: ({ topic }) => `the will's topic "${topic}" is not the device's`,
  },
  "filters-beyond-limit": {
    zh: ({ limit }) => `一个连接最多订阅 ${limit} 个主题`,
    en: ({ limit }) => `one connection may subscribe to ${limit} topics`,
  },
  "sockets-beyond-limit": {
    zh: ({ limit }) => `一台设备最多同时有 ${limit} 个连接，最早的已断开`,
    en: ({ limit }) => `a device may have ${limit} connections; the oldest was closed`,
  },
  "taken-over-too-often": {
    zh: ({ perMinute }) => `同一客户端标识一分钟内互相顶替超过 ${perMinute} 次，可能有两台设备用同一身份`,
    en: ({ perMinute }) =>
      `connections with one client id replaced each other more than ${perMinute} times a minute: two devices may share an identity`,
  },
  "client-id-missing": {
    zh: "没有客户端标识，又要求保留会话",
    en: "it has no client id and wants its session kept",
  },
  "answers-unread": { zh: "设备不读取应答", en: "the device does not read what it is answered" },
};
