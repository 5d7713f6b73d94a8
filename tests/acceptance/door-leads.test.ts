import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { DISTRICT, MN } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { stamp } from "../support/sim-logger.ts";

const frame = (pw: string): Uint8Array => {
  const time = stamp(Date.now());
  return encodeFrame({
    qn: `${time}001`,
    st: "31",
    cn: "2011",
    pw,
    mn: MN,
    flag: 5,
    cp: `DataTime=${time};a21026-Rtd=9,a21026-Flag=N`,
  });
};

async function send(product: Product, localAddress: string, pw: string): Promise<void> {
  const socket = connect({ port: product.doors.hj212.port, host: product.doors.hj212.host, localAddress });
  await once(socket, "connect");
  const answered = once(socket, "data");
  socket.write(frame(pw));
  await answered;
  socket.destroy();
}

// Behaviour
test("guesses at a device's password and its MN from two addresses reach the bureau as leads with words, and are the same in a replay", async () => {
  await using product = await Product.start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);

  for (const address of ["127.0.0.1", "127.0.0.2", "127.0.0.1"]) await send(product, address, "123456");
  // More than the five, so that five of them lie in one hour whenever the test runs.
  const guesser = connect({ port: product.doors.hj212.port, host: product.doors.hj212.host, localAddress: "127.0.0.3" });
  await once(guesser, "connect");
  for (let n = 0; n < 12; n++) guesser.write(frame(`65432${n}`));
  const bureau = await product.tokenFor(["bureau-staff"], { cells: ["g1"] });
  const leads = await product.until(
    async () => (await product.ask("GET", "/api/v1/findings", undefined, bureau)).body.items,
    (items) => new Set(items.map((item: { rule: string }) => item.rule)).size === 2,
  );
  guesser.destroy();

  const byRule = (rule: string) => leads.find((lead: { rule: string }) => lead.rule === rule);
  expect(byRule("PASSWORD-GUESSED")).toMatchObject({ level: "A1", status: "confirmed", value: 5, outlet: "e1-B1" });
  expect(byRule("TWO-SENDERS")).toMatchObject({ level: "A1", status: "confirmed", outlet: "e1-B1" });
  const one = await product.ask(
    "GET",
    `/api/v1/findings/${encodeURIComponent(byRule("PASSWORD-GUESSED").id)}?lang=en`,
    undefined,
    bureau,
  );
  expect(one.status).toBe(200);
  expect(JSON.stringify(one.body)).toContain("somebody guesses the password of its device (a lead)");
  expect(await product.stop()).toBe(0);
  const replay = await finished(runOutfall(["replay", "--json"], { OUTFALL_DATA_DIR: product.dataDir }));
  expect(JSON.parse(replay.out)).toMatchObject({ same: true });
});
