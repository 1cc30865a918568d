/** What a page shows while it waits, has nothing, or has something to say: wheel, empty page, notice, state dot, badge. */
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApiProblem } from "../api/client.ts";
import { problemText } from "../i18n/problem-text.ts";
import { Button } from "./button.tsx";
import { Spinner } from "./spinner.tsx";

export function Waiting({ text }: { readonly text?: string }) {
  const { t } = useTranslation();
  return (
    <div className="waiting" role="status">
      <Spinner />
      <span>{text ?? t("common.state.loading")}</span>
    </div>
  );
}

interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon}
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface NoticeProps {
  readonly kind?: "info" | "warn" | "danger";
  readonly children: ReactNode;
}

export function Notice({ kind = "info", children }: NoticeProps) {
  const Icon = kind === "info" ? Info : kind === "warn" ? TriangleAlert : CircleAlert;
  return (
    <div className={`notice notice-${kind}`} role={kind === "danger" ? "alert" : "status"}>
      <Icon size={22} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}

interface ProblemProps {
  readonly problem: ApiProblem | unknown;
  readonly onRetry?: () => void;
}

/** A failed request as a sentence, with a way to try again. */
export function ProblemNotice({ problem, onRetry }: ProblemProps) {
  const { t } = useTranslation();
  return (
    <Notice kind="danger">
      <p>{problemText(t, problem)}</p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t("common.action.retry")}</Button>}
    </Notice>
  );
}

export type DotPhase = "recording" | "connecting" | "down" | "off" | "unknown";

export function StatusDot({ phase }: { readonly phase: DotPhase }) {
  return <span className="status-dot" data-phase={phase} aria-hidden="true" />;
}

export function Badge({ children }: { readonly children: ReactNode }) {
  return <span className="badge">{children}</span>;
}
