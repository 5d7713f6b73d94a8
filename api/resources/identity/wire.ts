import type { Session, Token, User } from "../../../core/people/identity.ts";
import { powersOf } from "../../../core/people/rights.ts";
import { formatIso } from "../../../core/time.ts";
import type { Caller } from "../../auth/caller.ts";
import { lastActOf, publicIdOf } from "../../auth/sessions.ts";
import type { OwnSessionWire, SessionWire, TokenWire, UserWire } from "./schema.ts";

/** Who is logged in. */
export function callerToWire({ actor, username, session, user }: Caller): SessionWire {
  return {
    user: username,
    id: actor.id,
    name: actor.name,
    person: actor.person,
    roles: [...actor.roles],
    powers: [...powersOf(actor.roles)],
    cells: [...actor.cells],
    enterprise: actor.enterprise,
    expiresAt: session === undefined ? null : formatIso(session.expiresAt),
    mustChangePassword: user?.mustChangePassword ?? false,
    secondFactor: user?.secondFactor?.isConfirmed ?? false,
    welcome: user === undefined ? [] : user.roles.filter((role) => user.welcomed?.includes(role) !== true),
  };
}

/** An open session of the own account, without what opens it. */
export function sessionToWire(session: Session, current: boolean): OwnSessionWire {
  const { createdAt, expiresAt, address, agent } = session;
  return {
    id: publicIdOf(session),
    current,
    createdAt: formatIso(createdAt),
    lastActAt: formatIso(lastActOf(session)),
    expiresAt: formatIso(expiresAt),
    address,
    agent,
  };
}

/** A user without the password hash. */
export function userToWire(user: User): UserWire {
  const { id, username, name, person, roles, cells, enterprise, disabled } = user;
  return {
    id,
    username,
    name,
    person,
    roles: [...roles],
    cells: [...cells],
    enterprise,
    disabled,
    createdAt: formatIso(user.createdAt),
    mustChangePassword: user.mustChangePassword,
    secondFactor: user.secondFactor?.isConfirmed ?? false,
  };
}

/** A token without the hash of its secret. */
export function tokenToWire(token: Token): TokenWire {
  const { id, name, roles, cells, enterprise, person, createdBy, expiresAt } = token;
  return {
    id,
    name,
    roles: [...roles],
    cells: [...cells],
    enterprise,
    person,
    createdAt: formatIso(token.createdAt),
    createdBy,
    expiresAt: expiresAt === null ? null : formatIso(expiresAt),
    lastUsedAt: token.lastUsedAt === null ? null : formatIso(token.lastUsedAt),
  };
}
