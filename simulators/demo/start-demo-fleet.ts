import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock } from "../../core/ports/clock.ts";
import type { Log } from "../../core/ports/log.ts";
import type { Instant } from "../../core/time.ts";
import { startHj212Logger } from "../logger/hj212-logger.ts";
import { startMqttLogger } from "../logger/mqtt-logger.ts";
import type { Logger, LoggerCounts } from "../logger/report.ts";
import { createStation } from "../plant/station.ts";
import { DEMO_PLANTS, type DemoStation, demoDevice, plantOf } from "./demo-plants.ts";
import { createStationFeed, type StationFeed } from "./station-feed.ts";

/** Where a door of the product listens. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

export interface DemoFleetOptions {
  readonly mqtt: Door;
  readonly hj212: Door;
  readonly clock: Clock;
  readonly log: Log;
}

export interface DemoFleet {
  stop(): Promise<void>;
  report(): DemoFleetReport;
}

/** What became of the fleet's messages, by device and in all. */
export interface DemoFleetReport {
  readonly devices: readonly (LoggerCounts & { readonly mn: string })[];
  readonly total: LoggerCounts;
}

/** How often the loggers look at the clock, in real time. */
const LOOK_MS = 1_000;

interface Member {
  readonly mn: string;
  readonly logger: Logger;
  readonly feed: StationFeed;
}

/**
 * Starts the plants of the demo district and their loggers against the given doors. Each logger sends its last 24 whole hours, then what happens, with a
 * realtime value every five seconds. A restart sends the same hours again with the same values.
 */
export function startDemoFleet(options: DemoFleetOptions): DemoFleet {
  const members = startMembers(options, options.clock.now());
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
      options.log.info({ ...totalOf(members) }, "the demo fleet stopped");
    },
    report: () => ({ devices: members.map((m) => ({ mn: m.mn, ...m.logger.counts() })), total: totalOf(members) }),
  };
}

function startMembers(options: DemoFleetOptions, startedAt: Instant): readonly Member[] {
  return DEMO_PLANTS.flatMap((demo) => {
    const plant = plantOf(demo, startedAt);
    return demo.stations.map((station, i): Member => {
      const definition = plant.stations[i];
      if (definition === undefined) throw new Error(`no station ${station.code}`);
      return {
        mn: demoDevice(station.device).mn,
        logger: startLogger(station, options),
        feed: createStationFeed(createStation(plant, definition), startedAt, station.hasPast),
      };
    });
  });
}

function startLogger(station: DemoStation, { mqtt, hj212, clock, log }: DemoFleetOptions): Logger {
  const { mn, password, secret } = demoDevice(station.device);
  return station.protocol === "hj212"
    ? startHj212Logger({ ...hj212, identity: { mn, password, st: station.st }, clock, log })
    : startMqttLogger({ ...mqtt, mn, secret, log });
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
      if (due.length > 0) still.push(member);
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
