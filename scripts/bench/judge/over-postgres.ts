import { HOUR, plus } from "../../../core/time.ts";
import { atExit } from "../../harness/left-behind.ts";
import { startPostgres } from "../../harness/postgres-server.ts";
import { delayingProxy } from "./delaying-proxy.ts";
import { FIRST_HOUR, hourMessages, loadRegistry } from "./hour-load.ts";
import { Judging } from "./judging.ts";
import type { Figure, PartOptions } from "./part.ts";

const SIZE = { outlets: 1_000, factors: 2, over: 0.03 } as const;
const HOURS = 6;

/** Frames of two hour values judged with records in PostgreSQL, so many milliseconds away. */
export async function overPostgres({ roundtrip }: PartOptions): Promise<readonly Figure[]> {
  const server = await startPostgres();
  if (server === undefined) return [];
  atExit(() => void server.stop());
  const url = new URL(await server.newDatabase());
  url.port = String(await delayingProxy(Number(url.port), roundtrip));
  const judging = await Judging.overPostgres(url.href, loadRegistry(SIZE));
  let [seconds, cpuSeconds] = [0, 0];
  for (let hour = 0; hour < HOURS; hour++) {
    const took = await judging.judge(hourMessages({ ...SIZE, start: plus(FIRST_HOUR, hour * HOUR) }, judging.nextSeq));
    seconds += took.seconds;
    cpuSeconds += took.cpuSeconds;
  }
  await judging.close();
  await server.stop();
  return [
    {
      what: `hour frames of 2 values judged with PostgreSQL at a round trip of ${roundtrip} ms`,
      figure: (SIZE.outlets * HOURS) / seconds,
      unit: "frames/s",
      target: ">= 1,000",
      beside: { cpuSeconds },
    },
  ];
}
