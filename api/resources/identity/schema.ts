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

const AnyPassword = z.string().min(1).max(256);
const Code = z.string().regex(/^\d{6}$/, "six digits");
export const LogInBody = z.strictObject({
  username: z.string().min(1).max(64),
  password: AnyPassword,
  /** Of the second factor, where the account has one. */
  code: Code.optional(),
});
/** Who begins an installation. */
export const FirstAdministrator = z.strictObject({
  /** What stands behind `#` in the link that the start has printed. */
  key: z.string().min(1).max(128),
  username: Username,
  name: z.string().trim().min(1).max(64).optional(),
  password: Password,
});
export const OwnPassword = z.strictObject({ current: AnyPassword, password: Password, code: Code.optional() });
/** The role whose first words were put away. */
export const WelcomedBody = z.strictObject({ role: RoleName });
export const PasswordBody = z.strictObject({ password: AnyPassword });
export const CodeBody = z.strictObject({ code: Code });
/** The only answer that carries the secret. */
export const NewSecondFactorOut = z.object({ secret: z.string(), uri: z.string() });
export const SessionIdParams = z.object({ id: z.string().regex(/^[0-9a-zA-Z-]{1,64}$/) });

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
  /** When the session ends if its owner does nothing. */
  expiresAt: InstantOut.nullable(),
  /** Nothing else is answered before the password is changed. */
  mustChangePassword: z.boolean(),
  secondFactor: z.boolean(),
  /** Roles of the account whose first words are still to be shown: none for a token. */
  welcome: z.array(RoleName),
});

/** One open session of the own account. */
export const OwnSessionOut = z.object({
  id: z.string(),
  /** True for the one that asks. */
  current: z.boolean(),
  createdAt: InstantOut,
  lastActAt: InstantOut,
  expiresAt: InstantOut,
  address: z.string(),
  agent: z.string(),
});
export const OwnSessionPage = pageOf(OwnSessionOut);

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
  /** Takes the second factor off. */
  secondFactor: z.null().optional(),
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
  mustChangePassword: z.boolean(),
  secondFactor: z.boolean(),
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
  /** To the minute; `null` when it never was. */
  lastUsedAt: InstantOut.nullable(),
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

export type OwnSessionWire = z.output<typeof OwnSessionOut>;
export type SessionWire = z.output<typeof SessionOut>;
export type UserWire = z.output<typeof UserOut>;
export type TokenWire = z.output<typeof TokenOut>;
