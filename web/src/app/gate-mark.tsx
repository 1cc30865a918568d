/** The sign of the product: a village gate with its lamp. */
export function GateMark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <g
        fill="none"
        stroke="currentColor"
        strokeWidth="4.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M6 21c10 0 18-3 26-11 8 8 16 11 26 11" />
        <path d="M14 22v33M50 22v33M23 55V40a9 9 0 0 1 18 0v15" />
      </g>
      <circle cx="32" cy="24" r="3.8" fill="#f0a24a" />
    </svg>
  );
}
