import type { Quirk } from "../core/readings/quirks.ts";
import type { Words } from "./language.ts";

/** What a frame shows that deviates from HJ 212 and is accepted. */
export const QUIRK_WORDS: Readonly<Record<Quirk, Words>> = {
  "length-unpadded": { zh: "长度字段不足 4 位", en: "the length field has fewer than four digits (##81QN=…)" },
  "length-mismatch": {
    zh: "长度字段不对，但包尾处校验正确",
    en: "the length field is wrong, but the frame ends where its CRC fits",
  },
  "crc-lowercase": { zh: "校验码用了小写字母", en: "the CRC is written in lower-case hex" },
  "crc-unpadded": { zh: "校验码不足 4 位", en: "the CRC has fewer than four hex digits" },
  "crc-variant": {
    zh: "校验码用了登记的变种算法",
    en: "the CRC is one of the variants of the field, and the device is registered with it",
  },
  "over-1024": { zh: "数据段超过 1024 字节", en: "the data segment is longer than the 1024 bytes a sender may use" },
  "no-crlf": { zh: "包尾缺少回车换行", en: "the CR LF at the end is missing or incomplete" },
  "clear-despite-key": {
    zh: "设备登记了密钥，数据却是明文",
    en: "the device has a key, and its data come in clear",
  },
  "cipher-as-text": { zh: "加密数据区写成了十六进制文本", en: "the encrypted data area is written as hex text instead of bytes" },
  "bare-segment": { zh: "只有数据段，没有包头、长度和校验", en: "a data segment came without head, length and CRC" },
  "header-comma": { zh: "包头里该用分号的地方用了逗号", en: "a comma stands in the header where a semicolon belongs" },
  "header-space": { zh: "包头的键或值旁有空格", en: "spaces stand round a key or value of the header" },
  "header-key-case": { zh: "包头的键大小写与标准不同", en: "a key of the header is not in capitals as the standard prints it" },
  "header-key-unknown": { zh: "包头有各版本都没有的键", en: "the header carries a key that no edition knows" },
  "header-item-without-value": {
    zh: "包头有一项没有等号，已略去",
    en: "an item of the header has no equals sign and is left out",
  },
  "cp-not-separated": { zh: "CP= 前缺少分号", en: "the semicolon before CP= is missing" },
  "cp-not-opened": { zh: "CP= 后缺少 &&", en: "the && after CP= is missing" },
  "cp-not-closed": { zh: "数据区末尾缺少 &&", en: "the && at the end of the data area is missing" },
  "qn-empty": { zh: "QN 为空", en: "QN is there but empty" },
  "qn-odd": { zh: "QN 不是 17 位时间", en: "QN is not a time of 17 digits; it is echoed as it is" },
  "qn-in-cp": { zh: "QN 写在数据区里（2005 版写法）", en: "QN stands in the data area, as in the answers of 2005" },
  "flag-version-unknown": { zh: "Flag 的版本位不属于任何版本", en: "the version bits of Flag name no edition" },
  "part-missing": { zh: "标明分包，却没有 PNUM、PNO", en: "the split bit is set, but PNUM and PNO are missing" },
  "part-unannounced": { zh: "有 PNUM、PNO，却没有标明分包", en: "PNUM and PNO are there, but the split bit is not set" },
  "part-impossible": { zh: "PNUM、PNO 的值不可能", en: "PNUM and PNO are no pair of numbers with 1 ≤ PNO ≤ PNUM" },
  "part-lost": {
    zh: "两分钟内未收齐分包",
    en: "a part of a split packet did not come within two minutes; those that came are kept",
  },
  "part-repeated": {
    zh: "同一分包重复发送",
    en: "a part of a split packet came again; it is stored as any other message, and only what is new in it counts",
  },
  "part-refused": {
    zh: "分包超过 100 个，不核对是否收齐",
    en: "a split packet has more than a hundred parts; each is stored, but whether all of them came is not watched",
  },
  "item-empty": { zh: "数据区有空项（多余的分隔符）", en: "an empty item stands in the data area (dangling separator)" },
  "item-without-value": {
    zh: "数据区有一段没有等号；逗号之后的并入前一个值（Avg=200,9 不是数），其余隔离",
    en: "a piece of the data area has no equals sign; behind a comma it belongs to the value before it (Avg=200,9 is no number), else it is put aside",
  },
  "item-space": { zh: "数据区的名称或值旁有空格", en: "spaces stand round a name or value of the data area" },
  "field-case": { zh: "字段名大小写与标准不同", en: "a field name is spelt in other capitals than the standard's" },
  "field-unknown": {
    zh: "有字段不属于任何版本，只保留在原始报文中",
    en: "a field that no edition knows is kept in the raw message only",
  },
  "field-of-another-command": {
    zh: "有字段属于别的命令（实时或统计），只保留在原始报文中",
    en: "a field belongs to another command (realtime or statistics) and is kept in the raw message only",
  },
  "mean-as-realtime": {
    zh: "实时数据只有均值，按登记的设置作为实时值保存",
    en: "realtime data carry the mean only; by the device's setting it is kept as the realtime value",
  },
  "flag-bare": { zh: "标记没有写因子，按前一个因子理解", en: "a data flag without a factor is taken for the factor before it" },
  "flag-unknown": {
    zh: "数据标记不属于任何版本，已照存，不按正常值使用",
    en: "a factor has a data flag that no edition knows; it is kept, and the value is not taken for normal",
  },
  "text-not-closed": { zh: "// 文本没有结束", en: "a // text is not closed before the end of the data area" },
  "text-gbk": { zh: "文本是 GB 18030 编码，不是 UTF-8", en: "text is GB 18030, not UTF-8" },
  "factor-split": { zh: "同一因子的值分写在几项里", en: "the values of one factor stand in several items" },
  "time-with-milliseconds": { zh: "时间写成了 17 位", en: "a time has 17 digits where 14 belong" },
  "flag-not-stated": { zh: "因子没有标记，按正常（N）理解", en: "a factor has no data flag; it is taken for normal (N)" },
  "value-beside-unreadable": {
    zh: "极值、总量或折算值不是数，或采样时间、设备标记无法识读，已略去；主值可用",
    en: "an extreme, total or converted value is no number, or a sample time or vendor flag cannot be read, and is left out; the value itself is good",
  },
  "labelled-with-end": {
    zh: "按其自身时钟，时段尚未结束就发来统计值：多半以结束时刻标记，与登记不符（hourLabel、minuteLabel、dayLabel）",
    en: "by its own clock the period is not over: most likely it is labelled with its end, against the registry (`hourLabel`, `minuteLabel`, `dayLabel`)",
  },
  "labelled-with-start": {
    zh: "统计值总是晚整整一个时段才发来：多半以开始时刻标记，与登记的结束时刻不符",
    en: "the value is sent a whole period after its label: most likely that is the start of its period, while the end is registered",
  },
  "addresses-in-turn": {
    zh: "同一 MN 在一小时内轮流从两个地址上报：可能有两台设备用了同一个 MN，或有人冒用",
    en: "within an hour it speaks from two addresses in turn: two devices have one MN, or somebody else uses it",
  },
  "time-not-on-the-period": {
    zh: "数据时间不在时段起点，已归位",
    en: "DataTime is not the start of its minute interval, hour or day; it is put back to it",
  },
};
