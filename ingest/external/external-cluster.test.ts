import { expect, test } from "vitest";
import { filtersOf, parseExternalCluster } from "./external-cluster.ts";

test("a short URL means the usual port, no credentials, and the usual names", () => {
  const cluster = parseExternalCluster("mqtt://broker.example");

  expect(cluster).toEqual({ protocol: "mqtt", host: "broker.example", port: 1883, clientId: "outfall", share: "outfall" });
  expect(filtersOf(cluster)).toEqual(["$share/outfall/outfall/v1/+/hj212", "$share/outfall/outfall/v1/+/readings"]);
});

test("a full URL gives everything, with percent-encoded credentials decoded", () => {
  const cluster = parseExternalCluster("mqtts://a%3Ab:c%40d@[::1]:8884?clientId=north&share=off");

  expect(cluster).toEqual({
    protocol: "mqtts",
    host: "::1",
    port: 8884,
    username: "a:b",
    password: "c@d",
    clientId: "north",
    share: undefined,
  });
  expect(filtersOf(cluster)).toEqual(["outfall/v1/+/hj212", "outfall/v1/+/readings"]);
});

test.each(["http://broker.example", "mqtt://", "broker.example"])("%s is refused", (text) => {
  expect(() => parseExternalCluster(text)).toThrow(TypeError);
});
