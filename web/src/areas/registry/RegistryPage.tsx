import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { UserWire } from "../../../../api/resources/identity/schema.ts";
import type { RegistryHealthWire } from "../../../../api/resources/registry/schema.ts";
import { type PageWire, read } from "../../api/read.ts";
import { usePagedRead, useRead } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { useDirectory } from "../../components/Directory.tsx";
import { Empty, View } from "../../components/View.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { ImportRegistry } from "./ImportRegistry.tsx";
import { type Missing, missingIn } from "./missing.ts";
import { NewPassword } from "./NewPassword.tsx";
import { RowChoice } from "./RowChoice.tsx";
import { RowEditor } from "./RowEditor.tsx";
import { UserForm } from "./UserForm.tsx";
import { type RegistrySay, registryWords } from "./words.ts";

/** For the administrator: what is missing in the registry, and who may log in. */
export function RegistryPage(): ReactNode {
  const { say } = useWords(registryWords);
  const { nameOf } = useDirectory();
  const health = useRead(read<RegistryHealthWire>("/registry/health"));
  const users = usePagedRead<PageWire<UserWire>>(read<PageWire<UserWire>>("/users", { limit: 200 }));
  const [losing, setLosing] = useState<UserWire | null>(null);
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("reg.title")}</h1>
      </div>
      <OpenRow onDone={health.reload} />
      <ImportRegistry onDone={health.reload} />
      <RowChoice />
      <h2>{say("reg.health")}</h2>
      <Judging judging={health.data?.judging ?? null} />
      <View
        resource={health}
        what={say("what.health")}
        lines={6}
        isEmpty={(answer) => missingIn(answer).length === 0}
        empty={<Empty title={say("reg.healthEmpty")} hint={say("reg.healthHint")} />}
      >
        {(answer) => (
          <DataTable
            label={say("reg.health")}
            columns={missingColumns(say)}
            rows={missingIn(answer)}
            keyOf={(row) => row.key}
            csvName={say("reg.health")}
          />
        )}
      </View>
      <h2>{say("reg.users")}</h2>
      <NewUser onDone={users.reload} />
      {losing !== null && <NewPassword key={losing.id} user={losing} onClose={() => setLosing(null)} />}
      <View
        resource={users}
        what={say("what.users")}
        lines={6}
        isEmpty={(rows) => rows.length === 0}
        empty={<Empty title={say("reg.usersEmpty")} />}
      >
        {(rows) => (
          <DataTable
            label={say("reg.users")}
            columns={userColumns(say, nameOf, setLosing)}
            rows={rows}
            keyOf={(user) => user.id}
            more={users.more}
            isLoadingMore={users.isLoadingMore}
          />
        )}
      </View>
    </main>
  );
}

/** The row that the address names, open to be mended. */
function OpenRow({ onDone }: { readonly onDone: () => void }): ReactNode {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [table, id, known] = ["table", "row", "with"].map((name) => search.get(name) ?? "");
  const close = (): void => void navigate("/registry", { replace: true });
  if (table === undefined || table === "") return null;
  const done = (): void => {
    onDone();
    close();
  };
  return <RowEditor key={search.toString()} table={table} id={id ?? ""} known={known ?? ""} onClose={close} onDone={done} />;
}

/** A form that is opened when somebody is to have an account. */
function NewUser({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useWords(registryWords);
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <p>
        <Button onClick={() => setOpen(true)}>{say("user.new")}</Button>
      </p>
    );
  }
  return (
    <UserForm
      onCancel={() => setOpen(false)}
      onDone={() => {
        setOpen(false);
        onDone();
      }}
    />
  );
}

/** How much is left of what is judged again. */
function Judging({ judging }: Pick<RegistryHealthWire, "judging">): ReactNode {
  const { say } = useWords(registryWords);
  if (judging === null) return null;
  return <p role="status">{say("reg.judging", { left: judging.left, spans: judging.spans })}</p>;
}

function missingColumns(say: RegistrySay): readonly Column<Missing>[] {
  return [
    {
      key: "where",
      title: say("reg.where"),
      width: 320,
      isRowHeader: true,
      text: (row) => row.where,
      cell: (row) => (row.isPointer ? <code>{row.where}</code> : row.where),
    },
    { key: "what", title: say("reg.what"), text: (row) => row.message },
    {
      key: "mend",
      title: "",
      width: 110,
      text: () => "",
      cell: (row) => (
        <Link to={row.mend} aria-label={`${say("reg.mend")}: ${row.message}`}>
          {say("reg.mend")}
        </Link>
      ),
    },
  ];
}

function userColumns(
  say: RegistrySay,
  nameOf: (id: string) => string,
  onReset: (user: UserWire) => void,
): readonly Column<UserWire>[] {
  return [
    { key: "username", title: say("reg.username"), isRowHeader: true, text: (user) => user.username },
    { key: "name", title: say("reg.name"), text: (user) => user.name },
    {
      key: "roles",
      title: say("reg.roles"),
      text: (user) => user.roles.map((role) => say(`role.${role}`)).join(say("list.comma")),
    },
    {
      key: "scope",
      title: say("reg.scope"),
      text: ({ cells, enterprise }) =>
        [...cells, ...(enterprise === null ? [] : [enterprise])].map(nameOf).join(say("list.comma")),
    },
    {
      key: "reset",
      title: "",
      width: 150,
      text: () => "",
      cell: (user) => (
        <Button size="small" onClick={() => onReset(user)} aria-label={say("user.resetFor", { name: user.username })}>
          {say("user.reset")}
        </Button>
      ),
    },
  ];
}
