import type { HeardInstead, LineErrorDetailCodes } from "../core/field/upstream-state.ts";
import type { WordTable } from "./word-table.ts";

type ConnectionError = LineErrorDetailCodes["connection-error"];

/** What happened on a line to a platform above. */
export const LINE_ERROR_WORDS: WordTable<LineErrorDetailCodes> = {
  "not-connected-in-time": {
    zh: ({ host, port, ms }) => `${host}:${port} 在 ${ms} 毫秒内连不上`,
    en: ({ host, port, ms }) => `no connection to ${host}:${port} within ${ms} ms`,
  },
  "closed-by-platform": {
    zh: ({ host, port }) => `${host}:${port} 关闭了连接`,
    en: ({ host, port }) => `${host}:${port} closed the connection`,
  },
  "connection-error": { zh: connectionZh, en: connectionEn },
  "no-9014": {
    zh: ({ cn, mn, resends }) => `${mn} 的 ${cn} 数据重发 ${resends} 次，没有收到 9014`,
    en: ({ cn, mn, resends }) => `no 9014 for ${cn} of ${mn} after ${resends} resends`,
  },
  "frames-resent": {
    zh: ({ cn, mn, resent, of, heard }) => `最近 ${of} 帧有 ${resent} 帧要重发（${mn} 的 ${cn}）：${HEARD[heard].zh}`,
    en: ({ cn, mn, resent, of, heard }) =>
      `${resent} of the last ${of} frames had to be sent again (${cn} of ${mn}): ${HEARD[heard].en}`,
  },
  "frame-refused": {
    zh: ({ cn, mn, answer, code }) => `${mn} 的 ${cn} 数据被拒绝：${answer}${code === null ? "" : `，代码 ${code}`}`,
    en: ({ cn, mn, answer, code }) => `${cn} of ${mn} was refused: ${answer}${code === null ? "" : `, code ${code}`}`,
  },
  "comes-round": {
    zh: ({ mn, pollutant, times }) =>
      `设备 ${mn} 的 ${pollutant} 转发后又传了回来：同一时段的旧值第 ${times} 次以后不再转发；若该设备的数据来自对方平台，请在其登记中写 relayedBy`,
    en: ({ mn, pollutant, times }) =>
      `${pollutant} of ${mn} comes back after it was passed on: an old value of a period goes up ${times} times and no more; if the data of this device come from that platform, set its relayedBy`,
  },
  "own-defect": { zh: ({ technical }) => `本机故障：${technical}`, en: ({ technical }) => `a fault of ours: ${technical}` },
  "held-before-restart": { zh: "重新启动之前就已滞留", en: "held up since before the restart" },
};

const HEARD: Readonly<Record<HeardInstead, { readonly zh: string; readonly en: string }>> = {
  nothing: {
    zh: "按时没有收到应答：线路慢，或平台不认识这个 MN 或 PW（多数平台对此不作应答）",
    en: "no answer came in time: a slow line, or an MN or PW that the platform does not know (most are silent then)",
  },
  unchecked: {
    zh: "收到的应答没有校验码；若平台一贯如此，请把 answerCrc 登记为 unchecked",
    en: 'the answers have no CRC; if the platform is like that, set its answerCrc to "unchecked"',
  },
  "bad-frame": {
    zh: "收到的帧长度或校验码不对；若平台一贯如此，请把 answerCrc 登记为 unchecked",
    en: 'length or CRC of what came is wrong; if the platform is like that, set its answerCrc to "unchecked"',
  },
  "only-9011": {
    zh: "平台用 9011 应答，没有 9014；若平台一贯如此，请把 acknowledgedBy 登记为 9011",
    en: 'the platform answers by 9011 and not by 9014; if it is like that, set its acknowledgedBy to "9011"',
  },
  "other-qn": { zh: "收到的应答写的是别的 QN", en: "the answers name another QN" },
};

function connectionZh({ host, port, error, technical }: ConnectionError): string {
  const at = `${host}:${port}`;
  switch (error) {
    case "refused":
      return `${at} 没有开放这个端口`;
    case "timed-out":
      return `${at} 连接超时`;
    case "unreachable":
      return `到 ${at} 的网络不通`;
    case "unknown-host":
      return `${at} 的地址查不到`;
    case "reset":
      return `${at} 中断了连接`;
    case "other":
      return `${at}：${technical}`;
  }
}

function connectionEn({ host, port, error, technical }: ConnectionError): string {
  const at = `${host}:${port}`;
  switch (error) {
    case "refused":
      return `${at} has nothing listening at this port`;
    case "timed-out":
      return `the connection to ${at} timed out`;
    case "unreachable":
      return `the network does not reach ${at}`;
    case "unknown-host":
      return `the address of ${at} is not found`;
    case "reset":
      return `${at} broke the connection off`;
    case "other":
      return `${at}: ${technical}`;
  }
}
