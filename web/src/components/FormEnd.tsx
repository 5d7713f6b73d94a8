import { Button } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { Failure } from "./Failure.tsx";

interface FormEndProps {
  /** What the button that sends the form says. */
  readonly label: string;
  readonly failure: string | null;
  readonly isBusy: boolean;
  readonly onCancel: () => void;
}

/** The end of a form that was opened on a page: why it was not taken, the button that sends it, and the way out. */
export function FormEnd({ label, failure, isBusy, onCancel }: FormEndProps): ReactNode {
  const { say } = useLanguage();
  return (
    <>
      <Failure text={failure} />
      <div className="step-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {label}
        </Button>
        <Button onClick={onCancel}>{say("case.cancel")}</Button>
      </div>
    </>
  );
}
