/** Labelled inputs: a word above, a hint or the problem below, tied together for screen readers. */
import { Eye, EyeOff } from "lucide-react";
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./button.tsx";

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | undefined;
}

interface Wired {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: true;
}

/** The frame of every field; `children` gets the ids that tie label, hint and problem to the input. */
export function Field(props: FieldProps & { readonly children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const hasNote = props.hint !== undefined || props.problem !== undefined;
  const wired: Wired = {
    id,
    ...(hasNote ? { "aria-describedby": `${id}-note` } : {}),
    ...(props.problem === undefined ? {} : { "aria-invalid": true as const }),
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.label}
      </label>
      {props.children(wired)}
      {hasNote ? (
        <div id={`${id}-note`}>
          {props.problem === undefined ? null : (
            <div className="field-problem">{props.problem}</div>
          )}
          {props.hint === undefined ? null : <div className="field-hint">{props.hint}</div>}
        </div>
      ) : null}
    </div>
  );
}

export function TextField({
  label,
  hint,
  problem,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wired) => <input {...rest} {...wired} className="input" />}
    </Field>
  );
}

export function TextArea({
  label,
  hint,
  problem,
  ...rest
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wired) => <textarea {...rest} {...wired} className="input" />}
    </Field>
  );
}

export function Select({
  label,
  hint,
  problem,
  children,
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wired) => (
        <select {...rest} {...wired} className="input">
          {children}
        </select>
      )}
    </Field>
  );
}

export function PasswordField({
  label,
  hint,
  problem,
  ...rest
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(wired) => (
        <div className="input-row">
          <input
            {...rest}
            {...wired}
            type={shown ? "text" : "password"}
            className="input"
            autoCapitalize="none"
            spellCheck={false}
          />
          <IconButton
            label={t(shown ? "common.action.hide" : "common.action.show")}
            icon={shown ? <EyeOff size={24} /> : <Eye size={24} />}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}

type CheckProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
};

export function Checkbox({ label, hint, ...rest }: CheckProps) {
  return (
    <label className="check">
      <input {...rest} type="checkbox" />
      <span>
        {label}
        {hint === undefined ? null : <span className="check-hint">{hint}</span>}
      </span>
    </label>
  );
}

export function Radio({ label, hint, ...rest }: CheckProps) {
  return (
    <label className="check">
      <input {...rest} type="radio" />
      <span>
        {label}
        {hint === undefined ? null : <span className="check-hint">{hint}</span>}
      </span>
    </label>
  );
}

interface SegmentedProps<V extends string | number> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
}

/** A few choices side by side, one of them pressed. */
export function Segmented<V extends string | number>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<V>) {
  return (
    <fieldset className="segmented" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
