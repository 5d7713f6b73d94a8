import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { turnOf } from "../../../cases/shared/turn-wire.ts";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import { REFUSALS_KEPT, type Refusal } from "../../../core/field/refusal.ts";
import type { Matter } from "../../../core/people/reach.ts";
import { holds } from "../../../core/people/rights.ts";
import type { RegistryIndex } from "../../../core/registry/grid.ts";
import type { Channel, Device } from "../../../core/registry/registry.ts";
import { beijingDate } from "../../../core/time.ts";
import type { Telling } from "../../../words/names.ts";
import { type Api, type ApiContext, actorOf, viewOf } from "../../context/api-context.ts";
import type { ApiDeps } from "../../context/deps.ts";
import { readsDevice, seesDevice } from "../../context/scope.ts";
import { problem } from "../../http/api-problem.ts";
import { namelessTelling } from "../../http/language.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { readAccount } from "../messages/account-wire.ts";
import { quarantineToWire } from "../messages/quarantine-wire.ts";
import { devicesSeen } from "./devices-seen.ts";
import { frameToWire } from "./exchange-wire.ts";
import { byTrouble, countStates, isCalled, readDeviceFacts } from "./query.ts";
import { refusalToWire, unknownToWire } from "./refusal-wire.ts";
import { DeviceDetailOut, DevicePage, DeviceQuery, RefusalPage, UnknownDevicePage } from "./schema.ts";
import { deviceToWire } from "./wire.ts";

/** Data loggers: which are silent, which knocked and are not registered. */
export function deviceRoutes(app: Api, context: ApiContext): void {
  const { intake, deviceRecords } = context.deps;
  const decode: NonNullable<ApiDeps["decodeFrame"]> = context.deps.decodeFrame ?? (() => null);

  const saidBy = async (device: Device, telling: Telling) => ({
    lastQuarantined: (await intake.quarantine({ mn: device.mn, limit: 20 })).map((row) => quarantineToWire(row, telling)),
    refused: (await deviceRecords.refusals({ mn: device.mn, limit: 20 })).map((r) => refusalToWire(r, telling)),
    frames: (await deviceRecords.frames(device.mn)).map((frame) => frameToWire(frame, decode(frame.raw, device), telling)),
  });

  app.get(
    "/api/v1/devices",
    {
      schema: {
        summary: "Devices, those in trouble first",
        tags: ["devices"],
        querystring: DeviceQuery,
        response: { 200: DevicePage },
      },
    },
    async (request) => {
      const { state, q = "", ...part } = request.query;
      const all = await devicesSeen(await viewOf(request, context, "see-devices"), context);
      const found = all.filter((device) => (state === undefined || device.state === state) && isCalled(device, q));
      const page = pageOfAll(found.sort(byTrouble), part);
      return { ...page, items: [...page.items], counts: countStates(all) };
    },
  );

  app.get(
    "/api/v1/devices/unknown",
    { schema: { summary: "Who knocked and is not registered", tags: ["devices"], response: { 200: UnknownDevicePage } } },
    async (request) => {
      const { index, scope } = await viewOf(request, context, "see-district");
      if (!scope.everything) return { items: [], next: null };
      const { deviceByMn } = index;
      const given = new Set(index.registry.devices.map(({ loggerId }) => loggerId));
      const unknown = (await deviceRecords.refusals({ limit: REFUSALS_KEPT })).filter(isUnknown);
      return { items: unknown.filter(({ mn }) => !deviceByMn.has(mn) && !given.has(mn)).map(unknownToWire), next: null };
    },
  );

  app.get(
    "/api/v1/devices/refused",
    { schema: { summary: "What the listeners refused", tags: ["devices"], response: { 200: RefusalPage } } },
    async (request) => {
      const telling = namelessTelling(request);
      const view = await viewOf(request, context, "see-district");
      const refusals = (await deviceRecords.refusals({ limit: REFUSALS_KEPT })).filter(({ mn }) => readsDevice(view, mn));
      return { items: refusals.map((r) => refusalToWire(r, telling)), next: null };
    },
  );

  app.get(
    "/api/v1/devices/:mn",
    { schema: { summary: "One device", tags: ["devices"], params: z.object({ mn: AnyId }), response: { 200: DeviceDetailOut } } },
    async (request) => {
      const view = await viewOf(request, context, "see-devices");
      const { index } = view;
      const device = index.deviceByMn.get(request.params.mn);
      if (device === undefined || !seesDevice(view, device.mn)) throw problem("not-found");
      const reads = readsDevice(view, device.mn);
      const telling = namelessTelling(request);
      const facts = await readDeviceFacts(context.deps, view, { devices: [device], seesMessages: seesMessages(request) });
      return {
        turn: turnOf("operate-devices", placeOf(facts.channels.get(device.mn) ?? [], index), view),
        ...deviceToWire(device, index, { ...facts, line: await deviceRecords.device(device.mn) }),
        today: await readAccount({ mn: device.mn, day: beijingDate(facts.now) }, context.deps),
        ...(reads ? await saidBy(device, telling) : NOTHING_SAID),
      };
    },
  );
}

/** Of a device that reports on outlets of others, too, its words are not shown. */
const NOTHING_SAID = { lastQuarantined: [], refused: [], frames: [] };

/** Where a device belongs: to the enterprise that it reports on. */
function placeOf([channel]: readonly Channel[], index: RegistryIndex): Matter {
  return { cell: null, enterprise: index.outletById.get(channel?.outlet ?? "")?.enterprise ?? null };
}

function seesMessages(request: FastifyRequest): boolean {
  return holds(actorOf(request).roles, "see-messages");
}

function isUnknown({ reason }: Refusal): boolean {
  return reason === "unknown-device" || reason === "not-activated";
}
