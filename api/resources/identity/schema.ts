import { z } from "zod";
import { Id, InstantIn, InstantOut } from "../../../cases/shared/wire-forms.ts";
import { PowerName, pageOf, RoleName } from "../../http/primitives.ts";

const Username = z.string().regex(/^[\p{L}\p{N}._@-]{1,64}$/u, "1 to 64 letters, digits, . _ @ -");
/** NIST SP 800-63B: length is what counts; no rules about characters. */
const Password = z.string().min(8).max(256);
const Grants = {
  roles: z.array(RoleName).min(1).max(11),
  cells: z.array(Id).max(200).default([]),
  enterprise: Id.nullish(),
  person: Id.nullish(),
};

export const LogIn = z.strictObject({ username: z.string().min(1).max(64), password: z.string().min(1).max(256) });

/** Who is logged in. */
export const SessionOut = z.object({
  /** User name, or `token:` and the id of the token. */
  user: z.string(),
  id: z.string(),
  name: z.string(),
  person: z.string().nullable(),
  roles: z.array(RoleName),
  /** What the caller may do, over whatever reach: the pages show a button when its power is here. */
  powers: z.array(PowerName),
  cells: z.array(z.string()),
  enterprise: z.string().nullable(),
  /** When the session ends if it is not used. */
  expiresAt: InstantOut.nullable(),
});

export const NewUser = z.strictObject({
  username: Username,
  password: Password,
  name: z.string().trim().min(1).max(64).optional(),
  ...Grants,
});

export const UserChange = z.strictObject({
  password: Password.optional(),
  name: z.string().trim().min(1).max(64).optional(),
  roles: z.array(RoleName).min(1).max(11).optional(),
  cells: z.array(Id).max(200).optional(),
  enterprise: Id.nullable().optional(),
  person: Id.nullable().optional(),
  disabled: z.boolean().optional(),
});

export const UserOut = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  person: z.string().nullable(),
  roles: z.array(RoleName),
  cells: z.array(z.string()),
  enterprise: z.string().nullable(),
  disabled: z.boolean(),
  createdAt: InstantOut,
});
export const UserPage = pageOf(UserOut);

export const NewToken = z.strictObject({ name: z.string().trim().min(1).max(64), ...Grants, expiresAt: InstantIn.nullish() });
/** The only answer that carries the secret. */
export const MadeTokenOut = z.object({ id: z.string(), token: z.string() });
export const TokenOut = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(RoleName),
  cells: z.array(z.string()),
  enterprise: z.string().nullable(),
  person: z.string().nullable(),
  createdAt: InstantOut,
  createdBy: z.string(),
  expiresAt: InstantOut.nullable(),
});
export const TokenPage = pageOf(TokenOut);

export const AuditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
export const AuditPage = pageOf(
  z.object({
    id: z.number(),
    at: InstantOut,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.string(),
    hash: z.string(),
  }),
);

export type SessionWire = z.output<typeof SessionOut>;
export type UserWire = z.output<typeof UserOut>;
export type TokenWire = z.output<typeof TokenOut>;
