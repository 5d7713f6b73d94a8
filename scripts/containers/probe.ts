// node dist/scripts/containers/probe.js registry | send NUMBER | load NUMBER | judged NUMBER[=COUNT]… | ready: what a
// bureau and its devices do at the published ports of a product in containers. Device NUMBER sends one hour mean above
// its limit, once, or one after the other until it is told to stop.
import { once } from "node:events";
import { connect } from "node:net";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { HJ212_PASSWORD, LIMIT, mnOf, outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { everyItem } from "../harness/product.ts";
import { type Outcome, printResult, runNamed } from "../harness/run-script.ts";

const PRODUCT = "http://127.0.0.1:8080";
const HJ212_PORT = 9212;
const DEVICES = 10;
/** Generous: the machine may do much else. */
const ANSWER_MS = 60_000;
/** The first hour that is sent, and the first QN: days of long ago, so that no clock makes them the future. */
const HOUR_ZERO = Date.UTC(2026, 0, 1);
const QN_ZERO = Date.UTC(2026, 8, 1);
const MOST_HOURS = 5_000;

interface Finding {
  readonly outlet: string;
  readonly caseId: string | null;
}

async function ask<Body>(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: Body }> {
  const answer = await fetch(`${PRODUCT}${path}`, {
    method,
    headers: { authorization: `Bearer ${process.env["OUTFALL_ADMIN_TOKEN"] ?? ""}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function registry(): Promise<Outcome> {
  const { status, body } = await ask<unknown>("PUT", "/api/v1/registry", plainRegistry(DEVICES));
  if (status >= 300) printResult({ status, body });
  return { kept: status < 300 };
}

/** Sends the mean of the n-th hour. True when the product acknowledges it, which it does once it is on the disk. */
async function sendHour(index: number, n: number): Promise<boolean> {
  // Each value differs from the one before: a constant one is a finding of another rule.
  const value = LIMIT + 30 + (n % 7);
  const at = digitsOf(HOUR_ZERO + n * 3_600_000).slice(0, 14);
  const data = `DataTime=${at};a21026-Min=110,a21026-Avg=${value},a21026-Max=150,a21026-Flag=N`;
  const qn = digitsOf(QN_ZERO + index * 1_000_000 + n);
  const socket = connect(HJ212_PORT, "127.0.0.1");
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error("the frame was not acknowledged")));
  await once(socket, "connect");
  socket.write(encodeFrame({ qn, st: "31", cn: "2061", pw: HJ212_PASSWORD, mn: mnOf(index), flag: 5, cp: data }));
  let text = "";
  // The product may ask the device for something before it answers.
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString("latin1");
    if (text.split("\r\n").some((line) => line.includes(`QN=${qn}`) && line.includes("CN=9014"))) return true;
  }
  printResult({ unacknowledged: qn, text });
  return false;
}

/** A moment as HJ 212 writes it, with milliseconds. */
const digitsOf = (ms: number): string => new Date(ms).toISOString().replace(/[^0-9]/g, "");

async function send([number = "0"]: readonly string[]): Promise<Outcome> {
  return { kept: await sendHour(Number(number), 0) };
}

/** One hour after the other until SIGUSR2, and says how many. Kept when each was acknowledged. */
async function load([number = "0"]: readonly string[]): Promise<Outcome> {
  let isOver = false;
  process.once("SIGUSR2", () => {
    isOver = true;
  });
  let acknowledged = 0;
  let longestMs = 0;
  while (!isOver && acknowledged < MOST_HOURS) {
    const began = performance.now();
    if (!(await sendHour(Number(number), acknowledged))) return { kept: false };
    acknowledged += 1;
    longestMs = Math.max(longestMs, Math.round(performance.now() - began));
  }
  printResult({ acknowledged, longestMs });
  return { kept: acknowledged > 0 };
}

/**
 * Kept when the outlets with these numbers, and no others, have findings, as many as is said of each (one when nothing
 * is said), each is in a case, and no message is pending.
 */
async function judged(wanted: readonly string[]): Promise<Outcome> {
  const expected = wanted
    .map((one) => one.split("="))
    .flatMap(([number, count = "1"]) => Array.from({ length: Number(count) }, () => outletOf(Number(number))));
  const findings = await everyItem<Finding>(ask, "/api/v1/findings?rule=EXCEED-HOUR");
  const outlets = findings.map((f) => f.outlet);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const { body } = await ask<{ readonly pending: number }>("GET", `/api/v1/messages/account?day=${today}`);
  const isSame = outlets.toSorted().join() === expected.toSorted().join();
  if (!isSame) printResult({ found: findings.length, expected: expected.length, pending: body.pending });
  return { kept: isSame && body.pending === 0 && findings.every((f) => f.caseId !== null) };
}

async function ready(): Promise<Outcome> {
  const { status, body } = await ask<object>("GET", "/readyz");
  printResult({ status, ...body });
  return { kept: status === 200 };
}

await runNamed("probe.js", { registry, send, load, judged, ready });
