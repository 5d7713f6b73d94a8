import { expect, test } from "vitest";
import type { UpstreamState } from "../core/field/upstream-state.ts";
import { startApi, twoPlants } from "../tests/support/api-fixture.ts";
import { T0 } from "../tests/support/records-facts.ts";
import { parseRegistryDocument } from "./resources/registry/parse-registry.ts";
import { registryToWire } from "./resources/registry/wire.ts";

const CITY = { id: "city", name: "市级平台", host: "city.example", port: 9212, edition: "2017", enterprises: ["e1"] } as const;
const SECRET = { set: true, stored: "s1:sealed" } as const;
const REGISTRY = {
  ...twoPlants(),
  upstreams: [{ ...CITY, password: SECRET, devices: [{ mn: "SIM1", as: "SIM2", password: SECRET }] }],
};

const REFUSED = { code: "frame-refused", facts: { cn: "2061", mn: "SIM2", answer: "9011", code: "4" } } as const;

const STATE: UpstreamState = {
  ...{ id: "city", phase: "waiting", since: T0, unsendable: 1, cursor: 5, lagEntries: 7, oldestUnsentAt: T0 },
  counts: { sent: 4, resent: 2, acknowledged: 3 },
  lastError: { at: T0, code: "unanswered", detail: { code: "no-9014", facts: { cn: "2061", mn: "SIM1", resends: 2 } } },
  trouble: {
    at: T0,
    code: "resending",
    detail: { code: "frames-resent", facts: { cn: "2061", mn: "SIM1", resent: 3, of: 5, heard: "only-9011" } },
  },
  lastAcknowledgedAt: null,
  held: [{ mn: "SIM2", since: T0, lagEntries: 4, lastError: { at: T0, code: "refused", detail: REFUSED } }],
};

const problemsOf = (upstream: object) => {
  const parsed = parseRegistryDocument({ schema: "outfall/registry/1", upstreams: [{ ...CITY, ...upstream }] });
  return parsed.ok ? [] : parsed.error.map((p) => `${p.pointer} ${p.code}`);
};

test("an upstream is told with the state of its line and without its secrets", async () => {
  const fixture = await startApi({ upstreams: () => [STATE] });
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: REGISTRY }] });

  const answer = await fixture.as({ roles: ["leader"] }, "GET", "/api/v1/upstreams");
  await fixture.api.close();

  expect(answer.json()).toEqual({
    items: [
      {
        ...{ id: "city", name: "市级平台", host: "city.example", port: 9212, edition: "2017", state: "waiting" },
        ...{ since: "2026-11-23T00:00:00.000Z", lagEntries: 7, oldestUnsentAt: "2026-11-23T00:00:00.000Z" },
        lastError: {
          ...{ at: "2026-11-23T00:00:00.000Z", code: "unanswered", text: "SIM1 的 2061 数据重发 2 次，没有收到 9014" },
          ...{ detailCode: "no-9014", facts: { cn: "2061", mn: "SIM1", resends: 2 } },
        },
        trouble: {
          ...{ at: "2026-11-23T00:00:00.000Z", code: "resending", detailCode: "frames-resent" },
          text: "最近 5 帧有 3 帧要重发（SIM1 的 2061）：平台用 9011 应答，没有 9014；若平台一贯如此，请把 acknowledgedBy 登记为 9011",
          facts: { cn: "2061", mn: "SIM1", resent: 3, of: 5, heard: "only-9011" },
        },
        ...{ lastAcknowledgedAt: null, sent: 4, resent: 2, acknowledged: 3, unsendable: 1 },
        held: [
          {
            ...{ mn: "SIM2", since: "2026-11-23T00:00:00.000Z", lagEntries: 4 },
            lastError: {
              ...{ at: "2026-11-23T00:00:00.000Z", code: "refused", text: "SIM2 的 2061 数据被拒绝：9011，代码 4" },
              ...{ detailCode: "frame-refused", facts: REFUSED.facts },
            },
          },
        ],
      },
    ],
    next: null,
  });
  expect(answer.body).not.toContain("sealed");
});

test("an upstream of which nothing was heard yet is told as unknown, and a street does not see it", async () => {
  const fixture = await startApi();
  await fixture.commit({ registries: [{ seq: 1, at: T0, registry: REGISTRY }] });

  const seen = await fixture.as("admin", "GET", "/api/v1/upstreams");
  const refused = await fixture.as({ roles: ["street-officer"], cells: ["g2-1"] }, "GET", "/api/v1/upstreams");
  await fixture.api.close();

  expect(seen.json().items).toMatchObject([{ id: "city", state: "unknown", since: null, lagEntries: null }]);
  expect(refused.statusCode).toBe(403);
});

test("the registry tells of an upstream's passwords only that they are set", () => {
  const [city] = registryToWire(REGISTRY).upstreams ?? [];

  expect(city).toEqual({ ...CITY, password: { set: true }, devices: [{ mn: "SIM1", as: "SIM2", password: { set: true } }] });
});

test.each([
  [{ port: 0 }, ["/upstreams/0/port out-of-range"]],
  [{ host: "http://city.example/" }, ["/upstreams/0/host wrong-format"]],
  [{ host: "" }, ["/upstreams/0/host wrong-format"]],
  [{ crc: "xor" }, ["/upstreams/0/crc not-allowed-value"]],
  [{ crc: "modbus", acknowledgedBy: "9011", answerCrc: "unchecked" }, []],
  [{ edition: "2005" }, ["/upstreams/0/edition not-allowed-value"]],
  [{ password: "a;MN=x" }, ["/upstreams/0/password not-for-a-frame"]],
  [{ backfillDays: 0 }, ["/upstreams/0/backfillDays out-of-range"]],
  [{ hosts: [] }, ["/upstreams/0/hosts unknown-field"]],
] as const)("an upstream with %j is refused", (change, problems) => {
  expect(problemsOf(change)).toEqual(problems);
});
