/** Short messages at the edge of the page. Good news goes by itself after some seconds, bad news stays until closed. */
import { X } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useTranslation } from "react-i18next";
import { problemText } from "../i18n/problem-text.ts";
import { IconButton } from "./button.tsx";

const SHOWN_MS = 5000;

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly bad: boolean;
}

interface Toaster {
  readonly say: (text: string) => void;
  readonly complain: (problem: unknown) => void;
}

const ToastContext = createContext<Toaster | undefined>(undefined);

export function useToast(): Toaster {
  const toaster = useContext(ToastContext);
  if (toaster === undefined) throw new Error("no ToastProvider above");
  return toaster;
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const nextId = useRef(1);
  const remove = useCallback(
    (id: number) => setToasts((old) => old.filter((toast) => toast.id !== id)),
    [],
  );
  const add = useCallback((text: string, bad: boolean) => {
    const id = nextId.current++;
    setToasts((old) => [
      ...old.filter((toast) => toast.text !== text).slice(-3),
      { id, text, bad },
    ]);
  }, []);
  const toaster = useMemo<Toaster>(
    () => ({
      say: (text) => add(text, false),
      complain: (problem) => add(problemText(t, problem), true),
    }),
    [add, t],
  );
  return (
    <ToastContext value={toaster}>
      {children}
      <div className="toasts" aria-live="polite">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onClose={remove} />
        ))}
      </div>
    </ToastContext>
  );
}

function ToastCard({
  toast,
  onClose,
}: {
  readonly toast: Toast;
  readonly onClose: (id: number) => void;
}) {
  const { t } = useTranslation();
  const { id, bad } = toast;
  useEffect(() => {
    if (bad) return undefined;
    const timer = window.setTimeout(() => onClose(id), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [id, bad, onClose]);
  return (
    <div className={bad ? "toast toast-danger" : "toast"}>
      <span>{toast.text}</span>
      <IconButton
        label={t("common.action.close")}
        icon={<X size={20} />}
        onClick={() => onClose(id)}
      />
    </div>
  );
}
