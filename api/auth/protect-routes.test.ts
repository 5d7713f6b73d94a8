import Fastify from "fastify";
import { expect, test } from "vitest";
import type { ApiDeps } from "../context/deps.ts";
import { protectRoutes } from "./protect-routes.ts";

test("a route that the table of rights does not name stops the start, and is not open by oversight", () => {
  const app = Fastify();
  protectRoutes(app, {} as ApiDeps);

  expect(() => app.get("/api/v1/everything", async () => "all of it")).toThrow("GET /api/v1/everything");
  expect(() => app.get("/a-page.html", async () => "a page")).not.toThrow();
});
