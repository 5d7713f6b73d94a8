import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { MN } from "./district.ts";

const PASSWORD = "123456";

/** A request of the platform as the logger hears it. */
export interface HeardRequest {
  readonly qn: string;
  readonly cn: string;
  readonly cp: string;
  readonly frame: string;
}

/** Beijing time stamp of 14 digits. */
export function stamp(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().replace(/\D/g, "").slice(0, 14);
}

/** The moment of a stamp. */
export function stampMs(text: string): number {
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = (text.match(/^(\d{4})|\d{2}/g) ?? []).map(Number);
  return Date.UTC(y, mo - 1, d, h - 8, mi, s);
}

/**
 * A logger of 2017 with a memory: it answers requests with 9011 and 9012, and a history request with one packet for
 * each period it remembers. What it does with a request can be replaced.
 */
export class SimLogger {
  readonly requests: HeardRequest[] = [];
  /** Everything that came over the line, frame by frame. */
  readonly lines: string[] = [];
  /** Hour means by their start. */
  readonly memory = new Map<number, number>();
  #socket: Socket | undefined;
  #buffer = "";
  #serial = 0;
  readonly #waiting = new Set<() => void>();
  readonly #mn: string;
  readonly #st: string;
  readonly #factor: string;
  readonly #answer: ((request: HeardRequest, logger: SimLogger) => void) | undefined;

  constructor(
    options: {
      readonly mn?: string;
      readonly st?: string;
      readonly factor?: string;
      readonly answer?: (request: HeardRequest, logger: SimLogger) => void;
    } = {},
  ) {
    this.#mn = options.mn ?? MN;
    this.#st = options.st ?? "31";
    this.#factor = options.factor ?? "a21026";
    this.#answer = options.answer;
  }

  async connect(door: { readonly host: string; readonly port: number }): Promise<void> {
    const socket = connect(door.port, door.host);
    await once(socket, "connect");
    this.#socket = socket;
    socket.on("data", (chunk) => this.#receive(chunk.toString("latin1")));
    socket.on("error", () => {
      // The product may go down while the logger is on the line.
    });
  }

  async cutOff(): Promise<void> {
    if (this.#socket === undefined || this.#socket.closed) return;
    const gone = once(this.#socket, "close");
    this.#socket.destroy();
    await gone;
    this.#socket = undefined;
  }

  /** Remembers an hour, and reports it when it is on the line and may. */
  hour(start: number, value: number, report = true): void {
    this.memory.set(start, value);
    if (report && this.#socket !== undefined) this.upload("2061", this.#hourCp(start));
  }

  /** A realtime value with the logger's own clock. */
  realtime(at: number, value: number): void {
    const f = this.#factor;
    this.#write({ qn: `${stamp(at)}000`, cn: "2011", flag: 5, cp: `DataTime=${stamp(at)};${f}-Rtd=${value},${f}-Flag=N` });
  }

  upload(cn: string, cp: string): void {
    this.#serial += 1;
    this.#write({ qn: `${stamp(Date.UTC(2026, 0, 1))}${String(this.#serial).padStart(3, "0")}`, cn, flag: 5, cp });
  }

  reply(request: HeardRequest, cn: "9011" | "9012" | "9013", cp: string): void {
    this.#write({ qn: request.qn, cn, flag: 4, cp, st: "91" });
  }

  raw(bytes: string | Uint8Array): void {
    this.#socket?.write(bytes);
  }

  /** Resolves with the first `count` requests once they have come. */
  async asked(count: number, milliseconds = 15_000): Promise<readonly HeardRequest[]> {
    const end = Date.now() + milliseconds;
    while (this.requests.length < count) {
      const left = end - Date.now();
      if (left <= 0) throw new Error(`asked ${this.requests.length} times, not ${count}: ${this.lines.slice(-5).join(" | ")}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        const done = (): void => {
          clearTimeout(timer);
          this.#waiting.delete(done);
          resolve();
        };
        this.#waiting.add(done);
      });
    }
    return this.requests.slice(0, count);
  }

  #write(items: {
    readonly qn: string;
    readonly cn: string;
    readonly flag: number;
    readonly cp: string;
    readonly st?: string;
  }): void {
    this.raw(encodeFrame({ st: this.#st, pw: PASSWORD, mn: this.#mn, ...items }));
  }

  #hourCp(start: number): string {
    const value = this.memory.get(start);
    const f = this.#factor;
    return `DataTime=${stamp(start)};${f}-Min=${value},${f}-Avg=${value},${f}-Max=${value},${f}-Flag=N`;
  }

  #receive(text: string): void {
    this.#buffer += text;
    const lines = this.#buffer.split("\r\n");
    this.#buffer = lines.pop() ?? "";
    for (const line of lines) this.#hear(line);
  }

  #hear(line: string): void {
    this.lines.push(line);
    const [, qn = "", cn = "", cp = ""] = /^##\d{4}QN=(\d+);ST=\w+;CN=(\d{4});.*CP=&&(.*)&&/.exec(line) ?? [];
    if (cn === "" || cn.startsWith("90")) return;
    const request = { qn, cn, cp, frame: line };
    this.requests.push(request);
    for (const done of [...this.#waiting]) done();
    (this.#answer ?? obey)(request, this);
  }

  /** Starts of the remembered hours between two labels, both inclusive. */
  remembered(from: string, to: string): readonly number[] {
    return [...this.memory.keys()].filter((at) => at >= stampMs(from) && at <= stampMs(to)).sort((a, b) => a - b);
  }

  /** Sends remembered hours as packets of history. */
  sendHistory(starts: readonly number[]): void {
    for (const start of starts) this.upload("2061", this.#hourCp(start));
  }
}

/** What a good logger does. */
export function obey(request: HeardRequest, logger: SimLogger): void {
  if (request.cn === "2012") {
    logger.reply(request, "9013", "");
    return;
  }
  logger.reply(request, "9011", "QnRtn=1");
  logger.reply(request, "9012", request.cn === "2061" ? serveHistory(request, logger) : "ExeRtn=1");
}

function serveHistory(request: HeardRequest, logger: SimLogger): string {
  const [, from = "", to = ""] = /BeginTime=(\d{14});EndTime=(\d{14})/.exec(request.cp) ?? [];
  const starts = logger.remembered(from, to);
  logger.sendHistory(starts);
  return starts.length > 0 ? "ExeRtn=1" : "ExeRtn=100";
}
