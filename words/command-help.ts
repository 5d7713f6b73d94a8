import type { Words } from "./language.ts";

/** What each command of the command line does, and what its options mean. */
export const COMMAND_WORDS = {
  start: {
    meaning: {
      zh: "运行产品；带 --roles 时只运行这些角色，数据目录共用",
      en: "runs the product; with --roles only these roles, over a shared data directory",
    },
    demo: {
      zh: "同 OUTFALL_DEMO=1：演示用的登记表、账号和企业",
      en: "as OUTFALL_DEMO=1: demo registry, accounts and plants",
    },
    roles: {
      zh: "只运行 gateway、pipeline、api、simulators 中的这些，与同一数据目录上的其他进程并存",
      en: "only these of gateway, pipeline, api, simulators, beside other processes over the same data directory",
    },
  },
  simulate: {
    meaning: {
      zh: "让虚拟企业经 MQTT 和 HJ 212 向产品上报，并报告每条报文的结果；见 docs/scenarios.md",
      en: "plays virtual plants against the product over MQTT and HJ 212 and reports what became of each message; docs/scenarios.md",
    },
    list: { zh: "列出产品自带的场景后结束", en: "lists the scenarios that come with the product, and ends" },
    to: {
      zh: "设备入口：mqtt://host:port、hj212://host:port，一个或两个；其余的由设置给出",
      en: "the doors: mqtt://host:port, hj212://host:port, one or both; the settings say where the others are",
    },
    speed: {
      zh: "实时的若干倍，或有确认就发；不写为 max",
      en: "so many times real time, or as fast as it is acknowledged; max when left out",
    },
    start: {
      zh: "now、-48h 或带时区的时间；不写为场景自己的开始时间",
      en: "now, -48h, or a time with offset; the file's own start when left out",
    },
    seed: { zh: "换一个随机种子", en: "another seed than the file's" },
    truth: {
      zh: "把真实发生的情况写成 JSON；没有 --to 或 --speed 时不发送",
      en: "writes what really happened, as JSON; sends nothing unless --to or --speed stands beside it",
    },
    dump: {
      zh: "写出报文，每条一行 JSON；不发送，同 --truth",
      en: "writes the messages, one line of JSON each; sends nothing, as --truth",
    },
    registry: { zh: "输出产品需要的登记表后结束", en: "prints the registry that the product needs, and ends" },
    import: {
      zh: "先用它替换产品的登记表；需要 OUTFALL_ADMIN_TOKEN",
      en: "replaces the product's registry by that one first; needs OUTFALL_ADMIN_TOKEN",
    },
    declare: {
      zh: "经 HTTP 做场景里人做的事；需要 OUTFALL_ADMIN_TOKEN",
      en: "does over HTTP what people do in the scenario; needs OUTFALL_ADMIN_TOKEN",
    },
    fleet: { zh: "不用场景，而用这么多排口", en: "so many outlets instead of a scenario" },
    interval: {
      zh: "机群：一个排口两次上报的间隔；不写为 30",
      en: "of the fleet: between two values of an outlet; 30 when left out",
    },
    for: { zh: "机群：发送多久；不写为 60", en: "of the fleet: how long it sends; 60 when left out" },
    ramp: {
      zh: "机群：在多久内全部连上；不写为每秒 400 个",
      en: "of the fleet: within which all connect; 400 a second when left out",
    },
    json: { zh: "在标准输出上以 JSON 给出报告或清单", en: "the report, or the list, as JSON on standard output" },
  },
  decode: {
    meaning: {
      zh: "把文件或标准输入中的 HJ 212 报文逐帧输出为一行 JSON，帧之间的字节在标准错误上说明；有坏帧时退出码为 1",
      en: "prints HJ 212 frames of a file or of standard input as one JSON line a frame, and tells of bytes between them on standard error; exit 1 when one of them is bad",
    },
    sm4KeyFile: {
      zh: "存有加密设备 SM4 密钥的文件：32 个十六进制数字或 16 个字符",
      en: "a file with the SM4 key of a device that encrypts: 32 hex digits or 16 characters",
    },
  },
  replay: {
    meaning: {
      zh: "在内存中重新判定整个日志，并与保存的发现和案件比较；不一致时退出码为 1",
      en: "judges the whole journal again in memory and compares findings and cases with the stored ones; exit 1 when they differ",
    },
    json: {
      zh: "以 JSON 给出报告：发现、案件，以及不一致的编号",
      en: "the report as JSON: findings, cases, and the ids of those that differ",
    },
  },
  reship: {
    meaning: {
      zh: "把工作库中从 --from 起收到的读数再次写入 InfluxDB（新建的，或从旧备份恢复的）；可与运行中的产品同时进行，可重复执行，同一点只覆盖自身。InfluxDB 断开时等待",
      en: "writes readings that came in since --from to InfluxDB once more (a new one, or one restored from an older backup); may run beside the product, and again: a point overwrites itself. Waits while InfluxDB is away",
    },
    from: {
      zh: "收到的时间从这一刻起，带时区，如 2026-01-05T00:00:00+08:00",
      en: "what came in from this moment on, a time with offset such as 2026-01-05T00:00:00+08:00",
    },
    to: { zh: "到这一刻之前为止；不写为全部", en: "what came in before this moment; everything when left out" },
    json: { zh: "以 JSON 给出结果，不输出进度", en: "the result as JSON, without progress" },
  },
  audit: {
    meaning: {
      zh: "verify 逐行核对审计记录的哈希链；frame 核对手中的原始报文是否就是编号 MESSAGE 的那一条（密码已隐去的也能核对）；不符时退出码为 1",
      en: "verify recomputes the chain of the audit line by line; frame proves whether a raw message is the one kept under MESSAGE, also where its password is starred; exit 1 when not",
    },
    raw: { zh: "原始报文的文件，逐字节；“-”为标准输入", en: "file with the raw message, byte for byte; `-` is standard input" },
    json: { zh: "以 JSON 给出结果", en: "the result as JSON" },
  },
  doctor: {
    meaning: {
      zh: "不启动产品，检查日志、各库与密钥是否同属一套安装、平台时钟是否可信；启动会被拒绝时退出码为 2，时钟可疑或有库连不上时为 1",
      en: "looks, without starting, whether journal, stores and key belong to one installation, and whether our clock is believed; exit 2 when a start would be refused, 1 when the clock is in doubt or a store is away",
    },
    json: { zh: "以 JSON 给出结果", en: "the findings as JSON" },
    acceptKey: {
      zh: "密钥遗失时：以现有的（或新的）secrets.key 为本安装的密钥；设备口令须重新录入",
      en: "when the key is lost: takes the secrets.key that is there, or a new one, for this installation; devices' secrets must be entered again",
    },
  },
  registry: {
    meaning: {
      zh: "把登记表导入运行中的产品，或导出到 FILE；- 为标准输入或标准输出；example 输出一份可以照改的登记表，密钥每次随机。前两者需要 OUTFALL_ADMIN_TOKEN 和 OUTFALL_HTTP_PORT（0：在 OUTFALL_DATA_DIR 上运行的产品）",
      en: "takes the registry document into the running product, or writes it to FILE; - is standard input or output; example prints one to begin from, with secrets of its own. The first two need OUTFALL_ADMIN_TOKEN and OUTFALL_HTTP_PORT (0: the product that runs on OUTFALL_DATA_DIR)",
    },
    preview: {
      zh: "只看会改什么、会撤回和新开多少发现，什么也不改",
      en: "only says what would change, and how many findings would be withdrawn and opened; changes nothing",
    },
    withdraw: {
      zh: "即使删去的排口或网格上有发现或案件也导入，并撤回那些发现",
      en: "takes the document although findings or cases stand on outlets or cells that it leaves out, and withdraws them",
    },
    json: {
      zh: "以 JSON 给出回答，本来就是：改了什么，或每个问题及其位置",
      en: "the answer as JSON, which it is in any case: what changed, or every problem with its place",
    },
  },
  limits: {
    meaning: {
      zh: "检查 limits/ 中的法定数值，并按可信度计数；有误时退出码为 1",
      en: "checks the legal figures in limits/ and counts them by confidence; exit 1 when one is wrong",
    },
    json: { zh: "以 JSON 给出各文件的行数和问题", en: "the rows and problems of each file as JSON" },
  },
  config: {
    meaning: {
      zh: "检查环境变量中的设置、数据目录和证书，并输出设置（隐去机密）；不建立、不打开任何东西",
      en: "checks the settings of the environment, the data directory and the certificates, and prints the settings, secrets redacted; makes and opens nothing",
    },
    json: { zh: "以 JSON 给出设置，本来就是", en: "the settings as JSON, which they are in any case" },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Words>>>>;

/** The option that names how a device computes its CRC, with what may be named. */
export function crcOptionWords(variants: readonly string[]): Words {
  return {
    zh: `设备使用的 CRC 算法，可用：${variants.join("、")}`,
    en: `the CRC variant of the device: ${variants.join(", ")}`,
  };
}
