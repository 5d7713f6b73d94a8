import { createContext, type ReactNode, useContext, useMemo } from "react";
import { getNames, type Names } from "../api/adapt.ts";
import { list } from "../api/client.ts";
import type { Outlet } from "../api/page-shapes.ts";
import { type Resource, useResource } from "../api/use-resource.ts";

interface Directory {
  readonly outlets: Resource<readonly Outlet[]>;
  readonly outlet: (id: string) => Outlet | undefined;
  /** The name of an enterprise, cell, unit or person; the id when it is not known. */
  readonly nameOf: (id: string) => string;
  /** The street (second-level cell) above or at a cell. */
  readonly streetOf: (cell: string | null | undefined) => string | undefined;
  readonly streets: readonly string[];
  readonly units: Names["units"];
  readonly people: Names["people"];
}

const OUTLETS_MS = 15_000;
const NAMES_MS = 300_000;
const Context = createContext<Directory | null>(null);

/** The outlets the user may see and the names of things, asked for once for all pages and refreshed. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const outlets = useResource("outlets", () => list<Outlet>("/outlets", { limit: 1000 }).then((p) => p.items), OUTLETS_MS);
  const names = useResource("names", getNames, NAMES_MS).data;
  const directory = useMemo<Directory>(() => {
    const byId = new Map((outlets.data ?? []).map((o) => [o.id, o]));
    const nameById = new Map((outlets.data ?? []).map((o) => [o.enterprise, o.enterpriseName ?? o.enterprise]));
    for (const row of [
      ...(names?.cells ?? []),
      ...(names?.enterprises ?? []),
      ...(names?.units ?? []),
      ...(names?.people ?? []),
    ]) {
      nameById.set(row.id, row.name);
    }
    const cells = new Map((names?.cells ?? []).map((c) => [c.id, c]));
    return {
      outlets,
      outlet: (id) => byId.get(id),
      nameOf: (id) => nameById.get(id) ?? id,
      streetOf: (id) => {
        let cell = cells.get(id ?? "");
        while (cell !== undefined && cell.level > 2) cell = cells.get(cell.parent ?? "");
        return cell?.id;
      },
      streets: (names?.cells ?? []).filter((c) => c.level === 2).map((c) => c.id),
      units: names?.units ?? [],
      people: names?.people ?? [],
    };
  }, [outlets, names]);
  return <Context value={directory}>{children}</Context>;
}

/** The outlets and names. */
export function useDirectory(): Directory {
  const directory = useContext(Context);
  if (directory === null) throw new Error("useDirectory needs a DirectoryProvider above it");
  return directory;
}
