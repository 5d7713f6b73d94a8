import type { Clock } from "../../core/clock.ts";
import type { Instant } from "../../core/time.ts";
import { type CommandFacts, CommandHandler, factorySettings } from "../logger/command-handler.ts";
import { createQnSource, factorCode, type Hj212Dialect, toHj212Frames } from "../logger/hj212-report.ts";
import type { HistoryBasis } from "../logger/obey-request.ts";
import type { Report } from "../logger/report.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import type { StationLine } from "../scenarios/outgoing.ts";

/** What a logger of a scenario needs beside its script to answer what the platform asks. */
export interface PlayedDevice {
  readonly mn: string;
  readonly password: string;
  readonly st: string;
  readonly dialect: Hj212Dialect;
  /** Factors as the device says them. */
  readonly factors: readonly string[];
  readonly realtimeSeconds: number;
  /** What it measured, with the moment from when it knows it: of one period the last report counts. */
  readonly reports: readonly { readonly due: Instant; readonly report: Report }[];
}

const USUAL_REALTIME_SECONDS = 60;
const ANSWER_MS = 50;
const WORK_MS = 200;

/** The loggers of a scenario, by their MN. */
export function playedDevices(lines: readonly StationLine[]): ReadonlyMap<string, PlayedDevice> {
  return new Map(
    lines.map(({ station, outgoing }) => {
      const { mn, password } = simulatedDevice(station.device);
      const { edition, hourLabel, splitAt, realtimeSeconds } = station.logger;
      const codes = outgoing.flatMap(({ report }) => Object.keys(report.values).map((code) => factorCode(code, edition)));
      const device = { mn, password, st: station.st, dialect: { edition, hourLabel, splitAt }, factors: [...new Set(codes)] };
      return [mn, { ...device, realtimeSeconds: realtimeSeconds ?? USUAL_REALTIME_SECONDS, reports: outgoing }];
    }),
  );
}

/**
 * The part of a played logger that obeys the platform: settings are remembered, the script goes on as it is written but
 * for realtime values, which stop when the platform says so. History goes out beside the script and is counted nowhere.
 */
export class ObedientDevice {
  readonly handler: CommandHandler;
  #answered = 0;

  constructor(device: PlayedDevice, { clock, say }: { readonly clock: Clock; readonly say: (frame: Uint8Array) => void }) {
    const { mn, st, password, factors, realtimeSeconds, dialect } = device;
    const nextQn = createQnSource(() => clock.now());
    const facts: CommandFacts = {
      ...{ factors, answerMs: ANSWER_MS, workMs: WORK_MS },
      settings: factorySettings(password, realtimeSeconds),
      history: (basis, from, to) => historyOf(device, basis, { from, to, now: clock.now() }),
    };
    this.handler = new CommandHandler({
      ...{ mn, st, facts, clock },
      send: (frame) => {
        this.#answered += 1;
        say(frame);
      },
      deliver: async (reports) => {
        for (const report of reports) {
          const identity = { mn, st, password: this.handler.settings.password };
          for (const frame of toHj212Frames(report, { identity, dialect, qn: nextQn(), isLate: true })) say(frame);
        }
      },
    });
  }

  /** Answers and results that it gave. */
  get answered(): number {
    return this.#answered;
  }

  /** False for a realtime value while the platform wants none. */
  wants(isRealtime: boolean): boolean {
    return !isRealtime || this.handler.settings.sendsRealtime;
  }
}

function historyOf(
  { reports }: PlayedDevice,
  basis: HistoryBasis,
  { from, to, now }: { readonly from: Instant; readonly to: Instant; readonly now: Instant },
): readonly Report[] {
  const newest = new Map<Instant, Report>();
  for (const { due, report } of reports) {
    if (report.basis === basis && report.at >= from && report.at <= to && due <= now) newest.set(report.at, report);
  }
  return [...newest.values()].sort((a, b) => a.at - b.at);
}
