import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import { type DeviceCommand, type Exchange, type NewExchange, queuedExchange } from "../../../core/field/exchange.ts";
import type { Power } from "../../../core/people/rights.ts";
import { actorNames } from "../../auth/actor-names.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { type Api, type ApiContext, actorOf, audit, viewOf } from "../../context/api-context.ts";
import { readsDevice, seesDevice, seesOutlet } from "../../context/scope.ts";
import { problem } from "../../http/api-problem.ts";
import { namesOf } from "../../http/language.ts";
import { defined, pageOfAll } from "../../http/scoped-page.ts";
import { type DeviceCommandBody, DeviceCommandIn } from "./command-schema.ts";
import { exchangeToWire, gapToWire } from "./exchange-wire.ts";
import { prepareNewKey } from "./new-keys.ts";
import { ExchangeOut, ExchangePage, ExchangeQuery, type ExchangeWire, GapPage, GapQuery } from "./schema.ts";

const MOST_GAPS = 10_000;
/** Commands that may wait for one device. */
const MOST_WAITING = 100;
const OfDevice = z.object({ mn: AnyId });
const OfExchange = z.object({ mn: AnyId, id: AnyId });

/** Commands to devices and what came of them. */
export function deviceCommandRoutes(app: Api, context: ApiContext): void {
  const { deviceRecords, clock, identity, commands } = context.deps;
  const keyDeps = { commands, registry: context.registry };

  app.get(
    "/api/v1/devices/:mn/commands",
    {
      schema: {
        summary: "What was asked of a device and what it answered, newest first",
        tags: ["devices"],
        params: OfDevice,
        querystring: ExchangeQuery,
        response: { 200: ExchangePage },
      },
    },
    async (request) => {
      const { mn, reads } = await deviceFor(request, context);
      const page = await deviceRecords.exchanges({ mn, ...defined(request.query) });
      const nameOf = await actorNames(
        identity,
        page.items.map((exchange) => exchange.createdBy),
      );
      return { items: page.items.map((exchange) => asRead(exchangeToWire(exchange, nameOf, request), reads)), next: page.next };
    },
  );

  app.get(
    "/api/v1/devices/:mn/commands/:id",
    { schema: { summary: "One exchange", tags: ["devices"], params: OfExchange, response: { 200: ExchangeOut } } },
    async (request) => {
      const { mn, reads } = await deviceFor(request, context);
      const exchange = await deviceRecords.exchange(request.params.id);
      if (exchange === undefined || exchange.mn !== mn) throw problem("not-found");
      return asRead(exchangeToWire(exchange, await actorNames(identity, [exchange.createdBy]), request), reads);
    },
  );

  app.post(
    "/api/v1/devices/:mn/commands",
    {
      config: { idempotent: true },
      schema: {
        summary: "Ask something of a device; it is sent when the device is there and has answered what was asked before",
        tags: ["devices"],
        params: OfDevice,
        body: DeviceCommandIn,
        response: { 202: ExchangeOut },
      },
    },
    async (request, reply) => {
      const { mn, device, reads } = await deviceFor(request, context, "operate-devices");
      const actor = actorOf(request);
      const { st = null, ...command } = withoutSt(request.body);
      // Called after the request: a repeat finds the row, in whatever process and after a restart.
      const { id } = commandRequestOf(request);
      const asked = { id, mn, command: command as DeviceCommand, st, createdAt: clock.now(), createdBy: actor.id };
      const known = await deviceRecords.exchange(id);
      if (known === undefined) {
        if ((await deviceRecords.waiting(mn)) >= MOST_WAITING) throw problem("too-many-commands");
        if (asked.command.command === "rotate-key") await prepareNewKey(device, actor, keyDeps);
        await deviceRecords.request([asked]);
        context.deps.onDeviceRequest?.();
        await audit(context, actor.id, { action: "device.command", subject: mn, detail: { exchange: id, ...request.body } });
      }
      // A twin of the request may have been quicker.
      const exchange = known ?? (await deviceRecords.exchange(id)) ?? queuedExchange(asked);
      if (!isSameDemand(exchange, asked)) throw problem("idempotency-key-reused");
      return reply.code(202).send(
        asRead(
          exchangeToWire(exchange, () => actor.name, request),
          reads,
        ),
      );
    },
  );
}

/** Which periods a device owes. */
export function deviceGapRoutes(app: Api, context: ApiContext): void {
  const { deviceRecords } = context.deps;

  app.get(
    "/api/v1/devices/:mn/gaps",
    {
      schema: {
        summary: "Hours and minutes that the device owes, and whether it was asked for them",
        tags: ["devices"],
        params: OfDevice,
        querystring: GapQuery,
        response: { 200: GapPage },
      },
    },
    async (request) => {
      const { device, scope } = await deviceFor(request, context);
      const names = namesOf(await context.registry.current());
      const { state } = request.query;
      const gaps = await deviceRecords.gaps({
        mn: device.mn,
        limit: MOST_GAPS,
        ...(state === undefined ? {} : { states: [state] }),
      });
      const seen = gaps.map((gap) => ({ ...gap, outlets: gap.outlets.filter((id) => seesOutlet(scope, id)) }));
      const page = pageOfAll(
        seen.filter(({ outlets }, i) => outlets.length > 0 || gaps[i]?.outlets.length === 0),
        request.query,
      );
      return { items: page.items.map((gap) => gapToWire(gap, device, names)), next: page.next };
    },
  );
}

/** The device of the path, when the caller may see it; `reads` when also what it says, word for word. */
async function deviceFor(request: FastifyRequest, context: ApiContext, power: Power = "see-devices") {
  const view = await viewOf(request, context, power);
  const { mn } = request.params as { mn: string };
  const device = view.index.deviceByMn.get(mn);
  if (device === undefined || !seesDevice(view, mn)) throw problem("not-found");
  return { mn, device, scope: view.scope, reads: readsDevice(view, mn) };
}

/** Answers have the values of all outlets of a device together. */
function asRead(exchange: ExchangeWire, reads: boolean): ExchangeWire {
  return reads ? exchange : { ...exchange, answers: [] };
}

/** True when the exchange is what is asked for, and not another thing under the same key. */
function isSameDemand(exchange: Exchange, { mn, command, st }: NewExchange): boolean {
  return JSON.stringify([exchange.mn, exchange.command, exchange.st]) === JSON.stringify([mn, command, st]);
}

/** Fields that are absent stay absent. */
function withoutSt(body: DeviceCommandBody): { readonly st?: string } & Record<string, unknown> {
  return defined(body);
}
