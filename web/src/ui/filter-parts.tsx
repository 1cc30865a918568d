/** What filters of lists are made of: kinds as buttons, a fold with the rest, choices by name, two days. */
import { ListFilter, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Select, TextField } from "./field.tsx";

interface FilterFoldProps {
  readonly title: string;
  readonly open: boolean;
  readonly clear: string;
  /** Undefined while nothing is filtered. */
  readonly onClear: (() => void) | undefined;
  readonly children: ReactNode;
}

export function FilterFold({ title, open, clear, onClear, children }: FilterFoldProps) {
  return (
    <details className="fold card filter-fold" open={open}>
      <summary>
        <ListFilter size={20} aria-hidden="true" /> {title}
      </summary>
      <div className="filter-fields">
        {children}
        <div className="filter-clear">
          <Button disabled={!onClear} onClick={onClear}>
            {clear}
          </Button>
        </div>
      </div>
    </details>
  );
}

interface Choice<Id extends string> {
  readonly id: Id;
  readonly name: string;
}

interface ChoiceFieldProps<Id extends string> {
  readonly label: string;
  /** The choice of none, told as "". */
  readonly all: string;
  readonly value: Id | "";
  readonly choices: readonly Choice<Id>[];
  readonly onChange: (id: Id | "") => void;
}

export function ChoiceField<Id extends string>(props: ChoiceFieldProps<Id>) {
  const { label, all, value, choices, onChange } = props;
  const pick = (picked: string) => onChange(choices.find(({ id }) => id === picked)?.id ?? "");
  return (
    <Select label={label} value={value} onChange={(event) => pick(event.target.value)}>
      <option value="">{all}</option>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

interface DayFieldProps {
  readonly label: string;
  /** ISO date, or "". */
  readonly value: string;
  readonly onChange: (day: string) => void;
}

export function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <TextField
      label={label}
      type="date"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface KindButtonsProps<Kind extends string> {
  readonly label: string;
  readonly all: string;
  readonly picked: Kind | "";
  readonly kinds: readonly {
    readonly kind: Kind;
    readonly name: string;
    readonly Icon: LucideIcon;
    /** Shown behind the name. */
    readonly count?: ReactNode;
  }[];
  readonly onPick: (kind: Kind | "") => void;
}

/** One kind or all; a second tap on the same one is all again. */
export function KindButtons<Kind extends string>(props: KindButtonsProps<Kind>) {
  const { label, all, picked, kinds, onPick } = props;
  return (
    <fieldset className="kind-buttons" aria-label={label}>
      <button
        type="button"
        className="kind-button"
        aria-pressed={picked === ""}
        onClick={() => onPick("")}
      >
        {all}
      </button>
      {kinds.map(({ kind, name, Icon, count }) => (
        <button
          key={kind}
          type="button"
          className="kind-button"
          aria-pressed={picked === kind}
          onClick={() => onPick(picked === kind ? "" : kind)}
        >
          <Icon size={20} aria-hidden="true" />
          {name}
          {count}
        </button>
      ))}
    </fieldset>
  );
}
