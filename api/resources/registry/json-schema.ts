import { z } from "zod";
import { RegistryIn } from "./schema.ts";

/** The registry document as a JSON Schema (draft 2020-12), as it is sent: secrets in clear or kept. */
export function registryJsonSchema(): object {
  return {
    title: "Outfall registry, outfall/registry/1",
    ...z.toJSONSchema(RegistryIn, { io: "input", unrepresentable: "any" }),
  };
}
