import { createContext, useContext } from "react";
import type { Session } from "../api/session.ts";

export const SessionContext = createContext<Session | null>(null);

/** Who is logged in. Only below the log-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSession needs a session above it");
  return session;
}

/** Asks again who is logged in. */
export const LookAgainContext = createContext<() => void>(() => {});

/** For whatever changes the own account. */
export function useLookAgain(): () => void {
  return useContext(LookAgainContext);
}
