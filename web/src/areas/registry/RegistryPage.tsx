import type { ReactNode } from "react";
import { listHealth } from "../../api/adapt.ts";
import { list } from "../../api/client.ts";
import type { UserRow } from "../../api/page-shapes.ts";
import { useResource } from "../../api/use-resource.ts";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { registryWords } from "./words.ts";

/** For the administrator: what is missing in the registry, and who may log in. */
export function RegistryPage(): ReactNode {
  const { say } = useWords(registryWords);
  const health = useResource("health", () => listHealth());
  const users = useResource("users", () => list<UserRow>("/users", { limit: 500 }).then((p) => p.items));
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("reg.title")}</h1>
      </div>
      <h2>{say("reg.health")}</h2>
      <View
        resource={health}
        what={say("what.health")}
        lines={6}
        isEmpty={(w) => w.length === 0}
        empty={<Empty title={say("reg.healthEmpty")} hint={say("reg.healthHint")} />}
      >
        {(warnings) => (
          <table className="grid wrap">
            <thead>
              <tr>
                <th scope="col">{say("reg.where")}</th>
                <th scope="col">{say("reg.what")}</th>
              </tr>
            </thead>
            <tbody>
              {warnings.map((w) => (
                <tr key={`${w.where}|${w.pointer}|${w.code}|${w.message}`}>
                  <td>{w.where ?? <code>{w.pointer}</code>}</td>
                  <td>
                    {w.message} <small className="quiet">{w.code}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </View>
      <h2>{say("reg.users")}</h2>
      <View
        resource={users}
        what={say("what.users")}
        lines={6}
        isEmpty={(u) => u.length === 0}
        empty={<Empty title={say("reg.usersEmpty")} />}
      >
        {(rows) => (
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{say("reg.username")}</th>
                <th scope="col">{say("reg.name")}</th>
                <th scope="col">{say("reg.roles")}</th>
                <th scope="col">{say("reg.scope")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((u) => (
                <tr key={u.id}>
                  <th scope="row">{u.username}</th>
                  <td>{u.name ?? u.person ?? ""}</td>
                  <td>{u.roles.map((r) => say(`role.${r}`)).join(say("list.comma"))}</td>
                  <td className="quiet">{[...u.cells, u.enterprise ?? ""].filter((s) => s !== "").join(say("list.comma"))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </View>
    </main>
  );
}
