import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { type CommandFacts, factorySettings } from "../logger/command-handler.ts";
import { startHj212Logger } from "../logger/hj212-logger.ts";
import { startMqttLogger } from "../logger/mqtt-logger.ts";
import type { Logger, LoggerCounts } from "../logger/report.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import { SAMPLE_MS } from "../plant/analyser.ts";
import type { StationFeed } from "./station-feed.ts";

/** Where a door of the product listens. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

export interface FleetOptions {
  readonly mqtt: Door;
  readonly hj212: Door;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Fleet {
  stop(): Promise<void>;
  report(): FleetReport;
}

/** What became of the fleet's messages, by device and in all. */
export interface FleetReport {
  readonly devices: readonly (LoggerCounts & { readonly mn: string })[];
  readonly total: LoggerCounts;
}

/** How long a logger takes to answer a command and to carry it out, in real time. */
const ANSWER_MS = 60;
const WORK_MS = 300;
/** How often the loggers look at the clock, in real time. */
const LOOK_MS = 1_000;

/** A station with what it will say. */
export interface FleetStation {
  /** `device` is the number of its logger, `st` the HJ 212 system code. */
  readonly station: { readonly device: number; readonly protocol: "hj212" | "mqtt"; readonly st: "22" | "31" | "32" };
  readonly feed: StationFeed;
}

interface Member {
  readonly mn: string;
  readonly logger: Logger;
  readonly feed: StationFeed;
}

/**
 * Starts a logger for each station against the given doors, and lets it say what its feed has: the past first, then,
 * every second, what has become due.
 */
export function startFleet(stations: readonly FleetStation[], options: FleetOptions): Fleet {
  const members = stations.map(
    ({ station, feed }): Member => ({
      mn: simulatedDevice(station.device).mn,
      logger: startLogger(station, feed, options),
      feed,
    }),
  );
  let isStopped = false;
  let look: NodeJS.Timeout | undefined;
  const goOn = async (): Promise<void> => {
    await feedAll(members, options.clock, () => isStopped);
    if (!isStopped) look = setTimeout(() => void goOn(), LOOK_MS);
  };
  void goOn();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(look);
      await Promise.all(members.map((m) => m.logger.stop()));
      options.log.info({ ...totalOf(members) }, "the fleet stopped");
    },
    report: () => ({ devices: members.map((m) => ({ mn: m.mn, ...m.logger.counts() })), total: totalOf(members) }),
  };
}

function startLogger(station: FleetStation["station"], feed: StationFeed, { mqtt, hj212, clock, log }: FleetOptions): Logger {
  const { mn, password, secret } = simulatedDevice(station.device);
  const { st } = station;
  const commands: CommandFacts = {
    factors: feed.factors,
    settings: factorySettings(password, SAMPLE_MS / 1_000),
    history: (basis, from, to) => feed.history(basis, { from, to, now: clock.now() }),
    answerMs: ANSWER_MS,
    workMs: WORK_MS,
  };
  return station.protocol === "hj212"
    ? startHj212Logger({ ...hj212, identity: { mn, password, st }, clock, log, commands })
    : startMqttLogger({ ...mqtt, mn, secret, log, commands: { ...commands, clock, st } });
}

/** Offers what is due, an hour of a station at a time, so that the lines are served in between. */
async function feedAll(members: readonly Member[], clock: Clock, isStopped: () => boolean): Promise<void> {
  let busy = members;
  while (busy.length > 0) {
    const still: Member[] = [];
    for (const member of busy) {
      if (isStopped()) return;
      const due = member.feed.next(clock.now());
      for (const report of due) member.logger.offer(report);
      // After a realtime value there is nothing left but time; a clock that runs fast must not make a flood of them.
      if (due.some((report) => report.basis !== "realtime")) still.push(member);
      await nextTurn();
    }
    busy = still;
  }
}

function totalOf(members: readonly Member[]): LoggerCounts {
  const counts = members.map((m) => m.logger.counts());
  const sum = (key: keyof LoggerCounts): number => counts.reduce((total, c) => total + c[key], 0);
  return {
    sent: sum("sent"),
    acknowledged: sum("acknowledged"),
    resent: sum("resent"),
    refused: sum("refused"),
    dropped: sum("dropped"),
    waiting: sum("waiting"),
  };
}
