import { App, Button } from "antd";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { FirstPlantWire, FirstStepsWire } from "../../../../api/resources/first-steps/schema.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { unitText } from "../../../../words/quantities.ts";
import { post } from "../../api/client.ts";
import { read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { Failure } from "../../components/Failure.tsx";
import { HelpLink } from "../../components/HelpLink.tsx";
import { useSession } from "../../components/SessionContext.tsx";
import { useSending } from "../../components/use-sending.ts";
import { View } from "../../components/View.tsx";
import { beijingSecond } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { PlantForm } from "./PlantForm.tsx";
import { firstRunWords } from "./words.ts";
import "./first-run.css";

const LOOK_MS = 3_000;

/** For the administrator of a new installation: what is still to be done, a list that ticks itself. */
export function FirstStepsPage(): ReactNode {
  const { say } = useWords(firstRunWords);
  const steps = useRead(read<FirstStepsWire>("/first-steps"), { everyMs: LOOK_MS });
  const [registered, setRegistered] = useState<FirstPlantWire | null>(null);
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("steps.title")}</h1>
      </div>
      <p className="quiet">{say("steps.about")}</p>
      <View resource={steps} what={say("what.steps")} lines={8}>
        {(found) => (
          <ol className="first-steps">
            <AccountStep />
            <RegistryStep
              steps={found}
              onRegistered={(answer) => {
                setRegistered(answer);
                steps.reload();
              }}
            />
            <DeviceStep steps={found} registered={registered} onRegistered={setRegistered} />
            <ValueStep steps={found} />
            <PeopleStep steps={found} />
          </ol>
        )}
      </View>
    </main>
  );
}

