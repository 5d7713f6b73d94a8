import { expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT, hoursAgo, MN, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

/** The registry of an installation that passes everything on to another one, under the same names. */
function passedOnTo(id: string, door: { readonly host: string; readonly port: number }, device: object = {}) {
  const upstream = { id, name: "对方平台", ...door, edition: "2017", enterprises: ["e1"], password: "123456" };
  return { ...DISTRICT, devices: DISTRICT.devices.map((row) => ({ ...row, ...device })), upstreams: [upstream] };
}

/** An hour value as the device says it for the n-th time. */
function said(start: Date, value: number, n: number): Uint8Array {
  const cp = `DataTime=${stamp(start.getTime())};a21026-Avg=${value},a21026-Flag=N`;
  const qn = `${stamp(start.getTime() + 3_600_000)}00${n}`;
  return encodeFrame({ qn, st: "31", cn: "2061", pw: "123456", mn: MN, flag: 5, cp });
}

/** All that comes of one more hour: itself and its echo here, itself there. */
const QUIET = "2/1";

const lineOf = async (product: Product) => (await product.ask("GET", "/api/v1/upstreams")).body.items[0];

async function hourOf(product: Product, start: Date): Promise<unknown> {
  const [from, to] = [start.toISOString(), new Date(start.getTime() + 3_600_000).toISOString()];
  const path = `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&from=${from}&to=${to}`;
  return (await product.ask("GET", path)).body.points.map(({ value }: { readonly value: number }) => value);
}

/**
 * Has the device say one more hour at `near` and waits until it came round: what went round before it is through by
 * then, since the frames of one device keep their order. Answers with how many messages both have got.
 */
async function afterAnotherRound(near: Product, far: Product, start: Date): Promise<readonly [number, number]> {
  await sendFrames(near, [said(start, 5, 1)]);
  const time = `DataTime=${stamp(start.getTime())};`;
  await near.until(
    async () => (await near.ask("GET", `/api/v1/devices/${MN}`)).body.frames,
    (frames) =>
      frames.filter((f: { direction: string; raw: string }) => f.direction === "in" && f.raw.includes(time)).length === 2,
    120_000,
  );
  return [(await near.account()).received, (await far.account()).received];
}

// Behaviour
test("two installations that pass on to each other come to rest, even after a correction, and both keep its value", {
  timeout: 300_000,
}, async () => {
  await using near = await Product.start();
  await using far = await Product.start();
  const corrected = hoursAgo(5);
  await far.ask("PUT", "/api/v1/registry", passedOnTo("near", near.doors.hj212));
  await near.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(near, [said(corrected, 10, 1), said(corrected, 12, 2)]);
  await near.settled();

  await near.ask("PUT", "/api/v1/registry", passedOnTo("far", far.doors.hj212));
  const rounds: string[] = [];
  let before = await afterAnotherRound(near, far, hoursAgo(29));
  for (let hour = 28; hour > 6 && rounds.slice(-2).join() !== `${QUIET},${QUIET}`; hour--) {
    const after = await afterAnotherRound(near, far, hoursAgo(hour));
    rounds.push(`${after[0] - before[0]}/${after[1] - before[1]}`);
    before = after;
  }

  expect(rounds.slice(-2)).toEqual([QUIET, QUIET]);
  expect([await hourOf(near, corrected), await hourOf(far, corrected)]).toEqual([[12], [12]]);
});

// Behaviour
test("readings of a device that a platform passes down are not passed up to it again", async () => {
  await using near = await Product.start();
  await using far = await Product.start();
  await far.ask("PUT", "/api/v1/registry", passedOnTo("near", near.doors.hj212, { relayedBy: "near" }));
  await near.ask("PUT", "/api/v1/registry", passedOnTo("far", far.doors.hj212));
  const [corrected, last] = [hoursAgo(5), hoursAgo(4)];

  await sendFrames(near, [said(corrected, 10, 1), said(corrected, 12, 2), said(last, 5, 1)]);
  await far.until(
    () => hourOf(far, last),
    (values) => JSON.stringify(values) === "[5]",
  );
  await far.until(
    () => lineOf(far),
    (line) => line.lagEntries === 0,
  );

  expect(await lineOf(far)).toMatchObject({ sent: 0 });
  expect(await near.account()).toMatchObject({ received: 3, stored: 3 });
  expect(await hourOf(far, corrected)).toEqual([12]);
});
