import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { Role } from "../../../../core/people/rights.ts";
import { post } from "../../api/client.ts";
import { useLookAgain, useSession } from "../../components/SessionContext.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { PLACES, POINTERS } from "./pointers.ts";
import { welcomeWords } from "./words.ts";
import "./welcome.css";

/** On the first visit of each role of an account: three places of the menu, until they are put away. */
export function Welcome({ nameOf }: { readonly nameOf: (path: string) => string }): ReactNode {
  const { say } = useWords(welcomeWords);
  const session = useSession();
  const lookAgain = useLookAgain();
  const [closed, setClosed] = useState<readonly Role[]>([]);
  const role = session.welcome.find((one) => !closed.includes(one));
  if (role === undefined) return null;
  const close = (): void => {
    setClosed([...closed, role]);
    // Where it is not taken, the sentences come again with the next visit.
    post("/session/welcome", { role }).then(lookAgain, () => {});
  };
  return (
    <aside className="welcome" aria-labelledby="welcome">
      <h2 id="welcome">{say("welcome.title", { role: say(`role.${role}`) })}</h2>
      <ol>
        {POINTERS[role].map((place) => (
          <li key={place}>
            <Link to={PLACES[place]}>{nameOf(PLACES[place])}</Link>
            <span>{say(`point.${place}`)}</span>
          </li>
        ))}
      </ol>
      <p>
        <Button onClick={close}>{say("welcome.close")}</Button> <span className="quiet">{say("welcome.help")}</span>
      </p>
    </aside>
  );
}
