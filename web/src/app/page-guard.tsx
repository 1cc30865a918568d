/** Catches what a page throws while it renders: the rest stays usable, and the page can be tried again. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, EmptyState } from "../ui/index.ts";

interface Props {
  readonly children: ReactNode;
  /** A new value tries again, e.g. the page's address. */
  readonly resetKey?: string;
}

interface State {
  readonly broken: boolean;
  readonly resetKey: string | undefined;
}

export class PageGuard extends Component<Props, State> {
  override state: State = { broken: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(): Partial<State> {
    return { broken: true };
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.resetKey === state.resetKey ? null : { broken: false, resetKey: props.resetKey };
  }

  override componentDidCatch(thrown: unknown, info: ErrorInfo): void {
    console.error("a page broke", thrown, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenPage /> : this.props.children;
  }
}

function BrokenPage() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("common.state.pageBroken")}>
      <p>{t("common.state.pageBrokenHint")}</p>
      <Button kind="primary" onClick={() => window.location.reload()}>
        {t("common.action.reload")}
      </Button>
    </EmptyState>
  );
}
