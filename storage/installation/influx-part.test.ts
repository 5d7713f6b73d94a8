import { afterAll, expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { influxPart } from "./influx-part.ts";

const influx = await startInfluxServer();
afterAll(() => influx?.stop());

const MARK = { installation: "a", keyProof: "not kept here" };

test.skipIf(influx === undefined)("a bucket says which installations have written to it", async () => {
  if (influx === undefined) return;
  const part = influxPart(influx);
  expect(await part.look()).toEqual({ marks: [], place: 0 });

  await part.mark(MARK);
  await part.mark(MARK);
  expect(await part.look()).toEqual({ marks: [{ installation: "a", keyProof: "" }], place: 0 });

  await part.mark({ ...MARK, installation: "b" });
  expect((await influxPart(influx).look())?.marks.map(({ installation }) => installation).sort()).toEqual(["a", "b"]);
});

test("an InfluxDB that cannot be reached is away, whatever is asked of it", async () => {
  const part = influxPart({ url: "http://127.0.0.1:9", token: "t", org: "o", bucket: "b", timeoutMs: 500 });

  await expect(part.look()).rejects.toBeInstanceOf(StoreUnavailableError);
  await expect(part.mark(MARK)).rejects.toBeInstanceOf(StoreUnavailableError);
});
