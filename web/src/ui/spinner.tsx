/** The wheel that says "wait"; words beside it are the caller's. */
export function Spinner() {
  return <span className="spinner" aria-hidden="true" />;
}
