/**
 * A small router over the history API: every view has an address, so that reload, back and a shared
 * link work. `parseRoute` and `paths` are each other's inverse.
 */
import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useMemo,
  useSyncExternalStore,
} from "react";
import { parseRoute, type Route } from "./routes.ts";

/** The page's address; tells its watchers when it changes. */
export class Router {
  readonly #watchers = new Set<() => void>();
  #address = currentAddress();

  start(): () => void {
    const changed = () => this.#changed();
    window.addEventListener("popstate", changed);
    return () => window.removeEventListener("popstate", changed);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly address = (): string => this.#address;

  /** Goes to an address of the viewer; `replace` leaves no step to go back to. */
  readonly go = (to: string, options: { readonly replace?: boolean } = {}): void => {
    if (to === currentAddress()) return;
    const page = window.location.pathname;
    if (options.replace === true) window.history.replaceState(null, "", to);
    else window.history.pushState(null, "", to);
    this.#changed();
    // Another page is read from its top, as after a real load; going back, the browser knows better.
    if (page !== window.location.pathname) window.scrollTo(0, 0);
  };

  #changed(): void {
    this.#address = currentAddress();
    for (const watcher of this.#watchers) watcher();
  }
}

function currentAddress(): string {
  return window.location.pathname + window.location.search;
}

const RouterContext = createContext<Router | undefined>(undefined);

export function RouterProvider(props: { readonly router: Router; readonly children: ReactNode }) {
  return <RouterContext value={props.router}>{props.children}</RouterContext>;
}

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (router === undefined) throw new Error("no RouterProvider above");
  return router;
}

/** The view that the address asks for. */
export function useRoute(): Route {
  const router = useRouter();
  const address = useSyncExternalStore(router.watch, router.address);
  return useMemo(() => parseRoute(address), [address]);
}

/** The query of the page's address, without its question mark. */
export function useQueryText(): string {
  const router = useRouter();
  const address = useSyncExternalStore(router.watch, router.address);
  const at = address.indexOf("?");
  return at < 0 ? "" : address.slice(at + 1);
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly to: string };

/** A real link (opens in a new tab, can be copied) that a plain click follows without loading anew. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain || rest.target === "_blank") return;
    event.preventDefault();
    router.go(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}
