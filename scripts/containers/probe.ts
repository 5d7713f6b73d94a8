// node dist/scripts/containers/probe.js registry | send NUMBER | judged NUMBER… | ready: what a bureau and its devices
// do at the published ports of a product in containers. Device NUMBER sends one hour mean above its limit, once.
import { once } from "node:events";
import { connect } from "node:net";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { HJ212_PASSWORD, LIMIT, mnOf, outletOf, plainRegistry } from "../harness/plain-registry.ts";
import { everyItem } from "../harness/product.ts";
import { type Outcome, printResult, runNamed } from "../harness/run-script.ts";

const PRODUCT = "http://127.0.0.1:8080";
const HJ212_PORT = 9212;
const DEVICES = 10;
const ANSWER_MS = 10_000;

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

/** Kept when the product acknowledges it, which it does once the frame is on the disk. */
async function send([number = "0"]: readonly string[]): Promise<Outcome> {
  const index = Number(number);
  const data = `DataTime=20260901080000;a21026-Min=110,a21026-Avg=${LIMIT + 30},a21026-Max=150,a21026-Flag=N`;
  const qn = `20260901090500${number.padStart(3, "0")}`;
  const socket = connect(HJ212_PORT, "127.0.0.1");
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error("the frame was not acknowledged")));
  await once(socket, "connect");
  socket.write(encodeFrame({ qn, st: "31", cn: "2061", pw: HJ212_PASSWORD, mn: mnOf(index), flag: 5, cp: data }));
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  const text = answer.toString("latin1");
  return { kept: text.includes(`QN=${qn}`) && text.includes("CN=9014") };
}

/** Kept when the outlets with these numbers, and no others, have a finding, each one, and each is in a case. */
async function judged(numbers: readonly string[]): Promise<Outcome> {
  const findings = await everyItem<Finding>(ask, "/api/v1/findings?rule=EXCEED-HOUR");
  const outlets = findings.map((f) => f.outlet).toSorted();
  const expected = numbers.map((n) => outletOf(Number(n))).toSorted();
  return { kept: outlets.join() === expected.join() && findings.every((f) => f.caseId !== null) };
}

async function ready(): Promise<Outcome> {
  const { status, body } = await ask<object>("GET", "/readyz");
  printResult({ status, ...body });
  return { kept: status === 200 };
}

await runNamed("probe.js", { registry, send, judged, ready });
