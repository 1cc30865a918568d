/** Buttons: with words, with a picture only (then `label` is read aloud and shown as a hint), and links that look alike. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { Link } from "../app/router.tsx";
import { Spinner } from "./spinner.tsx";

export type ButtonKind = "plain" | "primary" | "danger" | "quiet";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly kind?: ButtonKind;
  readonly icon?: ReactNode;
  /** True while what it started is under way: it shows a wheel and takes no second click. */
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
};

function classOf(kind: ButtonKind, more: string | undefined): string {
  return `button button-${kind}${more === undefined ? "" : ` ${more}`}`;
}

export function Button({
  kind = "plain",
  icon,
  busy = false,
  children,
  className,
  disabled,
  type,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? "button"}
      className={classOf(kind, className)}
      disabled={disabled === true || busy}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly label: string;
  readonly icon: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

export function IconButton({ label, icon, className, type, ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type ?? "button"}
      className={`icon-button${className === undefined ? "" : ` ${className}`}`}
      aria-label={label}
      title={label}
    >
      {icon}
    </button>
  );
}

interface LinkButtonProps {
  readonly to: string;
  readonly kind?: ButtonKind;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

export function LinkButton({ to, kind = "plain", icon, children, className }: LinkButtonProps) {
  return (
    <Link to={to} className={classOf(kind, className)}>
      {icon}
      {children}
    </Link>
  );
}
