import { createContext, type ReactNode, useContext, useMemo } from "react";
import { list } from "../api/client.ts";
import type { Outlet } from "../api/types.ts";
import { type Resource, useResource } from "../api/use-resource.ts";

interface Directory {
  readonly outlets: Resource<readonly Outlet[]>;
  readonly outlet: (id: string) => Outlet | undefined;
  /** The name of an enterprise; its id when no outlet of it is known. */
  readonly enterpriseName: (id: string) => string;
}

const REFRESH_MS = 15_000;
const Context = createContext<Directory | null>(null);

/** The outlets the user may see, asked for once for all pages and refreshed. */
export function DirectoryProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const outlets = useResource("outlets", () => list<Outlet>("/outlets", { limit: 1000 }).then((p) => p.items), REFRESH_MS);
  const directory = useMemo<Directory>(() => {
    const byId = new Map((outlets.data ?? []).map((o) => [o.id, o]));
    const names = new Map((outlets.data ?? []).map((o) => [o.enterprise, o.enterpriseName ?? o.enterprise]));
    return { outlets, outlet: (id) => byId.get(id), enterpriseName: (id) => names.get(id) ?? id };
  }, [outlets]);
  return <Context value={directory}>{children}</Context>;
}

/** The outlets and names. */
export function useDirectory(): Directory {
  const directory = useContext(Context);
  if (directory === null) throw new Error("useDirectory needs a DirectoryProvider above it");
  return directory;
}
