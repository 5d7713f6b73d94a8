import { readdirSync, readFileSync } from "node:fs";
import { READERS_NICENESS } from "../../app/roles/lower-priority.ts";

/** How a thread has fared so far, in milliseconds. */
export interface ThreadTime {
  /** On a core. */
  readonly ran: number;
  /** Ready, and in the queue for a core. */
  readonly waited: number;
}

/**
 * The thread of the gateway of a running product (Linux): the one that was started just before the pipeline's, the
 * first that is nicer than the process. What it waited for a core says how much of a slow answer is the machine's.
 */
export function gatewayThread(pid: number): { look(): ThreadTime } {
  const tasks = readdirSync(`/proc/${pid}/task`)
    .map(Number)
    .sort((a, b) => a - b);
  const own = niceOf(pid, pid);
  const pipeline = tasks.find((task) => niceOf(pid, task) === own + READERS_NICENESS);
  const gateway = tasks.filter((task) => pipeline !== undefined && task < pipeline).at(-1);
  return {
    look: () => {
      const text = gateway === undefined ? "0 0" : readFileSync(`/proc/${pid}/task/${gateway}/schedstat`, "utf8");
      const [ran = 0, waited = 0] = text.split(" ").map((nanoseconds) => Number(nanoseconds) / 1e6);
      return { ran, waited };
    },
  };
}

const NICE_FIELD = 16;

function niceOf(pid: number, task: number): number {
  const fields = readFileSync(`/proc/${pid}/task/${task}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return Number(fields[NICE_FIELD]);
}