interface StepProps {
  readonly title: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

function Step({ title, isDone, children }: StepProps): ReactNode {
  const { say } = useWords(firstRunWords);
  return (
    <li className={isDone ? "step-done" : "step-open"}>
      <span className="step-mark">
        {isDone ? "✓ " : "○ "}
        {say(isDone ? "steps.done" : "steps.open")}
      </span>
      <div className="step-body">
        <h2>{title}</h2>
        {children}
      </div>
    </li>
  );
}

function AccountStep(): ReactNode {
  const { say } = useWords(firstRunWords);
  const { name } = useSession();
  return (
    <Step title={say("steps.account")} isDone>
      <p>{name}</p>
    </Step>
  );
}

interface RegistryStepProps {
  readonly steps: FirstStepsWire;
  readonly onRegistered: (answer: FirstPlantWire) => void;
}

function RegistryStep({ steps, onRegistered }: RegistryStepProps): ReactNode {
  const { say } = useWords(firstRunWords);
  const { enterprises, outlets, limits } = steps;
  const isDone = enterprises > 0 && outlets > 0 && limits > 0;
  const isEmpty = enterprises === 0 && outlets === 0 && steps.device === null;
  return (
    <Step title={say("steps.registry")} isDone={isDone}>
      {!isEmpty && (
        <p>
          {say("steps.registryDone", { enterprises, outlets, limits })}
          {!isDone && (
            <>
              {" "}
              · <Link to="/registry">{say("steps.toRegistry")}</Link>
            </>
          )}
        </p>
      )}
      {isEmpty && (
        <>
          <p>
            {say("steps.form")} · <Link to="/registry">{say("steps.orImport")}</Link>
          </p>
          <p className="quiet">{say("steps.example")}</p>
          <PlantForm onDone={onRegistered} />
        </>
      )}
    </Step>
  );
}

interface DeviceStepProps {
  readonly steps: FirstStepsWire;
  /** Its secrets are known only until the page is left. */
  readonly registered: FirstPlantWire | null;
  readonly onRegistered: (answer: FirstPlantWire) => void;
}

function DeviceStep({ steps, registered, onRegistered }: DeviceStepProps): ReactNode {
  const { say } = useWords(firstRunWords);
  const { device, doors } = steps;
  const heard = device?.lastHeardAt ?? null;
  return (
    <Step title={say("steps.device")} isDone={heard !== null}>
      {device !== null && heard !== null && (
        <p>{say("steps.deviceDone", { mn: device.mn, at: beijingSecond(Date.parse(heard)) })}</p>
      )}
      {device !== null && heard === null && (
        <p>
          {say("steps.deviceWait")} <Link to={`/devices/${encodeURIComponent(device.mn)}`}>{say("steps.seeDevice")}</Link> ·{" "}
          <HelpLink question="help.logger" />
        </p>
      )}
      {device !== null && (
        <dl className="secrets">
          <dt>MN</dt>
          <dd>
            <code>{device.mn}</code>
          </dd>
          <Address name="HJ 212" door={doors.hj212} />
          <Address name="MQTT" door={doors.mqtt} />
          {registered !== null && (
            <>
              <dt>{say("plant.password")}</dt>
              <dd>
                <code>{registered.hj212Password}</code>
              </dd>
              <dt>{say("plant.secret")}</dt>
              <dd>
                <code>{registered.mqttSecret}</code>
              </dd>
            </>
          )}
        </dl>
      )}
      {registered !== null && <Sendings registered={registered} />}
      {device !== null && heard === null && registered === null && <LostSecrets onRenewed={onRegistered} />}
    </Step>
  );
}

/** Whoever left the page, or lost its answer, has secrets that nobody knows: new ones, until the device is heard. */
function LostSecrets({ onRenewed }: { readonly onRenewed: (answer: FirstPlantWire) => void }): ReactNode {
  const { say } = useWords(firstRunWords);
  const { failure, isBusy, send } = useSending(say);
  return (
    <div>
      <p>{say("plant.lost")}</p>
      <Button loading={isBusy} onClick={() => send(() => post<FirstPlantWire>("/first-plant/secrets", {}), onRenewed)}>
        {say("plant.renew")}
      </Button>
      <Failure text={failure} />
    </div>
  );
}

function Address({ name, door }: { readonly name: string; readonly door: FirstStepsWire["doors"]["mqtt"] }): ReactNode {
  const { say } = useWords(firstRunWords);
  if (door === null) return null;
  return (
    <>
      <dt>
        {name} {say("plant.address")}
      </dt>
      <dd>
        <code>
          {door.host}:{door.port}
        </code>
      </dd>
    </>
  );
}

function Sendings({ registered }: { readonly registered: FirstPlantWire }): ReactNode {
  const { say } = useWords(firstRunWords);
  return (
    <>
      <p role="note">{say("plant.once")}</p>
      <div className="sendings">
        {registered.sendings.map(({ what, mqtt, hj212 }) => (
          <section key={what} className="sending" aria-label={say(`plant.${what}`)}>
            <strong>{say(`plant.${what}`)}</strong>
            {what === "above-limit" && (
              <>
                {" "}
                · <Link to="/cases">{say("steps.seeCase")}</Link>
              </>
            )}
            {[mqtt, hj212].map((line) => line !== null && <Line key={line} text={line} />)}
          </section>
        ))}
      </div>
    </>
  );
}

/** A line to copy. Where the browser gives no clipboard, it can still be selected. */
function Line({ text }: { readonly text: string }): ReactNode {
  const { say } = useWords(firstRunWords);
  const { message } = App.useApp();
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => void message.success(say("plant.copied")),
      () => {},
    );
  };
  return (
    <div>
      <pre>{text}</pre>
      {"clipboard" in navigator && (
        <Button size="small" onClick={copy}>
          {say("plant.copy")}
        </Button>
      )}
    </div>
  );
}

function ValueStep({ steps: { value } }: { readonly steps: FirstStepsWire }): ReactNode {
  const { say, lang } = useWords(firstRunWords);
  const { outlets } = useDirectory();
  return (
    <Step title={say("steps.value")} isDone={value !== null}>
      {value === null ? (
        <p>
          {say("steps.valueWait")} <Link to="/quarantine">{say("steps.seeQuarantine")}</Link>
        </p>
      ) : (
        <p>
          {say("steps.valueDone", {
            outlet: outlets.find(({ id }) => id === value.outlet)?.name ?? value.outlet,
            pollutant: pollutantName(value.pollutant, lang),
            value: value.value,
            unit: unitText(value.unit),
          })}{" "}
          · <Link to="/now">{say("steps.seeLive")}</Link>
        </p>
      )}
    </Step>
  );
}

function PeopleStep({ steps: { people, accounts } }: { readonly steps: FirstStepsWire }): ReactNode {
  const { say } = useWords(firstRunWords);
  return (
    <Step title={say("steps.people")} isDone={people > 0 && accounts > 0}>
      <p>
        {say("steps.peopleDone", { people, accounts })} · <Link to="/registry">{say("steps.toRegistry")}</Link>
      </p>
    </Step>
  );
}
